using System.Globalization;
using ProcGen.Generator.Models;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the serializer of a closed set of types: the number of the object's own type, then the object by that type's serializer.</summary>
internal static class KnownTypesSerializerEmitter
{
    public static void Emit(SourceWriter writer, SerializerModel serializer)
    {
        writer.OpenBlock($"public static void Write(ref {Names.PayloadWriter} writer, {serializer.Type} value)");
        writer.OpenBlock("if (value is null)");
        writer.WriteLine("writer.Writer.WriteNullObjectHeader();");
        writer.WriteLine("return;");
        writer.CloseBlock();
        writer.WriteLine();
        writer.WriteLine("global::System.Type type = value.GetType();");
        for (int i = 0; i < serializer.Cases.Count; i++)
        {
            ValueModel known = serializer.Cases[i];
            writer.OpenBlock($"{(i == 0 ? "" : "else ")}if (type == typeof({known.Type}))");
            writer.WriteLine($"writer.Writer.WriteUnionHeader({i.ToString(CultureInfo.InvariantCulture)});");
            writer.WriteLine(ValueEmitter.Write(known, "writer", $"({known.Type})value"));
            writer.CloseBlock();
        }

        writer.OpenBlock("else");
        writer.WriteLine($"{SerializerEmitter.PayloadErrors}.ThrowUnknownType(\"{serializer.DisplayName}\", value);");
        writer.CloseBlock();
        writer.CloseBlock();
        writer.WriteLine();

        writer.OpenBlock($"public static {serializer.Type} Read(ref {Names.PayloadReader} reader)");
        writer.OpenBlock($"if (!reader.TryReadKnownType(\"{serializer.DisplayName}\", out int number))");
        writer.WriteLine("return null;");
        writer.CloseBlock();
        writer.WriteLine();
        writer.OpenBlock("switch (number)");
        for (int i = 0; i < serializer.Cases.Count; i++)
        {
            writer.WriteLine($"case {i.ToString(CultureInfo.InvariantCulture)}:");
            writer.Indent();
            writer.WriteLine($"return {ValueEmitter.Read(serializer.Cases[i], "reader")};");
            writer.Unindent();
        }

        writer.WriteLine("default:");
        writer.Indent();
        writer.WriteLine($"{SerializerEmitter.PayloadErrors}.ThrowMalformed(\"an object of an unknown type where '{serializer.DisplayName}' is declared\");");
        writer.WriteLine("return null;");
        writer.Unindent();
        writer.CloseBlock();
        writer.CloseBlock();
    }
}
