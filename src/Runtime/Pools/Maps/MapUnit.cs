using System.Diagnostics;

namespace ProcGen.Pools;

/// <summary>Results of a map that were read and not taken yet: values, or one error. Not thread-safe.</summary>
internal sealed class MapRun<TSource, TResult>
{
    // As much as stays in a processor's cache between reading and taking.
    private const int Capacity = 1024;

    public TResult[] Values { get; } = new TResult[Capacity];

    /// <summary>How many there are; 1 for an error.</summary>
    public int Count { get; set; }

    public Exception? Error { get; set; }

    /// <summary>The first item's place in the source.</summary>
    public long Index { get; set; }

    /// <summary>The items, from <see cref="FirstItem"/> on; null where nobody wants them.</summary>
    public IReadOnlyList<TSource>? Items { get; set; }

    public int FirstItem { get; set; }

    public void Clear()
    {
        Count = 0;
        Error = null;
        Items = null;
    }

    public CallResult<TSource, TResult> ToResult(int position) =>
        new(Index + position, Items![FirstItem + position], Error is null ? Values[position] : default, Error);
}

/// <summary>A part of a map that is under way: one call, or a chunk of them. Loaded by the one that takes the results.</summary>
internal interface IMapUnit<TSource, TResult>
{
    /// <summary>The launch; null where there is none, in inline mode or where it could not be made.</summary>
    PoolCall? Call { get; }

    /// <summary>Whether all of its results were loaded.</summary>
    bool IsDone { get; }

    /// <summary>The part of the source behind this one that was split off from it; null if none was.</summary>
    IMapUnit<TSource, TResult>? Follower { get; }

    /// <summary>Sets whether it is among those that have results.</summary>
    /// <returns>Whether it was before.</returns>
    bool SetReady(bool isReady);

    /// <summary>Reads the next results.</summary>
    /// <returns>False if there are none now.</returns>
    bool TryLoad(MapRun<TSource, TResult> run);

    /// <summary>The pool refused it.</summary>
    void Refuse(Func<Exception> error);

    /// <summary>Nobody takes the results.</summary>
    void Abandon();
}

/// <summary>One item with a call of its own, or an error instead.</summary>
internal sealed class MapItem<TSource, TResult>(long index, TSource item, Func<Task, TResult> getResult) : IMapUnit<TSource, TResult>
{
    private int _isReady;
    private Exception? _error;
    private Task? _task;

    public PoolCall? Call { get; set; }

    public bool IsDone { get; private set; }

    public IMapUnit<TSource, TResult>? Follower => null;

    public bool SetReady(bool isReady) => Interlocked.Exchange(ref _isReady, isReady ? 1 : 0) != 0;

    /// <summary>The item has an error and no call.</summary>
    public void Fail(Exception error) => _error = error;

    /// <summary>The call was launched.</summary>
    /// <param name="task">Its future.</param>
    /// <param name="tell">Called on any thread when it is complete.</param>
    public void Launch(Task task, Action<IMapUnit<TSource, TResult>> tell)
    {
        _task = task;
        task.ContinueWith(
            static (task, state) =>
            {
                // Looked at, so that the error of an item nobody takes any more is not reported as forgotten.
                _ = task.Exception;
                var (unit, tell) = ((MapItem<TSource, TResult>, Action<IMapUnit<TSource, TResult>>))state!;
                tell(unit);
            },
            (this, tell), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public bool TryLoad(MapRun<TSource, TResult> run)
    {
        if (IsDone || (_error is null && _task is not { IsCompleted: true }))
        {
            return false;
        }

        IsDone = true;
        run.Index = index;
        run.Items = [item];
        run.FirstItem = 0;
        run.Count = 1;
        run.Error = _error ?? _task!.Exception?.InnerException ?? (_task.IsCanceled ? CancellationOf(_task) : null);
        if (run.Error is null)
        {
            run.Values[0] = getResult(_task!);
        }

        return true;
    }

    public void Refuse(Func<Exception> error)
    {
        _error = error();
        Call?.Operation.TryCancel(CancellationToken.None);
    }

    public void Abandon()
    {
    }

    private static Exception CancellationOf(Task task)
    {
        try
        {
            task.GetAwaiter().GetResult();
            throw new UnreachableException("The task is not cancelled.");
        }
        catch (OperationCanceledException cancellation)
        {
            return cancellation;
        }
    }
}
