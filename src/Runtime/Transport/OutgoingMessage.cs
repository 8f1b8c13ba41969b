using System.Buffers;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>A message on its way out, and how far it got.</summary>
internal sealed class OutgoingMessage
{
    private readonly FrameType _type;
    private readonly FrameFlags _flags;
    private readonly ushort _ordinal;
    private readonly PayloadBuffer? _owned;
    private readonly SharedPayload? _shared;
    private ReadOnlySequence<byte> _rest;
    private bool _begun;
    private bool _abandoned;

    /// <summary>A message without content.</summary>
    public OutgoingMessage(FrameType type, long callId, ushort ordinal = 0, FrameFlags flags = FrameFlags.None)
    {
        _type = type;
        CallId = callId;
        _ordinal = ordinal;
        _flags = flags;
    }

    /// <summary>A message that owns its content.</summary>
    public OutgoingMessage(FrameType type, long callId, ushort ordinal, PayloadBuffer content) : this(type, callId, ordinal)
    {
        _owned = content;
        _rest = content.AsSequence();
    }

    /// <summary>A message that owns its content.</summary>
    public OutgoingMessage(in FrameHeader header, PayloadBuffer content) : this(header.Type, header.CallId, header.Ordinal, header.Flags)
    {
        _owned = content;
        _rest = content.AsSequence();
    }

    /// <summary>A message that holds content which others hold, too; the hold is passed in.</summary>
    public OutgoingMessage(in FrameHeader header, SharedPayload content) : this(header.Type, header.CallId, header.Ordinal, header.Flags)
    {
        _shared = content;
        _rest = content.Bytes;
    }

    public FrameType Type => _type;

    public long CallId { get; }

    /// <summary>Whether the other side need not hear of it before it looks by itself.</summary>
    public bool CanWait => new FrameHeader(_type, _flags, _ordinal, CallId, 0).CanWait;

    /// <summary>Whether the rest of the message is one frame.</summary>
    public bool IsLastPiece => _abandoned || _rest.Length <= ProtocolLimits.MaxPiece;

    /// <summary>The size of the next frame.</summary>
    public int NextFrameSize => FrameHeader.Size + (_abandoned ? 0 : (int)Math.Min(_rest.Length, ProtocolLimits.MaxPiece));

    /// <summary>What was not sent yet is not sent at all; one last empty piece tells the other side.</summary>
    public void Abandon() => _abandoned = true;

    /// <summary>Writes the next frame.</summary>
    /// <param name="destination">At least <see cref="NextFrameSize"/> bytes.</param>
    /// <returns>Whether the message is done.</returns>
    public bool WriteFrame(Span<byte> destination)
    {
        int length = NextFrameSize - FrameHeader.Size;
        bool last = IsLastPiece;
        FrameFlags flags = _flags;
        if (_begun || !last)
        {
            flags |= FrameFlags.Bulk;
        }

        if (!last)
        {
            flags |= FrameFlags.MorePieces;
        }

        if (_abandoned)
        {
            flags |= FrameFlags.Abandoned;
        }
        else
        {
            _rest.Slice(0, length).CopyTo(destination[FrameHeader.Size..]);
            _rest = _rest.Slice(length);
        }

        new FrameHeader(_type, flags, _ordinal, CallId, length).Write(destination);
        _begun = true;
        return last;
    }

    /// <summary>The whole message at once, for a carrier that has no bytes in between.</summary>
    /// <returns>The content, now owned by the caller; the message is spent.</returns>
    public PayloadBuffer Take(out FrameHeader header)
    {
        header = new FrameHeader(_type, _flags, _ordinal, CallId, 0);
        if (_owned is not null)
        {
            return _owned;
        }

        PayloadBuffer copy = PayloadBuffer.Rent();
        foreach (ReadOnlyMemory<byte> segment in _rest)
        {
            copy.Write(segment.Span);
        }

        _shared?.Release();
        return copy;
    }

    /// <summary>Gives the content back, sent or not.</summary>
    public void Release()
    {
        _rest = default;
        _owned?.Return();
        _shared?.Release();
    }
}
