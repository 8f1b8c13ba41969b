using ProcGen.Shared;
using ProcGen.Shared.Crossing;

namespace ProcGen.Generator.Parsing;

/// <summary>Describes how types cross, so that two builds that agree on the text understand each other's bytes.</summary>
internal static class SchemaText
{
    /// <param name="reached">The types.</param>
    /// <param name="isSentOnce">Whether the first of them crosses as a handle of its bytes.</param>
    public static ulong Hash(IEnumerable<CrossingType> reached, bool isSentOnce = false)
    {
        var hash = new StableHash();
        if (isSentOnce)
        {
            hash.Add("once");
        }

        foreach (string line in reached.Select(Describe).OrderBy(l => l, StringComparer.Ordinal))
        {
            hash.Add(line);
        }

        return hash.Value;
    }

    private static string Describe(CrossingType type)
    {
        string text = $"{Key(type)}:{type.Kind}:{type.Codec.Name}:{type.Codec.Shape}:{type.KeepsReferences}:{type.ForeignBase?.Source()}:{type.ConstructorArguments}";
        string members = string.Concat(type.Members.Select(m => $";{m.DeclaringType.Source()}.{m.MetadataName}={Key(m.Type)}"));
        string others = string.Concat(type.Elements.Concat(type.Cases).Select(t => "," + Key(t)));

        // An enum is its underlying integer, and a struct that is one block is its fields.
        string layout = type.Kind switch
        {
            CrossingKind.Unmanaged => UnmanagedLayout.Describe(type.Type),
            CrossingKind.TypedCodec when type.Elements.Count == 0 => PackableLayout.Describe(type.Type),
            _ => "",
        };
        return text + members + others + layout;
    }

    private static string Key(CrossingType type) => type.Type.Source() + type.Variant;
}
