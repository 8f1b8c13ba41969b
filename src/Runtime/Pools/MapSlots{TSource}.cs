using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace ProcGen.Pools;

/// <summary>One item of a map under way.</summary>
internal sealed class MapSlot<TSource>(long index, TSource item)
{
    public long Index => index;

    public TSource Item => item;

    /// <summary>Its call in the pool; null in inline mode, or where it could not be made.</summary>
    public PoolCall? Call { get; set; }

    public Task? Task { get; set; }

    /// <summary>The error of an item without a call.</summary>
    public Exception? Error { get; set; }

    public bool IsDone => Error is not null || Task!.IsCompleted;
}

/// <summary>The items of a map under way, and which of them is to be given next: the oldest, or the one that was done first. Not thread-safe but for the calls' ends.</summary>
internal sealed class MapSlots<TSource>(bool ordered)
{
    private readonly Queue<MapSlot<TSource>>? _ordered = ordered ? new() : null;
    private readonly Channel<MapSlot<TSource>>? _done = ordered ? null : Channel.CreateUnbounded<MapSlot<TSource>>(new UnboundedChannelOptions { SingleReader = true });
    private Task? _waiting;

    public bool HasResult => _ordered is null ? _done!.Reader.TryPeek(out _) : _ordered.TryPeek(out MapSlot<TSource>? head) && head.IsDone;

    public void Add(MapSlot<TSource> slot) => _ordered?.Enqueue(slot);

    /// <summary>The slot has an error and no call.</summary>
    public void OnFailed(MapSlot<TSource> slot) => _done?.Writer.TryWrite(slot);

    /// <summary>The slot's call was launched.</summary>
    public void OnLaunched(MapSlot<TSource> slot)
    {
        if (_done is not null)
        {
            slot.Task!.ContinueWith(
                static (task, state) =>
                {
                    // Looked at, so that the error of an item nobody takes any more is not reported as forgotten.
                    _ = task.Exception;
                    var (done, slot) = ((Channel<MapSlot<TSource>>, MapSlot<TSource>))state!;
                    done.Writer.TryWrite(slot);
                },
                (_done, slot), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    public bool TryTake([NotNullWhen(true)] out MapSlot<TSource>? slot)
    {
        if (_ordered is null)
        {
            return _done!.Reader.TryRead(out slot);
        }

        if (_ordered.TryPeek(out slot) && slot.IsDone)
        {
            _ordered.Dequeue();
            return true;
        }

        return false;
    }

    /// <summary>Completes, perhaps with an error, when there is a result to take; null where no item is under way that could give one.</summary>
    public Task? WhenReady()
    {
        if (_ordered is not null)
        {
            return _ordered.TryPeek(out MapSlot<TSource>? head) ? head.Task : null;
        }

        // One wait at a time, kept until it is over.
        if (_waiting is null or { IsCompleted: true })
        {
            _waiting = _done!.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
        }

        return _waiting;
    }

    /// <summary>Nobody takes the rest: its errors are looked at, so that they are not reported as forgotten.</summary>
    public void Abandon()
    {
        foreach (MapSlot<TSource> slot in _ordered ?? [])
        {
            _ = slot.Task?.ContinueWith(
                static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
