using System.Text.Json;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>JSON as the UTF-8 text it was read from.</summary>
internal static class JsonText
{
    public static void Write(ref PayloadWriter writer, JsonElement? element)
    {
        if (element is null)
        {
            writer.Writer.WriteNullCollectionHeader();
            return;
        }

        writer.Writer.WriteUnmanagedSpan(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element.Value));
    }

    public static byte[]? Read(ref PayloadReader reader) => reader.Reader.ReadUnmanagedArray<byte>();
}
