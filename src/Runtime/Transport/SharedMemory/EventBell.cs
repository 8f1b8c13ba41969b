using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ProcGen.Transport;

/// <summary>
/// Wakes one sleeper of this or another process: an eventfd, which keeps on ringing until the sleeper has heard it. Not a futex, whose word would be in memory
/// that a broken process can overwrite: one worker could then make its parent deaf to all others, and a futex cannot be waited for together with a socket.
/// </summary>
internal sealed unsafe class EventBell : IDisposable
{
    public EventBell() : this(new SafeFileHandle(LinuxCalls.Event(0, LinuxCalls.EventCloseOnExec | LinuxCalls.EventNonBlocking), ownsHandle: true))
    {
        if (Descriptor.IsInvalid)
        {
            throw new IOException($"An eventfd could not be made: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    /// <summary>Takes over the descriptor of a bell that another process made.</summary>
    public EventBell(SafeFileHandle descriptor) => Descriptor = descriptor;

    public SafeFileHandle Descriptor { get; }

    /// <summary>Wakes the sleeper, or the next one to sleep. Thread-safe, also against <see cref="Dispose"/>.</summary>
    public void Ring()
    {
        ulong one = 1;
        try
        {
            // It fails only if it was rung 2^64 times and not heard.
            _ = LinuxCalls.Write(Descriptor, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // Nobody sleeps here any more.
        }
    }

    /// <summary>Sleeps until the bell rings, or a socket has something to read or was closed.</summary>
    /// <param name="socket">-1 for none.</param>
    /// <returns>Whether it was the socket.</returns>
    public bool Wait(int socket = -1)
    {
        bool held = false;
        try
        {
            Descriptor.DangerousAddRef(ref held);
            LinuxCalls.PollDescriptor* descriptors = stackalloc LinuxCalls.PollDescriptor[2]
            {
                new() { Descriptor = (int)Descriptor.DangerousGetHandle(), Events = LinuxCalls.PollIn },

                // poll(2) leaves out negative descriptors.
                new() { Descriptor = socket, Events = LinuxCalls.PollIn },
            };
            while (LinuxCalls.Poll(descriptors, 2, -1) < 0)
            {
                if (Marshal.GetLastPInvokeError() is not (LinuxCalls.InterruptedCall or LinuxCalls.TryAgain))
                {
                    throw new IOException($"A wait for another process failed: {Marshal.GetLastPInvokeErrorMessage()}.");
                }
            }

            if (descriptors[0].Received != 0)
            {
                ulong count;
                _ = LinuxCalls.Read(Descriptor, &count, sizeof(ulong));
            }

            return descriptors[1].Received != 0;
        }
        finally
        {
            if (held)
            {
                Descriptor.DangerousRelease();
            }
        }
    }

    public void Dispose() => Descriptor.Dispose();
}
