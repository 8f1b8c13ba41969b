using System.ComponentModel;
using System.Text.Json;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>An element crosses as its UTF-8 text; the copy stands on a document of its own and needs no disposal.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct JsonElementCodec : IProcessCodec<JsonElement>
{
    /// <summary>Writes a value.</summary>
    /// <param name="writer">The payload's writer.</param>
    /// <param name="value">The value; the default element, which is none, crosses as such.</param>
    public static void Write(ref PayloadWriter writer, JsonElement value) =>
        JsonText.Write(ref writer, value.ValueKind == JsonValueKind.Undefined ? null : value);

    /// <summary>Reads a value.</summary>
    /// <param name="reader">The payload's reader.</param>
    public static JsonElement Read(ref PayloadReader reader) =>
        JsonText.Read(ref reader) is { } text ? JsonElement.Parse(text) : default;
}
