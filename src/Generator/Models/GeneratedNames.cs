using ProcGen.Shared;

namespace ProcGen.Generator.Models;

/// <summary>The names of what is generated and not meant for users.</summary>
internal static class GeneratedNames
{
    /// <summary>The method of a stub class that finds a marked method by its id.</summary>
    public const string Finder = "__FindMethod";

    /// <summary>The class that holds the serializers which everybody in the assembly can name.</summary>
    public const string SharedSerializers = "Serializers";

    /// <summary>The class inside a stub class that holds the serializers which only its containing type can name.</summary>
    public const string LocalSerializers = "__Serializers";

    /// <summary>The class inside any other type that holds the serializers which need what is private to it.</summary>
    /// <param name="isOpen">Whether serializers elsewhere can call those in it.</param>
    public static string GetHeldSerializers(bool isOpen) => isOpen ? "__Serializers" : "__PrivateSerializers";

    /// <summary>The class of an assembly's dispatch table.</summary>
    public const string Table = "MethodTable";

    /// <summary>The namespace of what is generated once for an assembly.</summary>
    public static string GetAssemblyNamespace(string assemblyName) => GeneratedPlaces.GetNamespace(assemblyName);
}
