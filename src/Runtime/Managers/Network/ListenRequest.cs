using System.Net;
using System.Security.Cryptography.X509Certificates;
using ProcGen.CompilerServices;

namespace ProcGen.Managers;

/// <summary>What the manager's process is told to listen on.</summary>
internal sealed record ListenRequest(string Endpoint, UInt256 Key, bool UseTls, byte[] Certificate, TimeSpan ConnectTimeout, TimeSpan LinkTimeout, long MaxMessageLength)
{
    public static ListenRequest Of(IPEndPoint endpoint, ManagerNetworkOptions options) => new(
        endpoint.ToString(),
        UInt256.From(options.DeriveKey()),
        options.UseTls,
        options.Certificate?.Export(X509ContentType.Pkcs12) ?? [],
        options.ConnectTimeout,
        options.LinkTimeout,
        options.MaxMessageLength);

    public static void Write(ref PayloadWriter writer, ListenRequest request)
    {
        writer.WriteString(request.Endpoint);
        writer.Writer.WriteUnmanaged(request.Key, request.UseTls, request.ConnectTimeout, request.LinkTimeout, request.MaxMessageLength);
        StoredItem.WriteSized(ref writer, request.Certificate);
    }

    public static ListenRequest Read(ref PayloadReader reader)
    {
        string endpoint = reader.ReadString() ?? "";
        reader.Reader.ReadUnmanaged(out UInt256 key, out bool useTls, out TimeSpan connectTimeout, out TimeSpan linkTimeout, out long maxMessageLength);
        byte[] certificate = CompilerServices.Codecs.Items.ReadArray<byte, CompilerServices.Codecs.UnmanagedCodec<byte>>(ref reader) ?? [];
        return new(endpoint, key, useTls, certificate, connectTimeout, linkTimeout, maxMessageLength);
    }

    // Without the key.
    public override string ToString() => Endpoint;
}
