using ProcGen.CompilerServices;
using ProcGen.Errors;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Calls;

/// <summary>One side's way to send what belongs to one call. Thread-safe; never blocks and never throws.</summary>
/// <param name="Carrier">Carries the frames.</param>
/// <param name="CallId">The call; 0 for none.</param>
/// <param name="Flags">What all frames of the call have.</param>
internal readonly record struct CallLink(IFrameCarrier Carrier, long CallId, FrameFlags Flags = FrameFlags.None)
{
    public void Send(FrameType type, ushort ordinal = 0, FrameFlags flags = FrameFlags.None)
    {
        flags |= Flags;
        if (!Carrier.TrySend(new FrameHeader(type, flags, ordinal, CallId, 0), []))
        {
            Carrier.Send(new OutgoingMessage(type, CallId, ordinal, flags));
        }
    }

    /// <param name="type">The frame's type.</param>
    /// <param name="ordinal">The frame's ordinal.</param>
    /// <param name="content">The content, which is given away.</param>
    public void Send(FrameType type, ushort ordinal, PayloadBuffer content)
    {
        var header = new FrameHeader(type, Flags, ordinal, CallId, 0);
        if (content.TryGetSingleSpan(out ReadOnlySpan<byte> bytes) && Carrier.TrySend(header, bytes))
        {
            content.Return();
            return;
        }

        Carrier.Send(new OutgoingMessage(header, content));
    }

    public void SendCredit(ushort ordinal, int count)
    {
        PayloadBuffer content = PayloadBuffer.Rent();
        new FieldWriter(content).WriteInt32(count);
        Send(FrameType.Credit, ordinal, content);
    }

    /// <summary>Credit for a sequence, which counts bytes, too.</summary>
    public void SendCredit(ushort ordinal, int items, long bytes)
    {
        PayloadBuffer content = PayloadBuffer.Rent();
        var fields = new FieldWriter(content);
        fields.WriteInt32(items);
        fields.WriteInt64(bytes);
        Send(FrameType.Credit, ordinal, content);
    }

    public void SendError(FrameType type, ushort ordinal, Exception error, RemoteFailurePhase phase = RemoteFailurePhase.Running) =>
        Send(type, ordinal, RemoteErrors.Write(error, phase));
}
