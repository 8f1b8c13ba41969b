using ProcGen.CompilerServices;

namespace ProcGen.Protocol;

/// <summary>Takes whole messages. Must not block and must not run user code.</summary>
internal interface IMessageSink
{
    /// <summary>Whether a message is of interest, asked at its first piece. One that is not is skipped without being kept.</summary>
    bool Accepts(in FrameHeader header);

    /// <summary>A message came in.</summary>
    /// <param name="header">The header of its last piece.</param>
    /// <param name="content">Its bytes, now owned by the sink.</param>
    void OnMessage(in FrameHeader header, PayloadBuffer content);

    /// <summary>The sender gave a message up in the middle.</summary>
    void OnAbandoned(in FrameHeader header);
}

/// <summary>Puts the pieces of messages together. At most one message of a call is in pieces at any time, and pieces of several calls may alternate.</summary>
/// <param name="sink">Takes them.</param>
/// <param name="maxLength">The most bytes of one message.</param>
internal sealed class MessageAssembler(IMessageSink sink, long maxLength = ProtocolLimits.MaxPayload) : IFrameSink, IDisposable
{
    private readonly Dictionary<long, Partial> _partials = [];

    /// <inheritdoc/>
    public void OnFrame(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!header.Has(FrameFlags.Bulk))
        {
            OnWhole(header, payload);
            return;
        }

        bool continues = _partials.TryGetValue(header.CallId, out Partial? partial);
        if (!continues)
        {
            partial = new Partial(header.Type, header.Ordinal, sink.Accepts(header) ? PayloadBuffer.Rent() : null);
            _partials.Add(header.CallId, partial);
        }
        else if (partial!.Type != header.Type || partial.Ordinal != header.Ordinal)
        {
            throw new ProtocolException($"A piece of type {header.Type} came in the middle of a message of type {partial.Type} of call {header.CallId}.");
        }

        partial.Append(payload, maxLength);
        if (header.Has(FrameFlags.MorePieces))
        {
            return;
        }

        _partials.Remove(header.CallId);
        if (header.Has(FrameFlags.Abandoned))
        {
            partial.Content?.Return();
            sink.OnAbandoned(header);
        }
        else if (partial.Content is not null)
        {
            sink.OnMessage(header, partial.Content);
        }
    }

    /// <summary>Frees what was left in pieces.</summary>
    public void Dispose()
    {
        foreach (Partial partial in _partials.Values)
        {
            partial.Content?.Return();
        }

        _partials.Clear();
    }

    private void OnWhole(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!header.Type.IsUrgent && _partials.ContainsKey(header.CallId))
        {
            throw new ProtocolException($"A frame of type {header.Type} came in the middle of another message of call {header.CallId}.");
        }

        if (header.Has(FrameFlags.Abandoned))
        {
            sink.OnAbandoned(header);
            return;
        }

        if (sink.Accepts(header))
        {
            PayloadBuffer content = PayloadBuffer.Rent();

            // In one segment.
            content.GetSpan(payload.Length);
            content.Write(payload);
            sink.OnMessage(header, content);
        }
    }

    private sealed class Partial(FrameType type, ushort ordinal, PayloadBuffer? content)
    {
        private long _length;

        public FrameType Type => type;

        public ushort Ordinal => ordinal;

        public PayloadBuffer? Content => content;

        public void Append(ReadOnlySpan<byte> piece, long maxLength)
        {
            _length += piece.Length;
            if (_length > maxLength)
            {
                content?.Return();
                throw new ProtocolException($"A message of type {type} is longer than {maxLength} bytes.");
            }

            content?.Write(piece);
        }
    }
}
