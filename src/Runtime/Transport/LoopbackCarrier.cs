using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>Carries messages within this process: a message arrives before the send returns. Everything above it behaves as with another process.</summary>
internal sealed class LoopbackCarrier : IFrameCarrier
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LoopbackCarrier? _peer;
    private volatile IMessageSink? _sink;

    /// <summary>Makes both ends. Each has to be received from before the other one sends.</summary>
    public static (LoopbackCarrier Left, LoopbackCarrier Right) CreatePair()
    {
        var left = new LoopbackCarrier();
        var right = new LoopbackCarrier { _peer = left };
        left._peer = right;
        return (left, right);
    }

    /// <inheritdoc/>
    public void Send(OutgoingMessage message)
    {
        if (_peer?._sink is not { } sink || _ended.Task.IsCompleted)
        {
            message.Release();
            return;
        }

        PayloadBuffer content = message.Take(out FrameHeader header);
        if (sink.Accepts(header))
        {
            sink.OnMessage(header, content);
        }
        else
        {
            content.Return();
        }
    }

    /// <inheritdoc/>
    public bool TrySend(in FrameHeader header, ReadOnlySpan<byte> content) => false;

    /// <inheritdoc/>
    public bool TryAbandonCall(long callId) => false;

    /// <inheritdoc/>
    public Task DrainAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ReceiveAsync(IMessageSink sink)
    {
        _sink = sink;
        return _ended.Task;
    }

    /// <inheritdoc/>
    public void Receive(IMessageSink sink) => ReceiveAsync(sink).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.TrySetResult();
        _peer?._ended.TrySetResult();
    }
}
