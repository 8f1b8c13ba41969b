using System.ComponentModel;
using System.Net;
using System.Net.Sockets;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A host and a port.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DnsEndPointCodec : IProcessCodec<DnsEndPoint>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, DnsEndPoint? value)
    {
        writer.WriteString(value?.Host);
        writer.Writer.WriteUnmanaged(value?.Port ?? 0, (int)(value?.AddressFamily ?? 0));
    }

    /// <inheritdoc/>
    public static DnsEndPoint? Read(ref PayloadReader reader)
    {
        string? host = reader.ReadString();
        reader.Reader.ReadUnmanaged(out int port, out int family);
        return host is null ? null : new DnsEndPoint(host, port, (AddressFamily)family);
    }
}

/// <summary>An address and the length of its prefix.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct IPNetworkCodec : IProcessCodec<IPNetwork>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, IPNetwork value)
    {
        IPAddressCodec.Write(ref writer, value.BaseAddress);
        writer.Writer.WriteUnmanaged(value.PrefixLength);
    }

    /// <inheritdoc/>
    public static IPNetwork Read(ref PayloadReader reader)
    {
        IPAddress? address = IPAddressCodec.Read(ref reader);
        int prefix = reader.Reader.ReadUnmanaged<int>();
        return address is null ? default : new IPNetwork(address, prefix);
    }
}
