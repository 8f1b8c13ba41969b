using System.Buffers;
using System.Buffers.Binary;
using ProcGen.CompilerServices;

namespace ProcGen.Protocol;

/// <summary>Reads what <see cref="FieldWriter"/> wrote. Every length is compared with what is left before anything is allocated.</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Reads a message's content; one of several segments is copied together.</summary>
    public FieldReader(PayloadBuffer buffer) : this(buffer.TryGetSingleSpan(out ReadOnlySpan<byte> span) ? span : buffer.AsSequence().ToArray()) { }

    public readonly int Remaining => _rest.Length;

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public ulong ReadUInt64() => (ulong)ReadInt64();

    public Guid ReadGuid() => new(Take(16));

    public string? ReadString()
    {
        int length = ReadInt32();
        return length switch
        {
            -1 => null,
            < 0 => throw new ProtocolException("A string has a negative length."),
            > int.MaxValue / sizeof(char) => throw new ProtocolException("A string is longer than its message."),
            _ => NewString(Take(length * sizeof(char))),
        };
    }

    /// <summary>Code unit by code unit: a lone surrogate arrives as it was sent. Not by a cast of the span, which is compiled as a worker starts.</summary>
    private static string NewString(ReadOnlySpan<byte> bytes)
    {
        char[] characters = new char[bytes.Length / sizeof(char)];
        for (int i = 0; i < characters.Length; i++)
        {
            characters[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i * sizeof(char))..]);
        }

        return new string(characters);
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new ProtocolException($"A message ends {count - _rest.Length} bytes too early.");
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
