using System.ComponentModel;
using System.Text;
using System.Text.Json.Nodes;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A node crosses with what is below it, as UTF-8 text.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct JsonNodeCodec : IProcessCodec<JsonNode>
{
    /// <summary>Writes a value.</summary>
    /// <param name="writer">The payload's writer.</param>
    /// <param name="value">The value.</param>
    public static void Write(ref PayloadWriter writer, JsonNode? value)
    {
        ArrayCodec<byte, UnmanagedCodec<byte>>.Write(ref writer, value is null ? null : Encoding.UTF8.GetBytes(value.ToJsonString()));
    }

    /// <summary>Reads a value.</summary>
    /// <param name="reader">The payload's reader.</param>
    public static JsonNode? Read(ref PayloadReader reader)
    {
        byte[]? text = JsonText.Read(ref reader);
        return text is null ? null : JsonNode.Parse(text);
    }
}
