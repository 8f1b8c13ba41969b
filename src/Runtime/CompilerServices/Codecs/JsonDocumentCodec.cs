using System.ComponentModel;
using System.Text.Json;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A document crosses as its UTF-8 text. The receiver owns the copy and disposes it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct JsonDocumentCodec : IProcessCodec<JsonDocument>
{
    /// <summary>Writes a value.</summary>
    /// <param name="writer">The payload's writer.</param>
    /// <param name="value">The value.</param>
    public static void Write(ref PayloadWriter writer, JsonDocument? value)
    {
        JsonText.Write(ref writer, value?.RootElement);
    }

    /// <summary>Reads a value.</summary>
    /// <param name="reader">The payload's reader.</param>
    public static JsonDocument? Read(ref PayloadReader reader)
    {
        byte[]? text = JsonText.Read(ref reader);
        return text is null ? null : JsonDocument.Parse(text);
    }
}
