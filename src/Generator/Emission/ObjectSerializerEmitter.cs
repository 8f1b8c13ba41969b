using ProcGen.Generator.Models;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the serializer of a type that crosses whole: field by field, without running its constructors.</summary>
internal static class ObjectSerializerEmitter
{
    private const string ExceptionState = "global::ProcGen.CompilerServices.ExceptionState";

    public static void Emit(SourceWriter writer, SerializerModel serializer)
    {
        EmitWrite(writer, serializer);
        writer.WriteLine();
        EmitRead(writer, serializer);
    }

    private static void EmitWrite(SourceWriter writer, SerializerModel serializer)
    {
        if (serializer.KeepsReferences)
        {
            BeginWriteReference(writer, serializer);
        }
        else
        {
            SerializerEmitter.BeginWrite(writer, serializer);
        }

        if (serializer.IsException)
        {
            writer.WriteLine($"{ExceptionState}.Write(ref writer, value);");
        }

        MemberEmitter.Write(writer, serializer.Members, m => Get(m, serializer));
        SerializerEmitter.EndWrite(writer, serializer);
    }

    /// <summary>The beginning of a Write method for objects whose identity is kept: those that the payload already holds are only named.</summary>
    private static void BeginWriteReference(SourceWriter writer, SerializerModel serializer)
    {
        writer.OpenBlock($"public static void Write(ref {Names.PayloadWriter} writer, {serializer.Type} value)");
        writer.OpenBlock($"if (writer.TryBeginReference(value, \"{serializer.DisplayName}\", typeof({serializer.Type})))");
    }

    private static void EmitRead(SourceWriter writer, SerializerModel serializer)
    {
        if (serializer.KeepsReferences)
        {
            BeginReadReference(writer, serializer);
        }
        else
        {
            SerializerEmitter.BeginRead(writer, serializer);
        }

        writer.WriteLine(serializer.IsReferenceType
            ? $"var value = ({serializer.Type})global::System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof({serializer.Type}));"
            : $"{serializer.Type} value = default;");
        if (serializer.ForeignBaseConstructor is { } constructor)
        {
            writer.WriteLine($"{constructor}(value);");
        }

        if (serializer.KeepsReferences)
        {
            writer.WriteLine("reader.AddReference(value);");
        }

        if (serializer.IsException)
        {
            writer.WriteLine($"{ExceptionState}.Read(ref reader, value);");
        }

        MemberEmitter.Read(writer, serializer.Members, m => IsVariable(m) ? Get(m, serializer) : null, (m, read) => Set(m, serializer, read));
        writer.WriteLine("reader.Leave();");
        writer.WriteLine("return value;");
        writer.CloseBlock();
    }

    private static void BeginReadReference(SourceWriter writer, SerializerModel serializer)
    {
        writer.OpenBlock($"public static {serializer.Type} Read(ref {Names.PayloadReader} reader)");
        writer.OpenBlock($"if (!reader.TryReadHeader(\"{serializer.DisplayName}\"))");
        writer.WriteLine("return null;");
        writer.CloseBlock();
        writer.WriteLine();
        writer.OpenBlock($"if (reader.TryReadReference(out {serializer.Type} known))");
        writer.WriteLine("return known;");
        writer.CloseBlock();
        writer.WriteLine();
        writer.WriteLine($"reader.Enter(\"{serializer.DisplayName}\");");
    }

    private static bool IsVariable(MemberModel member) => member.Form is MemberForm.FieldAccessor or MemberForm.Field;

    private static string Get(MemberModel member, SerializerModel serializer) =>
        member.Form == MemberForm.FieldAccessor ? $"{member.Target}({(serializer.IsReferenceType ? "" : "ref ")}value)" : $"value.{member.Name}";

    private static string Set(MemberModel member, SerializerModel serializer, string read) =>
        member.Form == MemberForm.InitAccessor ? $"{member.Target}(value, {read});" : $"{Get(member, serializer)} = {read};";
}
