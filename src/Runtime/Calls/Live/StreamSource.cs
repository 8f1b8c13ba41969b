using ProcGen.CompilerServices;

namespace ProcGen.Calls;

/// <summary>
/// The producing end of a sequence: pulls items from the user's enumerator, at most as many as the consumer has asked for, and sends them. The caller's side
/// uses it for sequence arguments, the worker's for results. Thread-safe but for the pushes, of which there is one.
/// </summary>
internal class StreamSource(CallLink link, ushort ordinal)
{
    private readonly StreamCredit _credit = new();
    private readonly ItemBatch _batch = new(link, ordinal);
    private readonly CancellationTokenSource _closed = new();

    protected CallLink Link => link;

    protected ushort Ordinal => ordinal;

    /// <summary>Whether the consumer has enough, or is gone.</summary>
    protected bool IsClosed => _credit.IsClosed;

    /// <summary>The consumer asks for more.</summary>
    public virtual void OnCredit(int items, long bytes) => _credit.Add(items, bytes);

    /// <summary>The consumer has enough, or is gone. Also wakes an asynchronous enumerator that observes its token.</summary>
    public void Close()
    {
        if (!_credit.IsClosed)
        {
            _credit.Close();
            _batch.Close();

            // The callbacks are the user's code, and this may be an I/O thread.
            ThreadPool.UnsafeQueueUserWorkItem(static source => source.CancelEnumerator(), this, preferLocal: false);
        }
    }

    /// <summary>Sends the items on the calling thread, which waits for credit.</summary>
    public void Push<T>(IEnumerable<T> items, PayloadWrite<T> write, CancellationToken cancellationToken)
    {
        if (!_credit.Take(cancellationToken))
        {
            return;
        }

        // Not enumerated before the consumer asked once: an enumerator that nobody wants has no effects.
        using IEnumerator<T> enumerator = items.GetEnumerator();
        try
        {
            while (enumerator.MoveNext())
            {
                SendItem(enumerator.Current, write);
                cancellationToken.ThrowIfCancellationRequested();
                if (!_credit.TryTake())
                {
                    _batch.Flush();
                    if (!_credit.Take(cancellationToken))
                    {
                        return;
                    }
                }
            }
        }
        finally
        {
            // Also before an error, and before the finally blocks of the enumerator, which may take their time.
            _batch.Flush();
        }
    }

    /// <summary>Sends the items of an asynchronous sequence.</summary>
    public async ValueTask PushAsync<T>(IAsyncEnumerable<T> items, PayloadWrite<T> write, CancellationToken cancellationToken)
    {
        if (!await _credit.TakeAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
        IAsyncEnumerator<T> enumerator = items.GetAsyncEnumerator(either.Token);
        try
        {
            while (await MoveNextAsync(enumerator).ConfigureAwait(false))
            {
                SendItem(enumerator.Current, write);
                cancellationToken.ThrowIfCancellationRequested();
                if (!_credit.TryTake())
                {
                    _batch.Flush();
                    if (!await _credit.TakeAsync(cancellationToken).ConfigureAwait(false))
                    {
                        return;
                    }
                }
            }
        }
        catch (Exception) when (IsClosed && !cancellationToken.IsCancellationRequested)
        {
            // How the enumerator answers to the cancellation of its token. The consumer has left, as one does who breaks out of a loop, and wants nothing more of it.
        }
        finally
        {
            _batch.Flush();
            await enumerator.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A callback on the enumerator's token threw.</summary>
    protected virtual void OnCallbackFailed(Exception error) => Console.Error.WriteLine($"A cancellation callback failed: {error}");

    private void CancelEnumerator()
    {
        try
        {
            _closed.Cancel();
        }
        catch (AggregateException e)
        {
            OnCallbackFailed(e);
        }
    }

    private ValueTask<bool> MoveNextAsync<T>(IAsyncEnumerator<T> enumerator)
    {
        ValueTask<bool> move = enumerator.MoveNextAsync();
        if (!move.IsCompleted)
        {
            _batch.Flush();
        }

        return move;
    }

    private void SendItem<T>(T item, PayloadWrite<T> write)
    {
        PayloadBuffer content = ItemBatch.OpenItem();
        try
        {
            PayloadIO.Write(content, item, write, link.Carrier.Audience);
        }
        catch (Exception e)
        {
            content.Return();
            throw new ItemWriteException(e);
        }

        _credit.Spend(ItemBatch.SizeOf(content));
        _batch.Add(content);
    }
}

/// <summary>Tells an item that cannot be written from an exception of the user's enumerator. Never leaves this library.</summary>
internal sealed class ItemWriteException(Exception cause) : Exception(message: null, cause);
