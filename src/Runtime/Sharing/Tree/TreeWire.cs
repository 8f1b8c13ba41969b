using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace ProcGen.Sharing;

/// <summary>What a process of the tree asks its root. The numbers are on the wire between processes of one build.</summary>
internal enum TreeOperation : uint
{
    /// <summary>The first one: shows the token and gets a slot.</summary>
    Hello = 1,

    /// <summary>Hands in a segment, with its descriptor.</summary>
    Register = 2,

    /// <summary>Takes a reference to an object, and gets its descriptor.</summary>
    Open = 3,

    /// <summary>Gives a reference back. Without an answer.</summary>
    Release = 4,

    /// <summary>Makes a ticket, which keeps an object alive until it is opened with it.</summary>
    Lend = 5,

    /// <summary>Lets a container hold an object.</summary>
    Deposit = 6,
}

/// <summary>The answer to a <see cref="TreeRequest"/>.</summary>
internal enum TreeStatus : uint
{
    Done = 1,
    Gone = 2,
    Refused = 3,
    NoSlot = 4,
}

/// <summary>A request: one packet. Both ends run the same build on the same machine, which the handshake of calls has made sure of.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TreeRequest
{
    public const int NameSize = 48;

    public TreeOperation Operation;
    public SharedKind Kind;
    public Guid Id;
    public Guid Container;
    public long Size;
    public ulong Ticket;
    public TokenBytes Token;
    public NameBytes Name;

    public static int PacketSize => Unsafe.SizeOf<TreeRequest>();

    [InlineArray(Protocol.Handshake.TokenSize)]
    public struct TokenBytes
    {
        private byte _first;
    }

    /// <summary>UTF-8, filled up with zeros.</summary>
    [InlineArray(NameSize)]
    public struct NameBytes
    {
        private byte _first;

        public static NameBytes From(string name)
        {
            NameBytes bytes = default;

            // Cut at a character; what does not fit is left out.
            Encoding.UTF8.GetEncoder().Convert(name, ((Span<byte>)bytes)[..^1], flush: true, out _, out _, out _);
            return bytes;
        }

        public override readonly string ToString()
        {
            ReadOnlySpan<byte> bytes = this;
            int end = bytes.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
        }
    }
}

/// <summary>An answer: one packet, and a descriptor where there is one.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TreeAnswer
{
    public TreeStatus Status;
    public SharedKind Kind;
    public long Size;
    public ulong Ticket;
    public uint Slot;

    public static int PacketSize => Unsafe.SizeOf<TreeAnswer>();
}
