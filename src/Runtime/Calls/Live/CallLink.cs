using ProcGen.CompilerServices;
using ProcGen.Errors;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Calls;

/// <summary>One side's way to send what belongs to one call. Thread-safe; never blocks and never throws.</summary>
internal readonly record struct CallLink(IFrameCarrier Carrier, long CallId)
{
    public void Send(FrameType type, ushort ordinal = 0, FrameFlags flags = FrameFlags.None)
    {
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
        if (content.TryGetSingleSpan(out ReadOnlySpan<byte> bytes) && Carrier.TrySend(new FrameHeader(type, FrameFlags.None, ordinal, CallId, 0), bytes))
        {
            content.Return();
            return;
        }

        Carrier.Send(new OutgoingMessage(type, CallId, ordinal, content));
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
