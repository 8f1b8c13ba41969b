using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Shared.Methods;

namespace ProcGen.Shared;

/// <summary>Where what is generated can be found, also from another assembly.</summary>
internal static class GeneratedPlaces
{
    /// <summary>The codec in a proxy's class.</summary>
    public const string ProxyCodec = "Codec";

    /// <summary>The namespace of what is generated once for an assembly.</summary>
    public static string GetNamespace(string assemblyName) => "ProcGen.Generated." + Sanitize(assemblyName);

    /// <summary>The name of the class of an interface's proxies.</summary>
    public static string GetProxyName(INamedTypeSymbol type) =>
        $"{Sanitize(type.Name)}_{((uint)StableHash.Of(MethodIdentity.GetMetadataName(type))).ToString("X8", CultureInfo.InvariantCulture)}_Proxy";

    /// <summary>A name made of letters, digits and underscores only that is no keyword. Where that changes it, a hash keeps different names different.</summary>
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
