using ProcGen.CompilerServices;

namespace ProcGen.Calls;

/// <summary>One launch of a call whose result is a sequence. Its future completes when the worker is done with it.</summary>
internal sealed class StreamOperation<T> : CallOperation
{
    private readonly TaskCompletionSource _future = new();
    private readonly StreamSink _sink;

    public StreamOperation(ProcessInvocation invocation, ProcessMethod<T> method, TimeSpan? itemTimeout = null) : base(invocation)
    {
        _sink = new StreamSink(Protocol.ProtocolLimits.ResultOrdinal, producerId: 0, method.StreamWindow);
        TimeSpan limit = itemTimeout ?? (method.ItemTimeoutMilliseconds > 0 ? TimeSpan.FromMilliseconds(method.ItemTimeoutMilliseconds) : Timeout.InfiniteTimeSpan);
        Items = new SinkEnumerable<T>(_sink, method.ReadResult, $"the sequence of '{MethodName}'", limit, CancellationToken.None);
    }

    /// <summary>
    /// The items, to be enumerated once. Leaving the enumeration closes the stream: the producer stops at its next item. An error comes after the items that were sent
    /// before it.
    /// </summary>
    public IAsyncEnumerable<T> Items { get; }

    /// <inheritdoc/>
    public override Task Task => _future.Task;

    internal override StreamSink ResultSink => _sink;

    internal override void OnStarted() => _sink.OnStarted();

    private protected override void SetResult(PayloadBuffer result)
    {
        result.Return();
        _sink.End(null);
        _future.SetResult();
    }

    private protected override void SetException(Exception error)
    {
        _sink.End(error);
        _future.TrySetException(error);

        // The consumer of the items gets the error; the future is for the executor's own use.
        _ = _future.Task.Exception;
    }

    private protected override void SetCanceled(CancellationToken cancellationToken)
    {
        _sink.End(new OperationCanceledException(cancellationToken));
        _future.TrySetCanceled(cancellationToken);
    }
}
