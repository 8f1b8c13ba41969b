using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ProcGen.Transport;

/// <summary>
/// A worker's end of the connection on Linux. It has a thread of its own for reading, and needs no more than system calls: the framework's sockets, with the engine that
/// waits for them and their telemetry, would take a fifth of a worker's start.
/// </summary>
/// <remarks>Every operation blocks its thread until it is done, also the asynchronous ones. A token is looked at before, not meanwhile.</remarks>
internal sealed unsafe class LinuxSocketChannel : DescriptorChannel
{
    private readonly SafeFileHandle _socket;

    private LinuxSocketChannel(SafeFileHandle socket) => _socket = socket;

    /// <inheritdoc/>
    protected override SafeHandle Socket => _socket;

    /// <summary>Connects to a socket that listens.</summary>
    /// <param name="path">Its path; an abstract name begins with a null character.</param>
    /// <exception cref="IOException">Nothing listens there.</exception>
    public static LinuxSocketChannel Connect(string path)
    {
        // struct sockaddr_un { sa_family_t sun_family; char sun_path[108]; }. A path ends with a null byte, an abstract name where the address ends (unix(7)).
        const int FamilySize = sizeof(ushort);
        Span<byte> address = stackalloc byte[FamilySize + 108];
        address.Clear();
        BitConverter.TryWriteBytes(address, (ushort)LinuxCalls.UnixFamily);
        if (!Encoding.UTF8.TryGetBytes(path, address[FamilySize..^1], out int length))
        {
            throw new IOException($"The parent's socket has a path that is too long: '{path}'.");
        }

        var socket = new SafeFileHandle(LinuxCalls.Socket(LinuxCalls.UnixFamily, LinuxCalls.SocketStream | LinuxCalls.SocketCloseOnExec, 0), ownsHandle: true);
        int size = FamilySize + length + (path.StartsWith('\0') ? 0 : 1);
        while (socket.IsInvalid || !TryConnect(socket, address[..size]))
        {
            if (socket.IsInvalid || Marshal.GetLastPInvokeError() != LinuxCalls.InterruptedCall)
            {
                string error = Marshal.GetLastPInvokeErrorMessage();
                socket.Dispose();
                throw new IOException($"The parent's socket does not answer: {error}.");
            }
        }

        return new LinuxSocketChannel(socket);
    }

    /// <inheritdoc/>
    public override int TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            fixed (byte* start = bytes)
            {
                nint sent;
                do
                {
                    sent = LinuxCalls.Send(_socket, start, (nuint)bytes.Length, LinuxCalls.MessageNoSignal | LinuxCalls.MessageDoNotWait);
                }
                while (sent < 0 && Marshal.GetLastPInvokeError() == LinuxCalls.InterruptedCall);
                return sent >= 0 ? (int)sent : Marshal.GetLastPInvokeError() == LinuxCalls.TryAgain ? 0 : throw Broken();
            }
        }
        catch (ObjectDisposedException e)
        {
            throw Closed(e);
        }
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(bytes.Span, Timeout.InfiniteTimeSpan);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlyMemory<byte> bytes, TimeSpan timeout) => Write(bytes.Span, timeout);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<int>(Read(buffer));
    }

    /// <inheritdoc/>
    public override int Read(Memory<byte> buffer)
    {
        try
        {
            fixed (byte* start = buffer.Span)
            {
                nint received;
                do
                {
                    received = LinuxCalls.Receive(_socket, start, (nuint)buffer.Length, 0);
                }
                while (received < 0 && Marshal.GetLastPInvokeError() == LinuxCalls.InterruptedCall);
                return received >= 0 ? (int)received : throw Broken();
            }
        }
        catch (ObjectDisposedException e)
        {
            throw Closed(e);
        }
    }

    /// <inheritdoc/>
    public override void ReadExactly(Memory<byte> buffer, TimeSpan timeout)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!buffer.IsEmpty)
        {
            if (!Wait(LinuxCalls.PollIn, Remaining(timeout, begin)))
            {
                throw new TimeoutException($"The other side said nothing for {timeout.TotalSeconds} seconds.");
            }

            int read = Read(buffer);
            buffer = read > 0 ? buffer[read..] : throw EndOfHandshake();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (!_socket.IsClosed)
        {
            // Wakes a thread that reads; closing the descriptor alone would not, and the descriptor stays open until that thread has left.
            _ = LinuxCalls.Shutdown(_socket, LinuxCalls.ShutdownBoth);
        }

        _socket.Dispose();
    }

    private static bool TryConnect(SafeFileHandle socket, ReadOnlySpan<byte> address)
    {
        fixed (byte* start = address)
        {
            return LinuxCalls.Connect(socket, start, (uint)address.Length) == 0;
        }
    }

    private static TimeSpan Remaining(TimeSpan timeout, long begin)
    {
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            return timeout;
        }

        TimeSpan remaining = timeout - Stopwatch.GetElapsedTime(begin);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    private static IOException Broken() => new($"The connection to the other process broke: {Marshal.GetLastPInvokeErrorMessage()}.");

    private static IOException Closed(ObjectDisposedException cause) => new("The connection to the other process was closed.", cause);

    private bool Wait(short events, TimeSpan timeout)
    {
        try
        {
            return LinuxCalls.Wait(_socket, events, timeout);
        }
        catch (ObjectDisposedException e)
        {
            throw Closed(e);
        }
    }

    private void Write(ReadOnlySpan<byte> bytes, TimeSpan timeout)
    {
        long begin = Stopwatch.GetTimestamp();
        while (true)
        {
            bytes = bytes[TryWrite(bytes)..];
            if (bytes.IsEmpty)
            {
                return;
            }

            if (!Wait(LinuxCalls.PollOut, Remaining(timeout, begin)))
            {
                throw new TimeoutException($"The other side read nothing for {timeout.TotalSeconds} seconds.");
            }
        }
    }
}
