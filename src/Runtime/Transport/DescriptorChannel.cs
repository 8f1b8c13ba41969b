using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ProcGen.Transport;

/// <summary>A channel over a Unix domain socket: on Linux, descriptors can travel with its bytes.</summary>
internal abstract class DescriptorChannel : ByteChannel
{
    /// <summary>How long the other side may take for a message of a few bytes, while it has nothing else to do.</summary>
    private static readonly TimeSpan s_descriptorTime = TimeSpan.FromSeconds(10);

    /// <summary>The socket.</summary>
    protected abstract SafeHandle Socket { get; }

    /// <inheritdoc/>
    public sealed override PeerCredentials GetPeer() => NativePeer.Query(Socket);

    /// <summary>Sends bytes with descriptors. Only on Linux.</summary>
    /// <exception cref="IOException">The other side is gone, or takes nothing.</exception>
    public void SendDescriptors(ReadOnlySpan<byte> bytes, ReadOnlySpan<SafeHandle> descriptors)
    {
        while (!DescriptorMessage.TrySend(Socket, bytes, descriptors))
        {
            if (!LinuxCalls.Wait(Socket, LinuxCalls.PollOut, s_descriptorTime))
            {
                throw new IOException("The other process takes nothing from its connection.");
            }
        }
    }

    /// <summary>Receives bytes and the descriptors that come with them. Only on Linux.</summary>
    /// <returns>The descriptors; the caller's.</returns>
    /// <exception cref="EndOfStreamException">The other side closed before that.</exception>
    /// <exception cref="IOException">The connection broke, or nothing came.</exception>
    public SafeFileHandle[] ReceiveDescriptors(Span<byte> bytes)
    {
        int received;
        SafeFileHandle[] descriptors;
        while ((received = DescriptorMessage.Receive(Socket, bytes, out descriptors)) < 0)
        {
            if (!LinuxCalls.Wait(Socket, LinuxCalls.PollIn, s_descriptorTime))
            {
                throw new IOException("The other process says nothing after the handshake.");
            }
        }

        if (received == bytes.Length)
        {
            return descriptors;
        }

        // What is sent at once to a fresh socket comes at once.
        Array.ForEach(descriptors, static descriptor => descriptor.Dispose());
        throw new EndOfStreamException("The other side closed the connection after the handshake.");
    }

    /// <summary>Another descriptor of the socket, which a thread can wait for while the channel is disposed of. Only on Linux.</summary>
    public SafeFileHandle DuplicateDescriptor()
    {
        var copy = new SafeFileHandle(LinuxCalls.FileControl(Socket, LinuxCalls.DuplicateCloseOnExec, 3), ownsHandle: true);
        return !copy.IsInvalid ? copy : throw new IOException($"The descriptor of a connection could not be copied: {Marshal.GetLastPInvokeErrorMessage()}.");
    }
}
