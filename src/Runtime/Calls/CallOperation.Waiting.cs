using ProcGen.Transport;

namespace ProcGen.Calls;

// The thread that blocks until the end, and takes the reply itself where it can.
internal abstract partial class CallOperation
{
    // Of the thread, not of the call: a wait of the same thread that is woken up late for an earlier call only looks once more.
    [ThreadStatic]
    private static ManualResetEventSlim? t_signal;

    private bool _blocks;
    private bool _done;
    private bool _wasInterrupted;
    private ManualResetEventSlim? _signal;
    private int _waitingThread;
    private IReplyPump? _repliesFrom;
    private IReplyBook? _book;

    bool IReplyWaiter.IsWaiting => Volatile.Read(ref _state) != Ended;

    /// <summary>Whether its thread blocks for it and takes the result without a future.</summary>
    private protected bool Blocks => _blocks;

    /// <summary>Where its replies came from.</summary>
    internal ReplySource Replies => new(Volatile.Read(ref _repliesFrom), _book!);

    /// <summary>Says, before the launch, that the launching thread will <see cref="Wait"/> for the end.</summary>
    public void ExpectWait()
    {
        // Reports have to be handled before the end, and they are handled on the thread pool; so are sequences.
        if (_live is null && ResultSink is null)
        {
            _blocks = true;
            _waitingThread = Environment.CurrentManagedThreadId;
            _state = Awaited;
        }
    }

    /// <summary>Says where its replies can be taken by the thread blocked in Wait.</summary>
    /// <returns>Whether that thread certainly looks for them: it is the one that sends the call, and so it does not sleep yet.</returns>
    internal bool LookForReplies(IReplyPump pump, IReplyBook book)
    {
        _book = book;
        Volatile.Write(ref _repliesFrom, pump);
        return _blocks && _waitingThread == Environment.CurrentManagedThreadId;
    }

    /// <summary>Blocks until the end and finishes the operation on this thread. For the thread that launched it, after <see cref="ExpectWait"/>.</summary>
    public void Wait()
    {
        if (!_blocks)
        {
            ((Task)Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
            return;
        }

        try
        {
            // The shortest way: the reply is read by the thread that wants it. Also what else came with it, none of which runs the user's code.
            Volatile.Read(ref _repliesFrom)?.PumpFor(this, _book!);
            if (!Volatile.Read(ref _done))
            {
                Sleep();
            }
        }
        catch
        {
            // Interrupted. Somebody else has to finish it.
            _wasInterrupted = true;
            if (Interlocked.CompareExchange(ref _state, Pending, Awaited) != Awaited)
            {
                WaitUntilDone();
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }

            throw;
        }

        Execute();
    }

    /// <summary>Finishes an operation that was given its end instead of being launched.</summary>
    public void FinishUnlaunched()
    {
        if (_blocks)
        {
            Execute();
        }
    }

    private void Sleep()
    {
        ManualResetEventSlim signal = t_signal ??= new ManualResetEventSlim(false, spinCount: 50);
        signal.Reset();

        // A full fence, and another one in WakeWaiter: of the two sides at least one sees what the other wrote.
        Interlocked.Exchange(ref _signal, signal);
        while (!Volatile.Read(ref _done))
        {
            signal.Wait();
            signal.Reset();
        }
    }

    private void WakeWaiter()
    {
        Volatile.Write(ref _done, true);
        Interlocked.MemoryBarrier();
        Volatile.Read(ref _signal)?.Set();
    }

    /// <summary>The end was given a moment ago, and is about to be known.</summary>
    private void WaitUntilDone()
    {
        var spinner = default(SpinWait);
        while (!Volatile.Read(ref _done))
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }
    }
}
