using System.ComponentModel;
using System.Text.RegularExpressions;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A regular expression crosses as its pattern, options and time limit, and is compiled anew.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RegexCodec : IProcessCodec<Regex>
{
    /// <summary>Writes a value.</summary>
    /// <param name="writer">The payload's writer.</param>
    /// <param name="value">The value.</param>
    public static void Write(ref PayloadWriter writer, Regex? value)
    {
        writer.Writer.WriteString(value?.ToString());
        if (value is not null)
        {
            writer.Writer.WriteUnmanaged((int)value.Options, value.MatchTimeout);
        }
    }

    /// <summary>Reads a value.</summary>
    /// <param name="reader">The payload's reader.</param>
    public static Regex? Read(ref PayloadReader reader)
    {
        string? pattern = reader.ReadString();
        if (pattern is null)
        {
            return null;
        }

        reader.Reader.ReadUnmanaged(out int options, out TimeSpan timeout);
        return new Regex(pattern, (RegexOptions)options, timeout);
    }
}
