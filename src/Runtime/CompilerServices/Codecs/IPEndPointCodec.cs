using System.ComponentModel;
using System.Net;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>An end point crosses as its address and port.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct IPEndPointCodec : IProcessCodec<IPEndPoint>
{
    /// <summary>Writes a value.</summary>
    /// <param name="writer">The payload's writer.</param>
    /// <param name="value">The value.</param>
    public static void Write(ref PayloadWriter writer, IPEndPoint? value)
    {
        IPAddressCodec.Write(ref writer, value?.Address);
        writer.Writer.WriteUnmanaged(value?.Port ?? 0);
    }

    /// <summary>Reads a value.</summary>
    /// <param name="reader">The payload's reader.</param>
    public static IPEndPoint? Read(ref PayloadReader reader)
    {
        IPAddress? address = IPAddressCodec.Read(ref reader);
        int port = reader.Reader.ReadUnmanaged<int>();
        return address is null ? null : new IPEndPoint(address, port);
    }
}
