using System.Text;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>An encoding as its name and what the name does not say.</summary>
internal static class EncodingText
{
    public static void Write(ref PayloadWriter writer, Encoding? encoding)
    {
        writer.WriteString(encoding?.WebName);
        if (encoding is null)
        {
            return;
        }

        bool mark = !encoding.Preamble.IsEmpty;
        bool strict = encoding.DecoderFallback is DecoderExceptionFallback;
        if (!Make(encoding.WebName, mark, strict).Equals(encoding))
        {
            throw new ProcessSerializationException(
                $"The encoding '{encoding.WebName}' ({encoding.GetType()}) has fallbacks or settings of its own and cannot cross a process boundary. Send its name and make it in the worker.");
        }

        writer.Writer.WriteUnmanaged(mark, strict);
    }

    public static Encoding? Read(ref PayloadReader reader)
    {
        string? name = reader.ReadString();
        if (name is null)
        {
            return null;
        }

        reader.Reader.ReadUnmanaged(out bool mark, out bool strict);
        return Make(name, mark, strict);
    }

    private static Encoding Make(string name, bool mark, bool strict) => name switch
    {
        "utf-8" => new UTF8Encoding(mark, strict),
        "utf-16" => new UnicodeEncoding(bigEndian: false, mark, strict),
        "utf-16BE" => new UnicodeEncoding(bigEndian: true, mark, strict),
        "utf-32" => new UTF32Encoding(bigEndian: false, mark, strict),
        "utf-32BE" => new UTF32Encoding(bigEndian: true, mark, strict),
        _ => strict ? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback) : Encoding.GetEncoding(name),
    };
}
