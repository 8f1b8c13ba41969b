using ProcGen.Scheduling;

namespace ProcGen.Tests.Scheduling;

/// <summary>A chunk in a simulated worker: its items run one after the other, and their ends are kept until some of them are told together.</summary>
internal sealed class SimulatedChunkRun(SimulatedWorld world, SimulatedChunk chunk, ISimulatedChunkHost host)
{
    private readonly int _end = chunk.SentEnd;
    private int _next = chunk.SentStart;
    private int _told = chunk.SentStart;
    private bool _isRunning;
    private bool _isOver;
    private bool _isStopping;
    private bool _isGivenBack;

    /// <summary>How many items, from the first of the chunk, have begun.</summary>
    private int Begun => _isRunning ? _next + 1 : _next;

    public void RunNext()
    {
        if (_isOver || !host.IsAlive)
        {
            return;
        }

        if (_next == _end || _isStopping || _isGivenBack)
        {
            Finish();
            return;
        }

        SimulatedItem item = chunk[_next];
        world.Check(item.Bodies <= chunk.AllRetries, "an item began more often than it may");
        world.Check(item.End is null || chunk.HasEnd, "an item began after its end");
        item.Bodies++;
        item.BeganAt = world.Now;
        _isRunning = true;
        int running = _next;
        if (item.KillsInItsBody || world.Chance(world.Faults.Crashes))
        {
            world.At(world.Next((int)Math.Min(item.Duration, 1000) + 1), () =>
            {
                if (_isRunning && _next == running)
                {
                    host.EndProcess();
                }
            });
        }

        if (item.Duration != Deadline.Never)
        {
            world.At(item.Duration, () => EndItem(running));
        }
    }

    /// <summary>The parent asks for the end of one item, or of all.</summary>
    /// <param name="item">Which, of those that were sent; -1 for all.</param>
    public void Cancel(int item)
    {
        int meant = item < 0 ? _next : chunk.SentStart + item;
        _isStopping |= item < 0;
        if (_isRunning && meant == _next && chunk.ObservesCancellation && !chunk.IsDeaf)
        {
            world.At(world.Next(50), () => EndItem(meant));
        }
        else if (item >= 0 && meant < _next)
        {
            Flush();
        }
    }

    /// <summary>What has not begun is to be given back.</summary>
    public void Recall() => _isGivenBack |= chunk.IsDivisible;

    /// <summary>Tells what is known outside of messages; with the ends that were not told, if the process is gone.</summary>
    public void FindItems(PoolScheduler scheduler, ScheduledWorker worker, bool isGone)
    {
        if (chunk.IsPrivate || _isOver || chunk.State != CallState.Running)
        {
            return;
        }

        if (isGone && _told == chunk.Done)
        {
            host.Tell(scheduler, chunk, _next - _told);
            _told = _next;
        }

        PoolScheduler.ItemsFoundBegun(worker, chunk, Begun, Begun > chunk.SentStart ? chunk[Begun - 1].BeganAt : chunk.StartedAt);
    }

    private void EndItem(int item)
    {
        if (!host.IsAlive || !_isRunning || _next != item || _isOver)
        {
            return;
        }

        _isRunning = false;
        _next++;
        if (chunk.IsPrivate || world.Chance(200))
        {
            Flush();
        }

        RunNext();
    }

    private void Flush()
    {
        int count = _next - _told;
        _told = _next;
        if (count > 0)
        {
            host.Say(s => host.Tell(s, chunk, count));
        }
    }

    private void Finish()
    {
        _isOver = true;
        Flush();
        host.Finish(chunk, _next == _end ? ChunkFinish.Done : _isStopping ? ChunkFinish.Cancelled : ChunkFinish.GivenBack);
    }
}

/// <summary>How a chunk leaves its worker.</summary>
internal enum ChunkFinish
{
    Done,
    Cancelled,
    GivenBack,
}

/// <summary>What a chunk needs of its worker.</summary>
internal interface ISimulatedChunkHost
{
    bool IsAlive { get; }

    void EndProcess();

    void Say(Action<PoolScheduler> message);

    /// <summary>Tells the scheduler that the next items have come back, and their caller.</summary>
    void Tell(PoolScheduler scheduler, SimulatedChunk chunk, int count);

    void Finish(SimulatedChunk chunk, ChunkFinish finish);
}
