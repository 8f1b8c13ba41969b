using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Microsoft.CodeAnalysis;
using ProcGen.Shared.Crossing;

namespace ProcGen.Analyzers.Crossing;

/// <summary>An instance field of a type of another assembly.</summary>
/// <param name="Name">Its name in metadata.</param>
/// <param name="IsReadOnly">Whether only constructors set it.</param>
/// <param name="TypeName">The full name of its type, without type arguments.</param>
/// <param name="HasSetter">Whether it is the store of an automatic property with a setter.</param>
internal sealed record HiddenField(string Name, bool IsReadOnly, string TypeName, bool HasSetter)
{
    /// <summary>The name of the automatic property that it stores, or null.</summary>
    public string? Property => Name.EndsWith(">k__BackingField", StringComparison.Ordinal) ? Name.Substring(1, Name.IndexOf('>') - 1) : null;

    /// <summary>
    /// The fields of a type, private ones included; of metadata the compiler imports only those of structs, so the tables are read. Empty for a reference assembly,
    /// which has none of them.
    /// </summary>
    public static IReadOnlyList<HiddenField> Of(INamedTypeSymbol type)
    {
        if (type.ContainingAssembly.GetAttributes().Any(a => a.AttributeClass?.Name == "ReferenceAssemblyAttribute"))
        {
            return [];
        }

        INamedTypeSymbol definition = type.OriginalDefinition;
        return definition.Locations.Any(l => l.IsInSource)
            ? [.. definition.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic && !f.IsConst).Select(FromSource)]
            : definition.ContainingModule.GetMetadata()?.GetMetadataReader() is { } reader && MetadataTokens.EntityHandle(definition.MetadataToken) is { Kind: HandleKind.TypeDefinition } handle
                ? [.. FromMetadata(reader, reader.GetTypeDefinition((TypeDefinitionHandle)handle))]
                : [];
    }

    private static HiddenField FromSource(IFieldSymbol field) => new(
        field.Name,
        field.IsReadOnly,
        field.Type is INamedTypeSymbol named ? named.Metadata() : field.Type.TypeKind.ToString(),
        field.AssociatedSymbol is IPropertySymbol { SetMethod: not null });

    private static IEnumerable<HiddenField> FromMetadata(MetadataReader reader, TypeDefinition type)
    {
        ImmutableHashSet<string> methods = [.. type.GetMethods().Select(m => reader.GetString(reader.GetMethodDefinition(m).Name))];
        foreach (FieldDefinition field in type.GetFields().Select(reader.GetFieldDefinition).Where(f => (f.Attributes & (FieldAttributes.Static | FieldAttributes.Literal)) == 0))
        {
            string name = reader.GetString(field.Name);
            var found = new HiddenField(name, field.Attributes.HasFlag(FieldAttributes.InitOnly), field.DecodeSignature(MetadataTypeNames.Instance, null), HasSetter: false);
            yield return found.Property is { } property && methods.Contains("set_" + property) ? found with { HasSetter = true } : found;
        }
    }
}
