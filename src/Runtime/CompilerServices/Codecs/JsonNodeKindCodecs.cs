using System.ComponentModel;
using System.Text.Json.Nodes;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A JSON object with what is below it, as UTF-8 text.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct JsonObjectCodec : IProcessCodec<JsonObject>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, JsonObject? value)
    {
        JsonNodeCodec.Write(ref writer, value);
    }

    /// <inheritdoc/>
    public static JsonObject? Read(ref PayloadReader reader)
    {
        return JsonText.As<JsonObject>(JsonNodeCodec.Read(ref reader));
    }
}

/// <summary>A JSON array with what is below it, as UTF-8 text.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct JsonArrayCodec : IProcessCodec<JsonArray>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, JsonArray? value)
    {
        JsonNodeCodec.Write(ref writer, value);
    }

    /// <inheritdoc/>
    public static JsonArray? Read(ref PayloadReader reader)
    {
        return JsonText.As<JsonArray>(JsonNodeCodec.Read(ref reader));
    }
}

/// <summary>A JSON value with what is below it, as UTF-8 text.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct JsonValueCodec : IProcessCodec<JsonValue>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, JsonValue? value)
    {
        JsonNodeCodec.Write(ref writer, value);
    }

    /// <inheritdoc/>
    public static JsonValue? Read(ref PayloadReader reader)
    {
        return JsonText.As<JsonValue>(JsonNodeCodec.Read(ref reader));
    }
}
