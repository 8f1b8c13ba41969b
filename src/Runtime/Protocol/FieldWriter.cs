using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ProcGen.CompilerServices;

namespace ProcGen.Protocol;

/// <summary>
/// Writes the structured contents of this library's own frames: fixed-size little-endian numbers and length-prefixed UTF-16 strings. Apart from generated
/// serializers on purpose: it needs nothing to be compiled or registered first, and what it writes can be read without trusting it.
/// </summary>
internal readonly ref struct FieldWriter(PayloadBuffer buffer)
{
    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(sizeof(int)), value);
        buffer.Advance(sizeof(int));
    }

    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(buffer.GetSpan(sizeof(long)), value);
        buffer.Advance(sizeof(long));
    }

    public void WriteUInt64(ulong value) => WriteInt64((long)value);

    public void WriteGuid(Guid value)
    {
        value.TryWriteBytes(buffer.GetSpan(16));
        buffer.Advance(16);
    }

    /// <summary>Writes a string or null: the number of characters (-1 for null) and the characters.</summary>
    public void WriteString(string? value)
    {
        WriteInt32(value?.Length ?? -1);
        if (value is not null)
        {
            buffer.Write(MemoryMarshal.AsBytes(value.AsSpan()));
        }
    }
}
