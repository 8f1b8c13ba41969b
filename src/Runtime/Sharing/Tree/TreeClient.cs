using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ProcGen.Transport;

namespace ProcGen.Sharing;

/// <summary>One process of the tree at its root's socket. Used by the server's thread alone.</summary>
internal sealed class TreeClient(TreeRoot root, TreeAddress address, SafeFileHandle socket, long greetingDeadline) : IDisposable
{
    private TreeMember? _member;

    public SafeFileHandle Socket => socket;

    /// <summary>When it is sent away if it has not said who it is; <see cref="long.MaxValue"/> once it has.</summary>
    public long GreetingDeadline => _member is null ? greetingDeadline : long.MaxValue;

    /// <summary>What it holds.</summary>
    public TreeMember Member { get => _member ??= new TreeMember("nobody"); private set => _member = value; }

    public bool IsLate(long now) => now >= GreetingDeadline;

    /// <summary>Answers the next packet.</summary>
    /// <returns>False if the process is gone, or sent what none of the tree sends: it is to be forgotten.</returns>
    public bool TryAnswer()
    {
        SafeFileHandle[] descriptors = [];
        try
        {
            TreeRequest request = default;
            Span<byte> bytes = MemoryMarshal.AsBytes(new Span<TreeRequest>(ref request));
            int received = DescriptorMessage.Receive(socket, bytes, out descriptors);
            if (received < 0)
            {
                return true;
            }

            return received == TreeRequest.PacketSize && (_member is null ? TryGreet(request) : TryAnswer(request, _member, descriptors));
        }
        catch (IOException)
        {
            // The process is gone, or this one has no descriptor left to give it; its own error says the rest.
            return false;
        }
        finally
        {
            Array.ForEach(descriptors, static descriptor => descriptor.Dispose());
        }
    }

    public void Dispose() => socket.Dispose();

    private bool TryGreet(TreeRequest request)
    {
        PeerCredentials peer = NativePeer.Query(socket);
        if (request.Operation != TreeOperation.Hello
            || peer.UserId != NativePeer.CurrentUserId
            || !TransportSecrets.AreEqual(request.Token, address.Token))
        {
            return false;
        }

        string name = request.Name.ToString();
        uint slot = root.TryAssign(peer.ProcessId ?? 0, name, out SafeFileHandle description);
        using (description)
        {
            Member = new TreeMember(name);
            return slot == 0
                ? Send(new() { Status = TreeStatus.NoSlot })
                : Send(new() { Status = TreeStatus.Done, Slot = slot }, description);
        }
    }

    private bool TryAnswer(in TreeRequest request, TreeMember member, SafeFileHandle[] descriptors)
    {
        ObjectRegistry registry = root.Registry;
        switch (request.Operation)
        {
            case TreeOperation.Register when descriptors is [var descriptor] && request.Size > 0:
                if (!registry.TryAdd(member, request.Id, request.Kind, request.Size, descriptor))
                {
                    return Send(new() { Status = TreeStatus.Refused });
                }

                descriptors[0] = new SafeFileHandle();
                return Send(new() { Status = TreeStatus.Done });
            case TreeOperation.Open:
                bool sent = false;
                return registry.TryOpen(
                    member, request.Id, request.Ticket, request.Container,
                    segment => sent = Send(new() { Status = TreeStatus.Done, Kind = segment.Kind, Size = segment.Size }, segment.Descriptor))
                    ? sent
                    : Send(new() { Status = TreeStatus.Gone });
            case TreeOperation.Release:
                registry.Release(member, request.Id);
                return true;
            case TreeOperation.Lend:
                ulong ticket = registry.Lend(member, request.Id);
                return Send(new() { Status = ticket == 0 ? TreeStatus.Gone : TreeStatus.Done, Ticket = ticket });
            case TreeOperation.Deposit:
                return Send(new() { Status = registry.Deposit(request.Id, request.Container) ? TreeStatus.Done : TreeStatus.Gone });
            default:
                return false;
        }
    }

    /// <returns>False if it does not fit: a process asks one thing at a time, so that one has to be sent away.</returns>
    private bool Send(TreeAnswer answer, params ReadOnlySpan<SafeHandle> descriptors) =>
        DescriptorMessage.TrySend(socket, MemoryMarshal.AsBytes(new ReadOnlySpan<TreeAnswer>(in answer)), descriptors);
}
