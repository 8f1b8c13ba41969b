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
        SerializerEmitter.BeginWrite(writer, serializer);
        if (serializer.IsReferenceType || serializer.Members.Count == 0)
        {
            // A struct without members writes a byte, too: what is nothing on the wire could be claimed any number of times.
            writer.WriteLine("writer.Writer.WriteObjectHeader(0);");
        }

        if (serializer.KeepsReferences)
        {
            writer.OpenBlock("if (writer.TryWriteReference(value))");
            writer.WriteLine("return;");
            writer.CloseBlock();
            writer.WriteLine();
        }

        writer.WriteLine($"writer.Enter(\"{serializer.DisplayName}\");");
        if (serializer.IsException)
        {
            writer.WriteLine($"{ExceptionState}.Write(ref writer, value);");
        }

        MemberEmitter.Write(writer, serializer.Members, m => Get(m, serializer));
        writer.WriteLine("writer.Leave();");
        writer.CloseBlock();
    }

    private static void EmitRead(SourceWriter writer, SerializerModel serializer)
    {
        writer.OpenBlock($"public static {serializer.Type} Read(ref {Names.PayloadReader} reader)");
        if (serializer.IsReferenceType)
        {
            writer.OpenBlock($"if (!reader.TryReadHeader(\"{serializer.DisplayName}\"))");
            writer.WriteLine("return null;");
            writer.CloseBlock();
            writer.WriteLine();
            if (serializer.KeepsReferences)
            {
                writer.OpenBlock($"if (reader.TryReadReference(out {serializer.Type} known))");
                writer.WriteLine("return known;");
                writer.CloseBlock();
                writer.WriteLine();
            }
        }
        else if (serializer.Members.Count == 0)
        {
            writer.WriteLine($"reader.TryReadHeader(\"{serializer.DisplayName}\");");
        }

        writer.WriteLine($"reader.Enter(\"{serializer.DisplayName}\");");
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

    private static bool IsVariable(MemberModel member) => member.Form is MemberForm.FieldAccessor or MemberForm.Field;

    private static string Get(MemberModel member, SerializerModel serializer) =>
        member.Form == MemberForm.FieldAccessor ? $"{member.Target}({(serializer.IsReferenceType ? "" : "ref ")}value)" : $"value.{member.Name}";

    private static string Set(MemberModel member, SerializerModel serializer, string read) =>
        member.Form == MemberForm.InitAccessor ? $"{member.Target}(value, {read});" : $"{Get(member, serializer)} = {read};";
}
