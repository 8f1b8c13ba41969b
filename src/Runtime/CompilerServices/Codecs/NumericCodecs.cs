using System.Collections;
using System.ComponentModel;
using System.Drawing;
using System.Numerics;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>An integer of any size, as its bytes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct BigIntegerCodec : IProcessCodec<BigInteger>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, BigInteger value)
    {
        ArrayCodec<byte, UnmanagedCodec<byte>>.Write(ref writer, value.ToByteArray());
    }

    /// <inheritdoc/>
    public static BigInteger Read(ref PayloadReader reader)
    {
        byte[]? bytes = Items.ReadArray<byte, UnmanagedCodec<byte>>(ref reader);
        return bytes is null ? default : new BigInteger(bytes);
    }
}

/// <summary>The bits of an array of bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct BitArrayCodec : IProcessCodec<BitArray>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, BitArray? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        writer.WriteLength(value.Length);
        int[] words = new int[(value.Length + 31) / 32];
        value.CopyTo(words, 0);
        Items.WriteAll<int, UnmanagedCodec<int>>(ref writer, words);
    }

    /// <inheritdoc/>
    public static BitArray? Read(ref PayloadReader reader)
    {
        // Eight bits take a byte, so the number of items is not bounded by the number of bytes.
        int length = reader.Reader.ReadUnmanaged<int>();
        if (length < 0)
        {
            if (length != -1)
            {
                PayloadErrors.ThrowMalformed($"an array of {length} bits");
            }

            return null;
        }

        int count = (int)(((long)length + 31) / 32);
        Items.CheckLength<int, UnmanagedCodec<int>>(ref reader, count);
        int[] words = new int[count];
        Items.Fill<int, UnmanagedCodec<int>>(ref reader, words);
        return new BitArray(words) { Length = length };
    }
}

/// <summary>A color: known by number, named, or as its components.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ColorCodec : IProcessCodec<Color>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, Color value)
    {
        byte kind = (byte)(value.IsEmpty ? 0 : value.IsKnownColor ? 1 : value.IsNamedColor ? 2 : 3);
        writer.Writer.WriteUnmanaged(kind, kind == 1 ? (int)value.ToKnownColor() : kind == 3 ? value.ToArgb() : 0);
        if (kind == 2)
        {
            writer.WriteString(value.Name);
        }
    }

    /// <inheritdoc/>
    public static Color Read(ref PayloadReader reader)
    {
        reader.Reader.ReadUnmanaged(out byte kind, out int number);
        switch (kind)
        {
            case 0: return default;
            case 1: return Color.FromKnownColor((KnownColor)number);
            case 2: return Color.FromName(reader.ReadString() ?? "");
            case 3: return Color.FromArgb(number);
            default:
                PayloadErrors.ThrowMalformed($"a color of the kind {kind}");
                return default;
        }
    }
}
