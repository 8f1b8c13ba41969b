using System.Threading.Tasks.Sources;
using ProcGen.Calls;

namespace ProcGen.Pools;

/// <summary>Wakes the one that takes a map's results, on the thread pool. Set from any thread; reset and awaited by one.</summary>
internal sealed class MapSignal : IThreadPoolWorkItem, IValueTaskSource
{
    private const int Idle = 0, IsSet = 1, Waiting = 2;

    private ManualResetValueTaskSourceCore<bool> _core;
    private int _state;

    /// <summary>Something changed.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _state, IsSet) == Waiting)
        {
            CompletionQueue.Shared.Add(this);
        }
    }

    /// <summary>What changes from now on is waited for; to be followed by a look at what changed before.</summary>
    public void Reset() => Interlocked.Exchange(ref _state, Idle);

    /// <summary>Completes when something has changed since <see cref="Reset"/>.</summary>
    public ValueTask WaitAsync()
    {
        _core.Reset();
        return Interlocked.CompareExchange(ref _state, Waiting, Idle) == Idle ? new ValueTask(this, _core.Version) : default;
    }

    void IThreadPoolWorkItem.Execute() => _core.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
