using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Shared;
using ProcGen.Shared.Crossing;

namespace ProcGen.Generator.Parsing;

/// <summary>The names of generated serializers and of where they live.</summary>
internal static class SerializerNames
{
    private const int LongestName = 120;

    /// <summary>The struct's name, from the type's full name. Readable where it can be; a hash makes it unique where punctuation is lost.</summary>
    public static string For(CrossingType type)
    {
        string source = type.Type.Source();
        string full = source.Replace("global::", "");
        var name = new StringBuilder();
        bool lossy = type.Variant.Length > 0;
        foreach (char c in full)
        {
            if (c == '_')
            {
                // Doubled, because a single one stands for a dot.
                name.Append("__");
            }
            else if (SyntaxFacts.IsIdentifierPartCharacter(c))
            {
                name.Append(c);
            }
            else if (c != '@')
            {
                name.Append('_');
                lossy |= c != '.';
            }
        }

        if (name.Length > LongestName)
        {
            name.Length = LongestName;
            lossy = true;
        }

        if (char.IsDigit(name[0]))
        {
            name.Insert(0, '_');
        }

        name.Append("Codec");
        if (lossy)
        {
            name.Append('_').Append(((uint)StableHash.Of(source + type.Variant)).ToString("x8", System.Globalization.CultureInfo.InvariantCulture));
        }

        return name.ToString();
    }
}
