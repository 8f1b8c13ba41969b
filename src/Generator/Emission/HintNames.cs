using ProcGen.Generator.Models;

namespace ProcGen.Generator.Emission;

/// <summary>
/// The names of generated files. They are compared without regard to case and become paths, so each has a hash of what it stands for.
/// </summary>
internal static class HintNames
{
    public const string Table = "ProcGen.MethodTable.g.cs";
    public const string Serializers = "ProcGen.Serializers.g.cs";

    private const int MaxLength = 100;

    public static string Of(StubClassModel model) => Of(model.FullName, model.Hash, "");

    public static string Of(ManagedInterfaceModel model) => Of(model.FullName, model.Hash, ".Proxy");

    public static string OfSerializers(HolderModel holder) => Of(holder.FullName, holder.Hash, ".Serializers");

    private static string Of(string fullName, string hash, string suffix)
    {
        string name = string.Concat(fullName.Select(static c => char.IsLetterOrDigit(c) || c is '.' or '_' ? c : '_'));
        return $"{(name.Length > MaxLength ? name.Substring(name.Length - MaxLength) : name)}.{hash}{suffix}.g.cs";
    }
}
