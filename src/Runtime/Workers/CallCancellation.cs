namespace ProcGen.Workers;

/// <summary>The tokens of one call in a worker. Each can be cancelled on its own, and all together. Thread-safe.</summary>
internal sealed class CallCancellation
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _whole = new();
    private readonly Dictionary<ushort, CancellationTokenSource> _tokens = [];
    private bool _wholeRequested;
    private bool _requested;

    /// <summary>Cancelled with the whole call.</summary>
    public CancellationToken Token => _whole.Token;

    public bool IsWholeCallCancelled
    {
        get
        {
            lock (_gate)
            {
                return _wholeRequested;
            }
        }
    }

    /// <summary>Whether anything was asked to be cancelled.</summary>
    public bool IsRequested
    {
        get
        {
            lock (_gate)
            {
                return _requested;
            }
        }
    }

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
        CancellationTokenSource[] sources;
        lock (_gate)
        {
            _requested = true;
            if (ordinal is { } one)
            {
                sources = [GetSource(one)];
            }
            else
            {
                _wholeRequested = true;
                sources = [_whole, .. _tokens.Values];
            }
        }

        return sources;
    }

    private CancellationTokenSource GetSource(ushort ordinal)
    {
        lock (_gate)
        {
            if (!_tokens.TryGetValue(ordinal, out CancellationTokenSource? source))
            {
                source = new CancellationTokenSource();
                _tokens.Add(ordinal, source);
                if (_wholeRequested)
                {
                    source.Cancel();
                }
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
