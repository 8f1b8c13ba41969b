using ProcGen.Generator.Collections;
using ProcGen.Generator.Models;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the serializers of an assembly, or those that only one containing type can hold.</summary>
internal static class SerializerEmitter
{
    internal const string PayloadErrors = "global::ProcGen.CompilerServices.PayloadErrors";
    private const string HeldSummary = "Serializers of types that only this type can name.";

    internal const string Codec = "global::ProcGen.IProcessCodec";

    /// <summary>The serializers that do not belong to the methods of one type alone, sorted, without duplicates.</summary>
    public static ImmutableEquatableArray<SerializerModel> FindShared(IEnumerable<MethodModel> methods) =>
        Sort(methods.SelectMany(static m => m.Serializers).Where(static s => !s.IsLocal)).ToImmutableEquatableArray();

    /// <summary>The file of the serializers that stand by themselves; null if there are none.</summary>
    public static SourceWriter? EmitShared(ImmutableEquatableArray<SerializerModel> serializers, string assemblyNamespace)
    {
        SerializerModel[] shared = [.. serializers.Where(static s => s.Holder is null)];
        if (shared.Length == 0)
        {
            return null;
        }

        var writer = new SourceWriter();
        WriteHeader(writer);
        writer.WriteLine($"namespace {assemblyNamespace};");
        writer.WriteLine();
        EmitClass(writer, "The serializers of this assembly.", GeneratedNames.SharedSerializers, "internal", shared);
        return writer;
    }

    /// <summary>The serializers that stand in other types, by type.</summary>
    public static IEnumerable<IGrouping<HolderModel, SerializerModel>> GroupHeld(ImmutableEquatableArray<SerializerModel> serializers) =>
        serializers.Where(static s => s.Holder is not null).GroupBy(static s => s.Holder!);

    /// <summary>The file of the serializers that stand in one type.</summary>
    public static SourceWriter EmitHeld(IGrouping<HolderModel, SerializerModel> serializers)
    {
        HolderModel holder = serializers.Key;
        var writer = new SourceWriter();
        WriteHeader(writer);
        if (holder.Namespace is not null)
        {
            writer.WriteLine($"namespace {holder.Namespace};");
            writer.WriteLine();
        }

        foreach (ContainingTypeModel type in holder.Types)
        {
            writer.OpenBlock($"partial {type.Keyword} {type.Name}");
        }

        bool first = true;
        foreach (IGrouping<bool, SerializerModel> held in serializers.GroupBy(static s => s.IsOpen).OrderByDescending(static g => g.Key))
        {
            if (!first)
            {
                writer.WriteLine();
            }

            first = false;
            EmitClass(writer, HeldSummary, GeneratedNames.GetHeldSerializers(held.Key), held.Key ? "internal" : "private", held);
        }

        for (int level = 0; level < holder.Types.Count; level++)
        {
            writer.CloseBlock();
        }

        return writer;
    }

    private static void WriteHeader(SourceWriter writer)
    {
        Header.WriteFile(writer);

        // What crosses may be null wherever its type lets it be.
        writer.WriteLine("#nullable disable");
        writer.WriteLine();
    }

    private static void EmitClass(SourceWriter writer, string summary, string name, string accessibility, IEnumerable<SerializerModel> serializers)
    {
        // The attributes are those of all that is in it: on each serializer they would take longer to compile than some of these.
        writer.WriteLine($"/// <summary>{summary}</summary>");
        Header.WriteHiddenType(writer);
        writer.OpenBlock($"{accessibility} static class {name}");
        Emit(writer, serializers);
        writer.CloseBlock();
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
        EmitClass(writer, HeldSummary, GeneratedNames.LocalSerializers, "private", Sort(local));
        writer.WriteLine("#nullable enable annotations");
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

    /// <summary>The beginning of a Write method: null, an unknown derived type, the depth. What follows stands in a block that <see cref="EndWrite"/> closes.</summary>
    internal static void BeginWrite(SourceWriter writer, SerializerModel serializer)
    {
        writer.OpenBlock($"public static void Write(ref {Names.PayloadWriter} writer, {serializer.Type} value)");
        if (serializer.IsReferenceType)
        {
            writer.OpenBlock($"if (writer.TryBegin(value, \"{serializer.DisplayName}\"{(serializer.ChecksExactType ? $", typeof({serializer.Type})" : "")}))");
        }
        else
        {
            if (serializer.Members.Count == 0)
            {
                // A struct without members writes a byte, too: what is nothing on the wire could be claimed any number of times.
                writer.WriteLine("writer.Writer.WriteObjectHeader(0);");
            }

            writer.WriteLine($"writer.Enter(\"{serializer.DisplayName}\");");
        }
    }

    /// <summary>The end of a Write method.</summary>
    internal static void EndWrite(SourceWriter writer, SerializerModel serializer)
    {
        writer.WriteLine("writer.Leave();");
        if (serializer.IsReferenceType)
        {
            writer.CloseBlock();
        }

        writer.CloseBlock();
    }

    /// <summary>The beginning of a Read method: null, the depth.</summary>
    internal static void BeginRead(SourceWriter writer, SerializerModel serializer)
    {
        writer.OpenBlock($"public static {serializer.Type} Read(ref {Names.PayloadReader} reader)");
        if (serializer.IsReferenceType)
        {
            writer.OpenBlock($"if (!reader.TryBegin(\"{serializer.DisplayName}\"))");
            writer.WriteLine("return null;");
            writer.CloseBlock();
            writer.WriteLine();
        }
        else
        {
            if (serializer.Members.Count == 0)
            {
                writer.WriteLine($"reader.TryReadHeader(\"{serializer.DisplayName}\");");
            }

            writer.WriteLine($"reader.Enter(\"{serializer.DisplayName}\");");
        }
    }
}
