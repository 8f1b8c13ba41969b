using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>
/// What waits to be sent, and in which order. Urgent frames go first. All others keep their order within their call, and the calls take turns with one
/// piece each, so that a small call does not wait for another's 100 MB. Not thread-safe.
/// </summary>
internal sealed class SendQueue
{
    private readonly Queue<OutgoingMessage> _urgent = new();
    private readonly Dictionary<long, Lane> _lanes = [];
    private readonly Queue<Lane> _turns = new();

    public bool IsEmpty => _urgent.Count == 0 && _turns.Count == 0;

    public void Enqueue(OutgoingMessage message)
    {
        _lanes.TryGetValue(message.CallId, out Lane? lane);

        // A call that is not sent yet is not known to the other side: what belongs to it waits behind it.
        if (message.Type.IsUrgent && lane?.Messages.Peek().Type.IsCall != true)
        {
            _urgent.Enqueue(message);
            return;
        }

        if (lane is null)
        {
            lane = new Lane(message.CallId);
            _lanes.Add(message.CallId, lane);
            _turns.Enqueue(lane);
        }

        lane.Messages.Enqueue(message);
    }

    /// <summary>Gives up what is left of a call's own message. The other side is told with one last piece, so that it can end the call.</summary>
    /// <returns>False if nothing of it is left to be sent.</returns>
    public bool TryAbandonCall(long callId)
    {
        if (!_lanes.TryGetValue(callId, out Lane? lane) || lane.Messages.Peek() is not { Type.IsCall: true } message)
        {
            return false;
        }

        message.Abandon();
        return true;
    }

    /// <summary>Writes as many whole frames as there are and fit.</summary>
    /// <param name="buffer">At least one frame's size.</param>
    /// <returns>The number of bytes written; 0 when nothing waits.</returns>
    public int Fill(Span<byte> buffer)
    {
        int written = 0;
        while (NextFrameSize is > 0 and int size && size <= buffer.Length - written)
        {
            WriteNext(buffer[written..]);
            written += size;
        }

        return written;
    }

    /// <summary>The size of the frame whose turn it is; 0 when nothing waits.</summary>
    public int NextFrameSize => TryPeek(out OutgoingMessage? message, out _) ? message.NextFrameSize : 0;

    /// <summary>Whether the other side need not hear of the frame whose turn it is before it looks by itself.</summary>
    public bool NextCanWait => TryPeek(out OutgoingMessage? message, out _) && message.CanWait;

    /// <summary>Writes the frame whose turn it is.</summary>
    /// <param name="destination">At least <see cref="NextFrameSize"/> bytes.</param>
    public void WriteNext(Span<byte> destination)
    {
        if (TryPeek(out OutgoingMessage? message, out Lane? lane))
        {
            Advance(message, lane, message.WriteFrame(destination));
        }
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        foreach (OutgoingMessage message in _urgent.Concat(_lanes.Values.SelectMany(lane => lane.Messages)))
        {
            message.Release();
        }

        _urgent.Clear();
        _lanes.Clear();
        _turns.Clear();
    }

    private bool TryPeek([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out OutgoingMessage? message, out Lane? lane)
    {
        lane = null;
        if (_urgent.TryPeek(out message))
        {
            return true;
        }

        if (!_turns.TryPeek(out lane))
        {
            return false;
        }

        message = lane.Messages.Peek();
        return true;
    }

    private void Advance(OutgoingMessage message, Lane? lane, bool done)
    {
        if (lane is null)
        {
            _urgent.Dequeue().Release();
            return;
        }

        _turns.Dequeue();
        if (done)
        {
            lane.Messages.Dequeue();
            message.Release();
        }

        if (lane.Messages.Count > 0)
        {
            _turns.Enqueue(lane);
        }
        else
        {
            _lanes.Remove(lane.CallId);
        }
    }

    private sealed class Lane(long callId)
    {
        public long CallId => callId;

        public Queue<OutgoingMessage> Messages { get; } = new();
    }
}
