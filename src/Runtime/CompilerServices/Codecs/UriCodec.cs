using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A URI crosses as the text it was made from.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct UriCodec : IProcessCodec<Uri>
{
    /// <summary>Writes a value.</summary>
    /// <param name="writer">The payload's writer.</param>
    /// <param name="value">The value.</param>
    public static void Write(ref PayloadWriter writer, Uri? value)
    {
        writer.Writer.WriteString(value?.OriginalString);
    }

    /// <summary>Reads a value.</summary>
    /// <param name="reader">The payload's reader.</param>
    public static Uri? Read(ref PayloadReader reader)
    {
        string? text = reader.ReadString();
        return text is null ? null : new Uri(text, UriKind.RelativeOrAbsolute);
    }
}
