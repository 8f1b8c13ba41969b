using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Calls;

/// <summary>
/// One launch of several calls of one method, which travel and wait together. Each of them has its own end: results and errors come in parts, in their order, errors of this side's
/// making at any time, and the end of the whole is that of all that had none. Thread-safe.
/// </summary>
internal abstract class ChunkOperation : CallOperation
{
    private readonly Queue<Part> _parts = new();
    private readonly ChunkArguments _items;
    private readonly int _origin;
    private Dictionary<int, Exception>? _errors;
    private Func<Exception>? _rest;
    private CallOutcome _restOutcome;
    private bool _isEnded;
    private bool _isAbandoned;
    private bool _isReleased;
    private int _expected;

    /// <param name="first">The first call, which stands for the method of all.</param>
    /// <param name="items">The arguments of this and other chunks.</param>
    /// <param name="origin">The first call of this one among them.</param>
    /// <param name="count">How many calls it has.</param>
    private protected ChunkOperation(ProcessInvocation first, ChunkArguments items, int origin, int count)
    {
        Invocation = first;
        _items = items;
        _origin = origin;
        Count = count;
        items.Hold();
    }

    /// <summary>How many calls it has. Less once some were split off.</summary>
    public int Count { get; private set; }

    /// <summary>Whether calls that have not begun may leave a worker in which others have.</summary>
    public bool IsDivisible => _items.IsDivisible;

    /// <inheritdoc/>
    public override Task Task => throw new InvalidOperationException("The calls of a chunk have their ends one by one.");

    /// <summary>Gives the errors that follow the first one of those that end the whole; null for the same one.</summary>
    public Func<Exception>? NextError { get; set; }

    internal override bool IsChunk => true;

    /// <inheritdoc/>
    public override long ArgumentLength => _items.SizeOf(_origin, Count);

    private protected override bool FinishesAtOnce => true;

    /// <summary>Guards what the one that takes the ends and those that bring them share.</summary>
    private protected object Gate => _parts;

    /// <summary>Makes the content of the next attempt.</summary>
    /// <param name="first">The first call that has no end yet.</param>
    /// <param name="count">How many are sent.</param>
    /// <returns>False if it has its end already.</returns>
    public bool Prepare(int first, int count)
    {
        lock (Gate)
        {
            if (!_isReleased)
            {
                // The rest may come to a worker whose mark of the last call that began still names it.
                TakeId();
                _expected = count;
                SetArguments(_items.Slice(_origin + first, count));
            }

            return !_isReleased;
        }
    }

    /// <summary>How many ends a message of the worker that has the chunk brings.</summary>
    /// <param name="content">The message.</param>
    /// <param name="isLast">Whether nothing follows it.</param>
    /// <exception cref="ProtocolException">Not as many as it may.</exception>
    public void Expect(PayloadBuffer content, bool isLast)
    {
        _expected -= ItemBlocks.ReadCount(content, _expected);
        if (isLast && _expected != 0)
        {
            throw new ProtocolException($"A worker ended a chunk of which {_expected} calls had no end.");
        }
    }

    /// <summary>Takes over the ends of the next calls.</summary>
    public void Add(int first, int count, PayloadBuffer content, (int ProcessId, string Name) worker)
    {
        lock (Gate)
        {
            if (!_isAbandoned)
            {
                _parts.Enqueue(new Part(first, count, content, worker));
                content = null!;
            }
        }

        content?.Return();
    }

    /// <summary>Tells who takes the ends that there are more. After <see cref="Add"/>, and outside of locks.</summary>
    public void Tell() => OnChanged();

    /// <summary>Ends one call with an error of this side. Of two ends of a call the first one counts.</summary>
    public void Fail(int item, Exception error)
    {
        lock (Gate)
        {
            (_errors ??= []).TryAdd(item, error);
        }

        OnChanged();
    }

    /// <summary>Ends all calls that have no end with an error of the worker.</summary>
    public void FailRest(CallOutcome outcome)
    {
        _restOutcome = outcome;
        if (!TryComplete(default))
        {
            outcome.Free();
        }
    }

    /// <summary>Nobody takes what comes.</summary>
    public void Abandon()
    {
        lock (Gate)
        {
            _isAbandoned = true;
            while (_parts.TryDequeue(out Part part))
            {
                part.Content.Return();
            }
        }
    }

    /// <summary>Leaves the last calls, which are in no worker, to a new chunk. Called under the pool's lock.</summary>
    public abstract ChunkOperation SplitOff(int count);

    /// <summary>Something came that can be taken. Called on any thread, also one that takes messages: runs no user code.</summary>
    private protected abstract void OnChanged();

    /// <summary>Leaves the last calls to another chunk.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The first of them among all that share the arguments.</returns>
    private protected int Shorten(int count)
    {
        lock (Gate)
        {
            Count -= count;
            return _origin + Count;
        }
    }

    /// <summary>The arguments, for a chunk that shares them.</summary>
    private protected ChunkArguments Items => _items;

    /// <summary>Takes the next part.</summary>
    private protected bool TryTakePart(out Part part)
    {
        lock (Gate)
        {
            return _parts.TryDequeue(out part);
        }
    }

    /// <summary>The first call from one on that has an error of this side; <see cref="int.MaxValue"/> if there is none.</summary>
    private protected int FindError(int item)
    {
        if (Volatile.Read(ref _errors) is null)
        {
            return int.MaxValue;
        }

        lock (Gate)
        {
            int found = int.MaxValue;
            foreach (int failed in _errors!.Keys)
            {
                found = failed >= item && failed < found ? failed : found;
            }

            return found;
        }
    }

    private protected Exception GetError(int item)
    {
        lock (Gate)
        {
            return _errors![item];
        }
    }

    /// <summary>Whether all have their end, and every part was taken: then what is left ends with <see cref="TakeRestError"/>.</summary>
    private protected bool IsDrained
    {
        get
        {
            lock (Gate)
            {
                return _isEnded && _parts.Count == 0;
            }
        }
    }

    /// <summary>The error of the next of the calls that the end of the whole ended. Runs constructors of the user's exceptions.</summary>
    private protected Exception TakeRestError()
    {
        if (_rest is null)
        {
            Exception error = _restOutcome.Error is null
                ? new InvalidOperationException($"A call of '{MethodName}' in a chunk has no end, although the chunk has.")
                : _restOutcome.TakeError(MethodName);
            _rest = () => error;
        }

        return _rest();
    }

    private protected override void ReleaseArguments()
    {
        lock (Gate)
        {
            _isReleased = true;
            base.ReleaseArguments();
        }

        _items.Release();
    }

    private protected override void SetResult(PayloadBuffer result) => SetEnded(null);

    private protected override void SetException(Exception error)
    {
        bool isFirst = true;
        SetEnded(() =>
        {
            Exception next = isFirst || NextError is null ? error : NextError();
            isFirst = false;
            return next;
        });
    }

    private protected override void SetCanceled(CancellationToken cancellationToken) => SetEnded(() => new OperationCanceledException(cancellationToken));

    private void SetEnded(Func<Exception>? rest)
    {
        lock (Gate)
        {
            _rest = rest;
            _isEnded = true;
        }

        OnChanged();
    }

    /// <summary>Ends of calls, as they came from a worker.</summary>
    /// <param name="First">The first call.</param>
    /// <param name="Count">How many ends.</param>
    /// <param name="Content">See <see cref="ItemBlocks"/>.</param>
    /// <param name="Worker">Where they came from.</param>
    private protected readonly record struct Part(int First, int Count, PayloadBuffer Content, (int ProcessId, string Name) Worker);
}
