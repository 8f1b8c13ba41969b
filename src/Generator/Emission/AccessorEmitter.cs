using ProcGen.Generator.Models;

namespace ProcGen.Generator.Emission;

/// <summary>Writes unsafe accessors: the runtime binds them to private members when they are first called, without reflection.</summary>
internal static class AccessorEmitter
{
    private const string Attribute = "global::System.Runtime.CompilerServices.UnsafeAccessor";
    private const string Kind = "global::System.Runtime.CompilerServices.UnsafeAccessorKind";

    public static void Emit(SourceWriter writer, AccessorClassModel accessors)
    {
        writer.WriteLine($"private static class {accessors.Name}{accessors.TypeParameters}");
        if (accessors.Constraints.Count > 0)
        {
            writer.Indent();
            foreach (string constraint in accessors.Constraints)
            {
                writer.WriteLine(constraint);
            }

            writer.Unindent();
        }

        writer.OpenBlock();
        bool first = true;
        foreach (AccessorModel accessor in accessors.Accessors)
        {
            if (!first)
            {
                writer.WriteLine();
            }

            first = false;
            EmitOne(writer, accessors, accessor);
        }

        writer.CloseBlock();
    }

    private static void EmitOne(SourceWriter writer, AccessorClassModel accessors, AccessorModel accessor)
    {
        string receiver = (accessors.IsValueType ? "ref " : "") + accessors.Receiver + " target";
        switch (accessor.Kind)
        {
            case AccessorKind.Field:
                writer.WriteLine($"[{Attribute}({Kind}.Field, Name = \"{accessor.MetadataName}\")]");
                writer.WriteLine($"public static extern ref {accessor.Type} {accessor.Name}({receiver});");
                break;
            case AccessorKind.Setter:
                writer.WriteLine($"[{Attribute}({Kind}.Method, Name = \"{accessor.MetadataName}\")]");
                writer.WriteLine($"public static extern void {accessor.Name}({receiver}, {accessor.Type} value);");
                break;
            default:
                writer.WriteLine($"[{Attribute}({Kind}.Method, Name = \".ctor\")]");
                writer.WriteLine($"public static extern void {accessor.Name}({receiver});");
                break;
        }
    }
}
