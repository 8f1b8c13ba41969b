using ProcGen.Generator.Collections;
using ProcGen.Generator.Models;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the serializers of an assembly, or those that only one containing type can hold.</summary>
internal static class SerializerEmitter
{
    internal const string PayloadErrors = "global::ProcGen.CompilerServices.PayloadErrors";
    internal const string Codec = "global::ProcGen.IProcessCodec";

    /// <summary>The serializers that everybody in the assembly can name, sorted, without duplicates.</summary>
    public static ImmutableEquatableArray<SerializerModel> FindShared(IEnumerable<MethodModel> methods) =>
        Sort(methods.SelectMany(static m => m.Serializers).Where(static s => !s.IsLocal)).ToImmutableEquatableArray();

    /// <summary>The file of the serializers that everybody in the assembly can name.</summary>
    public static SourceWriter EmitShared(ImmutableEquatableArray<SerializerModel> serializers, string assemblyNamespace)
    {
        var writer = new SourceWriter();
        Header.WriteFile(writer);

        // What crosses may be null wherever its type lets it be.
        writer.WriteLine("#nullable disable");
        writer.WriteLine();
        writer.WriteLine($"namespace {assemblyNamespace};");
        writer.WriteLine();
        Emit(writer, serializers);
        return writer;
    }

    /// <summary>
    /// The serializers that have to be nested in the containing type of the marked methods, in a private class. Writes nothing if there are none.
    /// </summary>
    /// <param name="writer">Where to, inside the containing type.</param>
    /// <param name="serializers">The serializers of the methods of that type; duplicates and shared ones are left out.</param>
    public static void EmitLocal(SourceWriter writer, IEnumerable<SerializerModel> serializers)
    {
        List<SerializerModel> local = [.. serializers.Where(s => s.IsLocal)];
        if (local.Count == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine("#nullable disable");
        writer.WriteLine("/// <summary>Serializers of types that only this type can name.</summary>");
        Header.WriteHiddenType(writer);
        writer.OpenBlock($"private static class {GeneratedNames.LocalSerializers}");
        Emit(writer, Sort(local));
        writer.CloseBlock();
        writer.WriteLine("#nullable restore");
    }

    /// <summary>Serializers of one key are the same, whichever method they were made for.</summary>
    private static IEnumerable<SerializerModel> Sort(IEnumerable<SerializerModel> serializers) =>
        serializers.GroupBy(static s => s.Key, StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => g.First());

    private static void Emit(SourceWriter writer, IEnumerable<SerializerModel> serializers)
    {
        bool first = true;
        foreach (SerializerModel serializer in serializers)
        {
            if (!first)
            {
                writer.WriteLine();
            }

            first = false;
            EmitOne(writer, serializer);
        }
    }

    private static void EmitOne(SourceWriter writer, SerializerModel serializer)
    {
        writer.WriteLine($"/// <summary>Writes and reads <c>{serializer.DisplayName.Replace("<", "&lt;").Replace(">", "&gt;")}</c>.</summary>");
        Header.WriteHiddenType(writer);
        if (serializer.IsObsolete)
        {
            writer.WriteLine("[global::System.Obsolete]");
        }

        writer.OpenBlock($"internal readonly struct {serializer.Name} : {Codec}<{serializer.Type}>");
        switch (serializer.Kind)
        {
            case SerializerKind.KnownTypes:
                KnownTypesSerializerEmitter.Emit(writer, serializer);
                break;
            case SerializerKind.Contract:
                ContractSerializerEmitter.Emit(writer, serializer);
                break;
            default:
                ObjectSerializerEmitter.Emit(writer, serializer);
                break;
        }

        foreach (AccessorClassModel accessors in serializer.Accessors)
        {
            writer.WriteLine();
            AccessorEmitter.Emit(writer, accessors);
        }

        writer.CloseBlock();
    }

    /// <summary>The beginning of a Write method: null, an unknown derived type, the depth.</summary>
    internal static void BeginWrite(SourceWriter writer, SerializerModel serializer)
    {
        writer.OpenBlock($"public static void Write(ref {Names.PayloadWriter} writer, {serializer.Type} value)");
        if (serializer.IsReferenceType)
        {
            writer.OpenBlock("if (value is null)");
            writer.WriteLine("writer.Writer.WriteNullObjectHeader();");
            writer.WriteLine("return;");
            writer.CloseBlock();
            writer.WriteLine();
        }

        if (serializer.ChecksExactType && serializer.Kind != SerializerKind.KnownTypes)
        {
            writer.OpenBlock($"if (value.GetType() != typeof({serializer.Type}))");
            writer.WriteLine($"{PayloadErrors}.ThrowUnknownType(\"{serializer.DisplayName}\", value);");
            writer.CloseBlock();
            writer.WriteLine();
        }
    }
}
