using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using ProcGen.Transport;

namespace ProcGen.Sharing;

/// <summary>
/// Answers the processes of the tree, in its root: one thread, which sleeps until one of them asks or ends. A process is heard only after it has shown, with its first packet, that it has the tree's
/// token and runs as the same user; the end of its connection is its death. Lives as long as the process.
/// </summary>
internal sealed unsafe class TreeServer
{
    private const int Backlog = 128;

    /// <summary>How long a process that connected may take to say who it is.</summary>
    private static readonly TimeSpan s_greetingTime = TimeSpan.FromSeconds(10);

    private readonly TreeRoot _root;
    private readonly SafeFileHandle _listener;
    private readonly List<TreeClient> _clients = [];

    /// <exception cref="IOException">The operating system refuses.</exception>
    public TreeServer(TreeRoot root)
    {
        _root = root;
        _listener = new SafeFileHandle(
            LinuxCalls.Socket(LinuxCalls.UnixFamily, SharingCalls.SocketSequencedPacket | SharingCalls.SocketNonBlocking | LinuxCalls.SocketCloseOnExec, 0), ownsHandle: true);
        Address = new TreeAddress(Bind(), TransportSecrets.CreateToken());
        new Thread(Run, 256 * 1024) { IsBackground = true, Name = "ProcGen sharing" }.UnsafeStart();
    }

    public TreeAddress Address { get; }

    /// <summary>Takes an abstract name that the kernel chooses (unix(7)), so that nothing is left on disk.</summary>
    private string Bind()
    {
        const int FamilySize = sizeof(ushort);
        const int AddressSize = FamilySize + 108;
        byte* address = stackalloc byte[AddressSize];
        *(ushort*)address = LinuxCalls.UnixFamily;
        uint size = AddressSize;
        if (_listener.IsInvalid
            || SharingCalls.Bind(_listener, address, FamilySize) != 0
            || SharingCalls.Listen(_listener, Backlog) != 0
            || SharingCalls.GetSocketName(_listener, address, &size) != 0)
        {
            throw new IOException($"The socket for sharing between processes could not be made: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        return Encoding.ASCII.GetString(address + FamilySize + 1, (int)size - FamilySize - 1);
    }

    private void Run()
    {
        while (true)
        {
            LinuxCalls.PollDescriptor[] polled = new LinuxCalls.PollDescriptor[_clients.Count + 1];
            polled[0] = Asked(_listener);
            for (int i = 0; i < _clients.Count; i++)
            {
                polled[i + 1] = Asked(_clients[i].Socket);
            }

            long now = Environment.TickCount64;
            long next = Math.Min(_root.Registry.Expire(now), NextGreetingDeadline());
            int timeout = next == long.MaxValue ? -1 : (int)Math.Clamp(next - now, 1, int.MaxValue);
            fixed (LinuxCalls.PollDescriptor* descriptors = polled)
            {
                if (LinuxCalls.Poll(descriptors, (nuint)polled.Length, timeout) < 0)
                {
                    // Interrupted, or short of memory for a moment.
                    continue;
                }
            }

            Serve(polled);
        }
    }

    private void Serve(LinuxCalls.PollDescriptor[] polled)
    {
        long now = Environment.TickCount64;
        for (int i = polled.Length - 2; i >= 0; i--)
        {
            TreeClient client = _clients[i];
            if ((polled[i + 1].Received != 0 && !client.TryAnswer()) || client.IsLate(now))
            {
                _clients.RemoveAt(i);
                client.Dispose();
                _root.Registry.Remove(client.Member, now);
            }
        }

        if (polled[0].Received != 0)
        {
            var socket = new SafeFileHandle(SharingCalls.Accept(_listener, null, null, SharingCalls.SocketNonBlocking | LinuxCalls.SocketCloseOnExec), ownsHandle: true);
            if (socket.IsInvalid)
            {
                socket.Dispose();
            }
            else
            {
                _clients.Add(new TreeClient(_root, Address, socket, now + (long)s_greetingTime.TotalMilliseconds));
            }
        }
    }

    private long NextGreetingDeadline() => _clients.Count == 0 ? long.MaxValue : _clients.Min(client => client.GreetingDeadline);

    // Sockets are closed by this thread alone.
    private static LinuxCalls.PollDescriptor Asked(SafeFileHandle socket) => new() { Descriptor = (int)socket.DangerousGetHandle(), Events = LinuxCalls.PollIn };
}
