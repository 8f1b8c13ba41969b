using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A codec of the user's, between two marks that show whether it read what it wrote. They also give every item a size, so that a malformed payload cannot claim endless items.</summary>
/// <typeparam name="T">The type that crosses.</typeparam>
/// <typeparam name="TCodec">The codec.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CheckedCodec<T, TCodec> : IProcessCodec<T>
    where TCodec : IProcessCodec<T>
{
    private const byte Begin = 0xC5;
    private const byte End = 0x5C;

    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, T? value)
    {
        writer.Writer.WriteUnmanaged(Begin);
        TCodec.Write(ref writer, value);
        writer.Writer.WriteUnmanaged(End);
    }

    /// <inheritdoc/>
    public static T? Read(ref PayloadReader reader)
    {
        Expect(ref reader, Begin);
        T? value = TCodec.Read(ref reader);
        Expect(ref reader, End);
        return value;
    }

    private static void Expect(ref PayloadReader reader, byte mark)
    {
        if (reader.Reader.ReadUnmanaged<byte>() != mark)
        {
            PayloadErrors.ThrowCodecMismatch(typeof(TCodec));
        }
    }
}
