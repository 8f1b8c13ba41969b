using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ProcGen.Transport;

namespace ProcGen.Sharing;

/// <summary>The root as a worker sees it, at whatever depth: one connection, over which it asks one thing at a time. Thread-safe.</summary>
internal sealed unsafe class RemoteTree : ITree
{
    /// <summary>How long the root may take: it answers at once, unless its whole process is stopped.</summary>
    private static readonly TimeSpan s_answerTime = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly SafeFileHandle _socket;

    private RemoteTree(SafeFileHandle socket, TreeAddress address, string name)
    {
        _socket = socket;
        TreeRequest hello = new() { Operation = TreeOperation.Hello, Name = TreeRequest.NameBytes.From(name) };
        address.Token.CopyTo(hello.Token);
        (TreeAnswer answer, SafeFileHandle? description) = Ask(hello);
        Slot = answer.Status == TreeStatus.Done && description is not null
            ? new ProcessSlot(SlotTable.Open(description), description, answer.Slot)
            : throw new IOException($"The root process gives this one no place among those that share objects: {OwnerWord.SlotCount - 1} processes have one already.");
    }

    /// <inheritdoc/>
    public ProcessSlot Slot { get; }

    /// <exception cref="IOException">The root does not answer.</exception>
    public static RemoteTree Connect(TreeAddress address, string name)
    {
        const int FamilySize = sizeof(ushort);
        Span<byte> bytes = stackalloc byte[FamilySize + 108];
        bytes.Clear();
        BitConverter.TryWriteBytes(bytes, (ushort)LinuxCalls.UnixFamily);
        int length = FamilySize + 1 + Encoding.ASCII.GetBytes(address.Name, bytes[(FamilySize + 1)..]);
        var socket = new SafeFileHandle(LinuxCalls.Socket(LinuxCalls.UnixFamily, SharingCalls.SocketSequencedPacket | LinuxCalls.SocketCloseOnExec, 0), ownsHandle: true);
        try
        {
            fixed (byte* start = bytes)
            {
                while (socket.IsInvalid || LinuxCalls.Connect(socket, start, (uint)length) != 0)
                {
                    if (socket.IsInvalid || Marshal.GetLastPInvokeError() != LinuxCalls.InterruptedCall)
                    {
                        throw new IOException($"The root process, which keeps shared objects, does not answer: {Marshal.GetLastPInvokeErrorMessage()}.");
                    }
                }
            }

            return NativePeer.Query(socket).UserId == NativePeer.CurrentUserId
                ? new RemoteTree(socket, address, name)
                : throw new IOException("The process that answers in the root's place belongs to another user.");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Register(Guid id, SharedKind kind, long size, SafeFileHandle descriptor)
    {
        if (Ask(new() { Operation = TreeOperation.Register, Id = id, Kind = kind, Size = size }, descriptor).Answer.Status != TreeStatus.Done)
        {
            throw new InvalidOperationException($"There is a shared object {id} already.");
        }
    }

    /// <inheritdoc/>
    public OpenedSegment? TryOpen(Guid id, ulong ticket, Guid container)
    {
        (TreeAnswer answer, SafeFileHandle? descriptor) = Ask(new() { Operation = TreeOperation.Open, Id = id, Ticket = ticket, Container = container });
        return descriptor is null ? null : new OpenedSegment(descriptor, answer.Kind, answer.Size);
    }

    /// <inheritdoc/>
    public void Release(Guid id)
    {
        TreeRequest request = new() { Operation = TreeOperation.Release, Id = id };
        lock (_gate)
        {
            try
            {
                Send(request, []);
            }
            catch (IOException)
            {
                // The root is gone, and its book with it.
            }
        }
    }

    /// <inheritdoc/>
    public ulong Lend(Guid id) => Ask(new() { Operation = TreeOperation.Lend, Id = id }).Answer is { Status: TreeStatus.Done, Ticket: var ticket } ? ticket : throw SharedBlock.Gone(id);

    /// <inheritdoc/>
    public void Deposit(Guid id, Guid container)
    {
        if (Ask(new() { Operation = TreeOperation.Deposit, Id = id, Container = container }).Answer.Status != TreeStatus.Done)
        {
            throw SharedBlock.Gone(id);
        }
    }

    private (TreeAnswer Answer, SafeFileHandle? Descriptor) Ask(in TreeRequest request, params ReadOnlySpan<SafeHandle> descriptors)
    {
        lock (_gate)
        {
            Send(request, descriptors);
            TreeAnswer answer = default;
            Span<byte> bytes = MemoryMarshal.AsBytes(new Span<TreeAnswer>(ref answer));
            int received;
            SafeFileHandle[] came;
            while ((received = DescriptorMessage.Receive(_socket, bytes, out came)) < 0)
            {
                WaitFor(LinuxCalls.PollIn);
            }

            return received == TreeAnswer.PacketSize
                ? (answer, came is [var descriptor] ? descriptor : null)
                : throw new IOException("The root process, which keeps shared objects, is gone.");
        }
    }

    private void Send(in TreeRequest request, ReadOnlySpan<SafeHandle> descriptors)
    {
        while (!DescriptorMessage.TrySend(_socket, MemoryMarshal.AsBytes(new ReadOnlySpan<TreeRequest>(in request)), descriptors))
        {
            WaitFor(LinuxCalls.PollOut);
        }
    }

    private void WaitFor(short events)
    {
        if (!LinuxCalls.Wait(_socket, events, s_answerTime))
        {
            throw new IOException($"The root process, which keeps shared objects, has not answered for {s_answerTime.TotalSeconds} seconds.");
        }
    }
}
