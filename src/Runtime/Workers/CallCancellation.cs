namespace ProcGen.Workers;

/// <summary>The tokens of one call in a worker. Each can be cancelled on its own, and all together. Thread-safe; made of nothing but itself until somebody asks for a token.</summary>
internal sealed class CallCancellation
{
    private CancellationTokenSource? _whole;
    private Dictionary<ushort, CancellationTokenSource>? _tokens;
    private volatile bool _wholeRequested;
    private volatile bool _requested;

    /// <summary>Cancelled with the whole call.</summary>
    public CancellationToken Token
    {
        get
        {
            lock (this)
            {
                return (_whole ??= NewSource()).Token;
            }
        }
    }

    public bool IsWholeCallCancelled => _wholeRequested;

    /// <summary>Whether anything was asked to be cancelled.</summary>
    public bool IsRequested => _requested;

    /// <summary>Whether nobody has asked for anything.</summary>
    public bool IsUntouched => !_requested && _whole is null && _tokens is null;

    public CancellationToken GetToken(ushort ordinal) => GetSource(ordinal).Token;

    /// <summary>
    /// Cancels one token, or with null all. The callbacks are the user's code, so they do not run on this thread, which may be the reader's; nor on the thread
    /// pool, which bodies that block may have used up just when they are to be cancelled.
    /// </summary>
    public void Cancel(ushort? ordinal) => Start(Request(ordinal));

    /// <summary>Cancels several calls, each as a whole.</summary>
    public static void CancelAll(IEnumerable<CallCancellation> calls) => Start([.. calls.SelectMany(static call => call.Request(null))]);

    private CancellationTokenSource[] Request(ushort? ordinal)
    {
        lock (this)
        {
            _requested = true;
            if (ordinal is { } one)
            {
                return [GetSource(one)];
            }

            _wholeRequested = true;
            return [.. _whole is null ? (ReadOnlySpan<CancellationTokenSource>)[] : [_whole], .. _tokens?.Values ?? (IEnumerable<CancellationTokenSource>)[]];
        }
    }

    /// <summary>A source that is made after the whole call was cancelled has nobody to tell yet.</summary>
    private CancellationTokenSource NewSource()
    {
        var source = new CancellationTokenSource();
        if (_wholeRequested)
        {
            source.Cancel();
        }

        return source;
    }

    private CancellationTokenSource GetSource(ushort ordinal)
    {
        lock (this)
        {
            _tokens ??= [];
            if (!_tokens.TryGetValue(ordinal, out CancellationTokenSource? source))
            {
                source = NewSource();
                _tokens.Add(ordinal, source);
            }

            return source;
        }
    }

    private static void Start(CancellationTokenSource[] sources)
    {
        if (sources.Length > 0)
        {
            new Thread(static state => RunCallbacks((CancellationTokenSource[])state!)) { IsBackground = true, Name = "ProcGen cancellation" }.UnsafeStart(sources);
        }
    }

    private static void RunCallbacks(CancellationTokenSource[] sources)
    {
        foreach (CancellationTokenSource source in sources)
        {
            try
            {
                source.Cancel();
            }
            catch (AggregateException e)
            {
                // A callback that the body registered. There is no caller to give it to, and it must not end the worker.
                Console.Error.WriteLine($"A cancellation callback failed: {e}");
            }
        }
    }
}
