using System.Text.Json;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>JSON as the UTF-8 text it was read from.</summary>
internal static class JsonText
{
    public static void Write(ref PayloadWriter writer, JsonElement? element)
    {
        if (element is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.WriteBlock(ref writer, System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element.Value));
    }

    public static byte[]? Read(ref PayloadReader reader) => Items.ReadArray<byte, UnmanagedCodec<byte>>(ref reader);

    /// <summary>A node as the kind that is declared.</summary>
    public static TNode? As<TNode>(System.Text.Json.Nodes.JsonNode? node)
        where TNode : System.Text.Json.Nodes.JsonNode
    {
        if (node is not (null or TNode))
        {
            PayloadErrors.ThrowMalformed($"JSON of another kind where '{typeof(TNode)}' is declared");
        }

        return (TNode?)node;
    }
}
