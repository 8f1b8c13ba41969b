using System.ComponentModel;
using System.Net;
using System.Runtime.InteropServices;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>An address crosses as its bytes and, for version 6, its scope.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct IPAddressCodec : IProcessCodec<IPAddress>
{
    /// <summary>Writes a value.</summary>
    /// <param name="writer">The payload's writer.</param>
    /// <param name="value">The value.</param>
    public static void Write(ref PayloadWriter writer, IPAddress? value)
    {
        Span<byte> bytes = stackalloc byte[16];
        int length = 0;
        if (value is not null && !value.TryWriteBytes(bytes, out length))
        {
            throw new ProcessSerializationException($"The address '{value}' has no bytes.");
        }

        writer.Writer.WriteUnmanaged((byte)length);
        if (length > 0)
        {
            writer.Writer.WriteUnmanaged(length == 16 ? value!.ScopeId : 0L, MemoryMarshal.Read<Int128>(bytes));
        }
    }

    /// <summary>Reads a value.</summary>
    /// <param name="reader">The payload's reader.</param>
    public static IPAddress? Read(ref PayloadReader reader)
    {
        byte length = reader.Reader.ReadUnmanaged<byte>();
        if (length == 0)
        {
            return null;
        }

        if (length is not (4 or 16))
        {
            PayloadErrors.ThrowMalformed($"an address of {length} bytes");
        }

        reader.Reader.ReadUnmanaged(out long scope, out Int128 raw);
        Span<byte> bytes = stackalloc byte[16];
        MemoryMarshal.Write(bytes, in raw);
        return length == 16 ? new IPAddress(bytes, scope) : new IPAddress(bytes[..4]);
    }
}
