using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Calls;

/// <summary>A sequence argument on the caller's side, pulled by a task of its own from the worker's first request on.</summary>
internal sealed class ArgumentSource<T>(CallLink link, ushort ordinal, IAsyncEnumerable<T> items, PayloadWrite<T> write, string method)
    : StreamSource(link, ordinal), IArgumentSource
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _started;

    /// <inheritdoc/>
    public Task Ended => _started == 0 ? Task.CompletedTask : _ended.Task;

    /// <inheritdoc/>
    public override void OnCredit(int items, long bytes)
    {
        base.OnCredit(items, bytes);
        if (Interlocked.Exchange(ref _started, 1) == 0)
        {
            _ = Task.Run(PumpAsync);
        }
    }

    protected override void OnCallbackFailed(Exception error) => _ended.TrySetException(error);

    private async Task PumpAsync()
    {
        try
        {
            await PushAsync(items, write, CancellationToken.None).ConfigureAwait(false);
            Link.Send(FrameType.ItemsEnd, Ordinal);
        }
        catch (Exception e) when (IsClosed)
        {
            // Nobody is left over there who could be told.
            _ended.TrySetException(e);
        }
        catch (Exception e)
        {
            Link.SendError(
                FrameType.ItemsEnd, Ordinal, e is ItemWriteException { InnerException: { } cause } ? PayloadIO.WriteFailed($"an item of a sequence argument of '{method}'", cause) : e);
        }

        _ended.TrySetResult();
    }
}

/// <summary>A sequence argument whatever its item type.</summary>
internal interface IArgumentSource
{
    /// <summary>Completes when the enumerator is disposed, or at once if there never was one; faults with what it threw after the worker had left it (in its <c>finally</c> blocks).</summary>
    Task Ended { get; }
}

/// <summary>A synchronous sequence as an asynchronous one that never waits.</summary>
internal sealed class SynchronousItems<T>(IEnumerable<T> items) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Enumerator(items.GetEnumerator());

    private sealed class Enumerator(IEnumerator<T> enumerator) : IAsyncEnumerator<T>
    {
        public T Current => enumerator.Current;

        public ValueTask<bool> MoveNextAsync() => new(enumerator.MoveNext());

        public ValueTask DisposeAsync()
        {
            enumerator.Dispose();
            return default;
        }
    }
}
