using ProcGen.CompilerServices;

namespace ProcGen.Protocol;

/// <summary>The numbers that both sides of a connection agree on. Changing one of them changes <see cref="Version"/>.</summary>
internal static class ProtocolLimits
{
    /// <summary>The version of the frame format, the handshake and the meaning of the frames. Both sides are the same build as a rule, so there is no negotiation.</summary>
    public const int Version = 2;

    /// <summary>The most payload bytes in one frame. Longer messages travel in pieces, so that a control frame never waits for more than this.</summary>
    public const int MaxPiece = 64 * 1024;

    /// <summary>The most bytes in one message: what a serializer may write (<see cref="PayloadWriter.MaxLength"/>), and what this library adds to it.</summary>
    public const long MaxPayload = PayloadWriter.MaxLength + 64L;

    /// <summary>How many items of a sequence may be on their way, or waiting to be taken, at once, when its enumeration begins.</summary>
    public const int StreamWindow = 32;

    /// <summary>What a window grows to where the consumer takes items faster than they come.</summary>
    public const int GrownStreamWindow = 4096;

    /// <summary>The largest window that a method may ask for.</summary>
    public const int MaxStreamWindow = 65_536;

    /// <summary>How many bytes of items may be on their way, or waiting to be taken, at once; the last item may go beyond it.</summary>
    public const int StreamWindowBytes = 4 << 20;

    /// <summary>How many reports of a progress may be on their way, or waiting to be handled, at once.</summary>
    public const int ProgressWindow = 1024;

    /// <summary>How many log records of a worker may be on their way, or waiting to be handled, at once. A worker drops what is beyond that, and says how many.</summary>
    public const int LogWindow = 1024;

    /// <summary>The ordinal that stands for the result where a frame belongs to a sequence.</summary>
    public const ushort ResultOrdinal = ushort.MaxValue;
}
