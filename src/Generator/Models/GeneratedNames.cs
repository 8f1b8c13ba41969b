using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Shared;

namespace ProcGen.Generator.Models;

/// <summary>The names of what is generated and not meant for users.</summary>
internal static class GeneratedNames
{
    /// <summary>The method of a stub class that finds a marked method by its id.</summary>
    public const string Finder = "__FindMethod";

    /// <summary>The class inside a stub class that holds the serializers which only its containing type can name.</summary>
    public const string LocalSerializers = "__Serializers";

    /// <summary>The class inside any other type that holds the serializers which need what is private to it.</summary>
    /// <param name="isOpen">Whether serializers elsewhere can call those in it.</param>
    public static string GetHeldSerializers(bool isOpen) => isOpen ? "__Serializers" : "__PrivateSerializers";

    /// <summary>The class of an assembly's dispatch table.</summary>
    public const string Table = "MethodTable";

    /// <summary>The namespace of what is generated once for an assembly.</summary>
    public static string GetAssemblyNamespace(string assemblyName) => "ProcGen.Generated." + Sanitize(assemblyName);

    /// <summary>
    /// A name made of letters, digits and underscores only that is no keyword. Where that changes it, a hash keeps different names different.
    /// </summary>
    private static string Sanitize(string name)
    {
        var text = new StringBuilder(name.Length + 9);
        foreach (char c in name)
        {
            text.Append(SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_');
        }

        if (text.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(text[0]))
        {
            text.Insert(0, '_');
        }

        string sanitized = text.ToString();
        return sanitized == name && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : $"{sanitized}_{(uint)StableHash.Of(name):X8}";
    }
}
