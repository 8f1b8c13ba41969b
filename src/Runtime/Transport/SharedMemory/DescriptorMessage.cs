using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ProcGen.Transport;

/// <summary>
/// Bytes that carry descriptors over a Unix socket (unix(7), SCM_RIGHTS). Unlike <c>/proc/&lt;pid&gt;/fd</c> this also works between processes that may not look into each
/// other: of different users, or not dumpable.
/// </summary>
internal static unsafe class DescriptorMessage
{
    public const int MaxDescriptors = 4;

    private static readonly int s_headerSize = sizeof(LinuxCalls.ControlHeader);
    private static readonly int s_controlSize = Align(s_headerSize + (MaxDescriptors * sizeof(int)));

    /// <summary>Sends bytes and descriptors at once.</summary>
    /// <returns>False if the socket takes nothing now.</returns>
    /// <exception cref="IOException">The other side is gone.</exception>
    public static bool TrySend(SafeHandle socket, ReadOnlySpan<byte> bytes, ReadOnlySpan<SafeHandle> descriptors)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(descriptors.Length, MaxDescriptors);
        byte* control = stackalloc byte[s_controlSize];
        int held = 0;
        try
        {
            int* numbers = (int*)(control + s_headerSize);
            foreach (SafeHandle descriptor in descriptors)
            {
                bool added = false;
                descriptor.DangerousAddRef(ref added);
                numbers[held++] = (int)descriptor.DangerousGetHandle();
            }

            *(LinuxCalls.ControlHeader*)control = new()
            {
                Length = (nuint)(s_headerSize + (held * sizeof(int))),
                Level = LinuxCalls.SocketLevel,
                Type = LinuxCalls.ControlRights,
            };
            fixed (byte* start = bytes)
            {
                LinuxCalls.IoVector vector = new() { Base = start, Length = (nuint)bytes.Length };
                LinuxCalls.MessageHeader message = new() { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = (nuint)Align(s_headerSize + (held * sizeof(int))) };
                nint sent;
                do
                {
                    sent = LinuxCalls.SendMessage(socket, &message, LinuxCalls.MessageNoSignal | LinuxCalls.MessageDoNotWait);
                }
                while (sent < 0 && Marshal.GetLastPInvokeError() == LinuxCalls.InterruptedCall);
                return sent == bytes.Length || (sent < 0 && Marshal.GetLastPInvokeError() == LinuxCalls.TryAgain
                    ? false
                    : throw new IOException($"Descriptors could not be sent to the other process: {Marshal.GetLastPInvokeErrorMessage()}."));
            }
        }
        finally
        {
            for (int i = 0; i < held; i++)
            {
                descriptors[i].DangerousRelease();
            }
        }
    }

    /// <summary>Receives bytes and the descriptors that came with them.</summary>
    /// <param name="socket">A socket that has something to read.</param>
    /// <param name="bytes">Room for the bytes.</param>
    /// <param name="descriptors">The descriptors; the caller's.</param>
    /// <returns>The number of bytes; -1 if there is nothing to read yet.</returns>
    /// <exception cref="IOException">The connection broke, or more descriptors came than may come.</exception>
    public static int Receive(SafeHandle socket, Span<byte> bytes, out SafeFileHandle[] descriptors)
    {
        descriptors = [];
        byte* control = stackalloc byte[s_controlSize];
        fixed (byte* start = bytes)
        {
            LinuxCalls.IoVector vector = new() { Base = start, Length = (nuint)bytes.Length };
            LinuxCalls.MessageHeader message = new() { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = (nuint)s_controlSize };
            nint received;
            do
            {
                received = LinuxCalls.ReceiveMessage(socket, &message, LinuxCalls.MessageCloseOnExec | LinuxCalls.MessageDoNotWait);
            }
            while (received < 0 && Marshal.GetLastPInvokeError() == LinuxCalls.InterruptedCall);
            if (received < 0)
            {
                return Marshal.GetLastPInvokeError() == LinuxCalls.TryAgain
                    ? -1
                    : throw new IOException($"The connection to the other process broke: {Marshal.GetLastPInvokeErrorMessage()}.");
            }

            var header = (LinuxCalls.ControlHeader*)control;
            if (message.ControlLength >= (nuint)s_headerSize && header->Level == LinuxCalls.SocketLevel && header->Type == LinuxCalls.ControlRights)
            {
                int* numbers = (int*)(control + s_headerSize);
                descriptors = new SafeFileHandle[(int)(header->Length - (nuint)s_headerSize) / sizeof(int)];
                for (int i = 0; i < descriptors.Length; i++)
                {
                    descriptors[i] = new SafeFileHandle(numbers[i], ownsHandle: true);
                }
            }

            if (((int)message.Flags & LinuxCalls.MessageControlTruncated) != 0)
            {
                Array.ForEach(descriptors, static descriptor => descriptor.Dispose());
                throw new IOException("Descriptors of the other process did not fit: this process has no more free ones, or too many were sent.");
            }

            return (int)received;
        }
    }

    // CMSG_ALIGN and CMSG_SPACE: the kernel counts in machine words.
    private static int Align(int size) => (size + sizeof(nuint) - 1) & ~(sizeof(nuint) - 1);
}
