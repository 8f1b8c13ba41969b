using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

/// <summary>Two ends of a socket, without a handshake.</summary>
internal static class SocketPair
{
    public static async Task<(SocketChannel Left, DescriptorChannel Right)> CreateAsync()
    {
        using TransportListener listener = TransportListener.Create();
        ValueTask<ByteChannel> accepting = listener.AcceptAsync(TestContext.Current.CancellationToken);
        ByteChannel right = TransportConnector.Connect(listener.Address);
        return ((SocketChannel)await accepting, (DescriptorChannel)right);
    }
}
