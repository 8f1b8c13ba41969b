namespace ProcGen.Sharing;

/// <summary>Which thread of this process has a reentrant lock, and how often. Not in shared memory: it ends with the process, so the next owner begins anew. Changed by the owner alone.</summary>
internal sealed class ThreadOwner(SharedBlock block) : ICallHolding
{
    private readonly SharedLock _gate = SharedLock.At(block, 0);

    // Keeps the segment as long as a scope can be left.
    private readonly SharedBlock _block = block;
    private volatile Thread? _thread;
    private CallHoldings? _holder;
    private int _depth;

    public bool IsCurrent => _thread == Thread.CurrentThread;

    /// <summary>The lock was taken by the calling thread.</summary>
    /// <returns>Whether it was abandoned before.</returns>
    public bool Begin()
    {
        bool abandoned = _gate.Begin(out _);
        _depth = 0;
        _thread = Thread.CurrentThread;
        _holder = CallHoldings.Current;
        _holder?.Add(this);
        return abandoned;
    }

    public int Deepen() => ++_depth;

    /// <exception cref="SynchronizationLockException">Another thread has it.</exception>
    public void Leave(int depth)
    {
        if (!IsCurrent)
        {
            throw new SynchronizationLockException("A reentrant lock is left by the thread that entered it. Use a ProcessLock to leave it on another one.");
        }

        if (depth == _depth && --_depth == 0)
        {
            End();
            _gate.Leave();
        }
    }

    public void Abandon()
    {
        End();
        _gate.Abandon();
    }

    public void OnCallEnded()
    {
        if (_thread is not null && _gate.IsOwned)
        {
            Abandon();
        }
    }

    private void End()
    {
        _depth = 0;
        _thread = null;
        Interlocked.Exchange(ref _holder, null)?.Remove(this);
        GC.KeepAlive(_block);
    }
}
