using System.Runtime.ExceptionServices;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Calls;

/// <summary>
/// The consuming end of a sequence: keeps the items that arrived, grants credit as they are taken, and tells the producer when it is left. The worker's
/// side uses it for sequence arguments, the caller's for results. Thread-safe; there is one consumer.
/// </summary>
/// <param name="ordinal">The sequence's ordinal.</param>
/// <param name="producerId">The process that produces, for its errors.</param>
/// <param name="window">How many items may be on their way; 0 for as many as turn out well.</param>
internal sealed class StreamSink(ushort ordinal, int producerId, int window) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<ItemFrame> _frames = new();
    private readonly SemaphoreSlim _changed = new(0);
    private StreamWindow _window = new(window);
    private CallLink? _link;
    private bool _opened;
    private bool _started;
    private bool _ended;
    private bool _left;
    private Exception? _error;
    private PayloadBuffer? _encodedError;

    /// <summary>After how many items the consumer calls <see cref="OnTaken"/>, at the latest.</summary>
    public int ReportStep => _window.ReportStep;

    /// <summary>Whether no item follows those that are here.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_gate)
            {
                return _ended;
            }
        }
    }

    /// <summary>Says where the producer is. Credit flows from now on.</summary>
    public void Attach(CallLink link)
    {
        lock (_gate)
        {
            _link = link;
        }

        Grant();
    }

    /// <summary>The consumer begins to enumerate.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _opened = true;
        }

        Grant();
    }

    /// <summary>The producer has begun: from here on it can be late.</summary>
    public void OnStarted()
    {
        lock (_gate)
        {
            _started = true;
        }

        _changed.Release();
    }

    /// <summary>Items arrived.</summary>
    /// <exception cref="ProtocolException">They were not asked for.</exception>
    public void OnItems(PayloadBuffer content)
    {
        lock (_gate)
        {
            try
            {
                if (content.Length < sizeof(int))
                {
                    throw new ProtocolException("A frame of items does not say how many there are.");
                }

                // The first segment of a buffer is never shorter than this.
                int count = new FieldReader(content.AsSequence().FirstSpan).ReadInt32();
                _window.OnReceived(count, ItemBatch.SizeOf(content));
                if (!_left && !_ended)
                {
                    _frames.Enqueue(new ItemFrame(content, count));
                    content = null!;
                }
            }
            finally
            {
                content?.Return();
            }
        }

        _changed.Release();
    }

    /// <summary>No item follows; what arrived can still be taken, and then the error is thrown.</summary>
    /// <param name="error">The error, or null.</param>
    /// <param name="encodedError">An error of the other side, rebuilt by the consumer because its constructor may be the user's code.</param>
    public void End(Exception? error, PayloadBuffer? encodedError = null)
    {
        lock (_gate)
        {
            if (_ended)
            {
                encodedError?.Return();
                return;
            }

            _ended = true;
            _error = error;
            _encodedError = encodedError;
        }

        _changed.Release();
    }

    /// <summary>Takes the next items, if there are some or there never will be.</summary>
    /// <param name="frame">The items; none at the end.</param>
    /// <returns>False where they have to be waited for.</returns>
    public bool TryTakeNow(out ItemFrame? frame)
    {
        while (_changed.Wait(0, CancellationToken.None))
        {
            if (TryDequeue(out frame))
            {
                return true;
            }
        }

        frame = null;
        return false;
    }

    /// <summary>Takes the next items, waiting for them on the calling thread.</summary>
    /// <returns>Null at the end.</returns>
    public ItemFrame? Take(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ItemFrame? frame;
        while (!TryTakeNow(out frame))
        {
            Starve();
            _changed.Wait(cancellationToken);
            if (TryDequeue(out frame))
            {
                break;
            }
        }

        return frame;
    }

    /// <summary>Takes the next items.</summary>
    /// <param name="limit">How long the producer may take for an item, counted from its beginning.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null at the end.</returns>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public async ValueTask<ItemFrame?> TakeAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ItemFrame? frame;
        while (!TryTakeNow(out frame))
        {
            Starve();
            if (!await _changed.WaitAsync(_started ? limit : Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false))
            {
                throw new TimeoutException();
            }

            if (TryDequeue(out frame))
            {
                break;
            }
        }

        return frame;
    }

    /// <summary>The consumer has taken as many items, beyond those it said before.</summary>
    public void OnTaken(int items)
    {
        lock (_gate)
        {
            _window.OnTaken(items);
        }

        Grant();
    }

    /// <summary>The consumer leaves: the producer is told to stop, and what still arrives is dropped.</summary>
    public void Dispose()
    {
        CallLink? tell;
        lock (_gate)
        {
            tell = _left || _ended ? null : _link;
            _left = true;
            while (_frames.TryDequeue(out ItemFrame frame))
            {
                frame.Content.Return();
            }
        }

        tell?.Send(FrameType.ItemsClose, ordinal);
    }

    private void Starve()
    {
        lock (_gate)
        {
            _window.OnEmpty();
        }
    }

    /// <returns>False if what happened was the producer's beginning, and not items or the end.</returns>
    private bool TryDequeue(out ItemFrame? frame)
    {
        lock (_gate)
        {
            if (_frames.TryDequeue(out ItemFrame next))
            {
                _window.OnFrameTaken(ItemBatch.SizeOf(next.Content));
                frame = next;
                return true;
            }

            frame = null;
            if (!_ended)
            {
                return false;
            }

            // It stays visible for a consumer that asks again.
            _changed.Release();
            if (_encodedError is { } encoded)
            {
                _encodedError = null;
                _error = RemoteErrors.Read(encoded, producerId, "the caller");
            }

            if (_error is { } error)
            {
                ExceptionDispatchInfo.Throw(error);
            }

            return true;
        }
    }

    /// <summary>Passes the room that there is on as credit.</summary>
    private void Grant()
    {
        CallLink link;
        int items;
        long bytes;
        lock (_gate)
        {
            if (_link is not { } attached || !_opened || _ended || _left || !_window.TryGrant(out items, out bytes))
            {
                return;
            }

            link = attached;
        }

        link.SendCredit(ordinal, items, bytes);
    }
}
