using System.Runtime.InteropServices;

namespace ProcGen.Launching.Native;

/// <summary>The moved standard input on Linux and macOS.</summary>
internal sealed unsafe class UnixWorkerInput : IWorkerInput
{
    private readonly int _descriptor;

    /// <param name="descriptor">The end of the pipe that is read.</param>
    internal UnixWorkerInput(int descriptor) => _descriptor = descriptor;

    /// <summary>Moves descriptor 0 away and puts /dev/null in its place: or the first <c>Console.ReadLine</c> of the application would eat the record, and its children would hold the pipe.</summary>
    public static UnixWorkerInput TakeStandardInput()
    {
        int moved = UnixPlatform.Current.DuplicateAboveStandard(0);
        int nothing = LibC.Open("/dev/null", LibC.O_RDONLY);
        if (moved < 0 || nothing < 0 || LibC.Dup2(nothing, 0) != 0)
        {
            throw new IOException($"standard input could not be moved: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        if (nothing != 0)
        {
            _ = LibC.Close(nothing);
        }

        return new(moved);
    }

    public void ReadExactly(Span<byte> buffer, TimeSpan timeout)
    {
        long deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (!buffer.IsEmpty)
        {
            LibC.PollDescriptor poll = new() { Descriptor = _descriptor, Events = LibC.POLLIN };
            int ready = LibC.Poll(&poll, 1, (int)Math.Max(0, deadline - Environment.TickCount64));
            if (ready == 0)
            {
                throw new TimeoutException();
            }

            nint count = ready < 0 ? -1 : Read(buffer);
            if (count == 0)
            {
                throw new EndOfStreamException();
            }

            if (count > 0)
            {
                buffer = buffer[(int)count..];
            }
            else if (Marshal.GetLastPInvokeError() != LibC.EINTR)
            {
                throw new IOException($"standard input cannot be read: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
    }

    public void WaitForEnd(int parentId, ulong parentStartTime)
    {
        int parent = UnixPlatform.Current.OpenExitDescriptor(parentId);
        if (!NativeProcesses.IsAlive(parentId, parentStartTime))
        {
            return; // It ended before it could be watched; the descriptor may be another's.
        }

        LibC.PollDescriptor* polled = stackalloc LibC.PollDescriptor[2];
        byte* ignored = stackalloc byte[256];
        while (true)
        {
            polled[0] = new() { Descriptor = _descriptor, Events = LibC.POLLIN };
            polled[1] = new() { Descriptor = parent, Events = LibC.POLLIN };
            if (LibC.Poll(polled, 2, -1) < 0)
            {
                continue; // interrupted by a signal
            }

            if (polled[1].Received != 0 || (polled[0].Received != 0 && LibC.Read(_descriptor, ignored, 256) <= 0))
            {
                return;
            }
        }
    }

    private nint Read(Span<byte> buffer)
    {
        fixed (byte* pointer = buffer)
        {
            return LibC.Read(_descriptor, pointer, (nuint)buffer.Length);
        }
    }
}
