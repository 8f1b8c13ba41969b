using System.Diagnostics;
using System.Globalization;
using ProcGen.Scheduling;

namespace ProcGen.Tests.Scheduling;

/// <summary>
/// Random pools, calls and faults over simulated time. Runs for a few seconds; PROCGEN_SIMULATION_SECONDS runs longer, PROCGEN_SIMULATION_SEED repeats one schedule.
/// </summary>
public sealed class RandomScheduleTests
{
    private static readonly long s_millisecond = TimeSpan.TicksPerMillisecond;

    [Fact]
    public void Whatever_goes_wrong_every_call_ends_once_and_the_pool_recovers()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("PROCGEN_SIMULATION_SEED"), CultureInfo.InvariantCulture, out int only))
        {
            Run(only);
            return;
        }

        if (!double.TryParse(Environment.GetEnvironmentVariable("PROCGEN_SIMULATION_SECONDS"), CultureInfo.InvariantCulture, out double seconds))
        {
            seconds = 8;
        }

        // The first schedules are the same in every run; those after them are new each time.
        const int Fixed = 500;
        int random = Random.Shared.Next();
        var watch = Stopwatch.StartNew();
        int count = 0;
        for (; watch.Elapsed.TotalSeconds < seconds || count < Fixed; count++)
        {
            Run(count < Fixed ? count : random + count);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{count} schedules");
    }

    private static void Run(int seed)
    {
        var random = new Random(seed);
        var world = new SimulatedWorld(NewOptions(random), seed);
        world.Tell(s => s.Begin(0));
        world.Faults = NewFaults(random);

        int events = 20 + random.Next(200);
        bool closing = false;
        for (int i = 0; i < events; i++)
        {
            world.RunFor(random.Next(3) == 0 ? 0 : random.Next(400));
            Step(world, random, ref closing);
        }

        // The faults stop, and everything has to come to its end by itself.
        world.Faults = Faults.None;
        world.Settle();
        foreach (SimulatedCall call in world.Accepted)
        {
            CheckEnded(world, call);
        }

        if (!world.Closed && !closing)
        {
            CheckConverged(world);
        }

        world.Tell(s => s.Complete(world.Now));
        world.Settle();
        world.Check(world.Closed, "did not close when everything was done");
        world.Check(world.Submit(new SimulatedCall()) != Admission.Accepted, "took a call after it was closed");
    }

    private static void Step(SimulatedWorld world, Random random, ref bool closing)
    {
        switch (random.Next(100))
        {
            case < 55:
                SubmitOne(world, random);
                break;
            case < 62:
                world.Submit(NewChunk(random));
                break;
            case < 76 when world.Accepted.Count > 0:
                SimulatedCall call = world.Accepted[random.Next(world.Accepted.Count)];
                world.Cancel(call);
                break;
            case < 84:
                if (world.LiveWorkers.ElementAtOrDefault(random.Next(8)) is { } victim)
                {
                    victim.EndProcess();
                }

                break;
            case < 89:
                int workers = 1 + random.Next(6);
                world.Tell(s => s.Resize(workers, world.Now));
                break;
            case < 92:
                var calls = new SimulatedCall[world.Scheduler.TargetWorkers];
                for (int i = 0; i < calls.Length; i++)
                {
                    calls[i] = NewCall(random, random.Next(2) == 0);
                }

                world.Broadcast(calls);
                break;
            case < 94:
                foreach (SimulatedWorker worker in world.LiveWorkers.ToArray())
                {
                    worker.EndProcess();
                }

                break;
            case 98 when random.Next(10) == 0:
                closing = true;
                world.Tell(s => s.Complete(world.Now));
                break;
            case 99 when random.Next(10) == 0:
                closing = true;
                world.Tell(s =>
                {
                    world.FindStarts(s);
                    s.Terminate(world.Now);
                });
                break;
            default:
                world.RunFor(random.Next((int)(50 * s_millisecond)));
                break;
        }
    }

    private static void SubmitOne(SimulatedWorld world, Random random)
    {
        SimulatedCall call = NewCall(random, random.Next(3) == 0);
        SchedulerStatistics before = world.Scheduler.GetStatistics();
        Admission admission = world.Submit(call);
        SchedulerStatistics after = world.Scheduler.GetStatistics();
        bool grew = after.QueuedCalls > before.QueuedCalls;
        world.Check(!grew || after.QueuedCalls <= world.Options.MaxQueuedCalls, "more calls wait than may");
        world.Check(!grew || after.QueuedCalls == 1 || after.QueuedSize <= world.Options.MaxQueuedSize, "more bytes wait than may");
        world.Check(admission != Admission.QueueFull || before.QueuedCalls > 0, "full although empty");
    }

    private static SimulatedChunk NewChunk(Random random)
    {
        bool isTimed = random.Next(3) == 0;
        bool mayHang = isTimed && random.Next(2) == 0;
        bool isShort = random.Next(2) == 0;
        var items = new SimulatedItem[1 + random.Next(12)];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = new SimulatedItem
            {
                Duration = mayHang && random.Next(10) == 0 ? Deadline.Never : random.Next(isShort ? 30 : 1500),
                KillsInItsBody = random.Next(40) == 0,
            };
        }

        return new SimulatedChunk(items, random.Next(4) == 0 ? random.Next(3) : 0)
        {
            IsPrivate = random.Next(3) == 0,
            IsDivisible = random.Next(3) != 0,
            Priority = random.Next(3),
            Size = random.Next(100),
            ObservesCancellation = random.Next(2) == 0,
            Timeout = isTimed ? 1 + random.Next(2000) : Deadline.Never,
            IsStartQuiet = !isTimed && random.Next(3) != 0,
            KillGrace = random.Next(3) == 0 ? 0 : random.Next(1000),
            QueueTimeout = random.Next(6) == 0 ? 1 + random.Next(3000) : Deadline.Never,
            IsDeaf = random.Next(8) == 0,
            KillsBeforeItsBody = random.Next(60) == 0,
        };
    }

    private static SimulatedCall NewCall(Random random, bool asynchronous)
    {
        bool hangs = random.Next(25) == 0;
        bool isTimed = hangs || random.Next(5) == 0;
        bool isShort = random.Next(2) == 0;
        return new SimulatedCall(random.Next(4) == 0 ? random.Next(3) : 0)
        {
            IsAsynchronous = asynchronous,
            Priority = random.Next(3),
            Size = random.Next(100),
            ObservesCancellation = random.Next(2) == 0,
            Timeout = isTimed ? 1 + random.Next(2000) : Deadline.Never,
            IsStartQuiet = !isTimed && !asynchronous && random.Next(2) == 0,
            KillGrace = random.Next(3) == 0 ? 0 : random.Next(1000),
            QueueTimeout = random.Next(6) == 0 ? 1 + random.Next(3000) : Deadline.Never,
            Duration = hangs ? Deadline.Never : random.Next(isShort ? 30 : 1500),
            IsDeaf = random.Next(8) == 0,
            KillsBeforeItsBody = random.Next(60) == 0,
            KillsInItsBody = random.Next(30) == 0,
        };
    }

    private static SchedulerOptions NewOptions(Random random)
    {
        int workers = 1 + random.Next(5);
        return new SchedulerOptions
        {
            Workers = workers,
            MinWorkers = random.Next(2) == 0 ? 0 : random.Next(workers + 1),
            Spares = random.Next(3) == 0 ? 1 + random.Next(2) : 0,
            IdleTimeout = random.Next(2) == 0 ? Deadline.Never : 1 + random.Next(5000),
            MaxConcurrentCallsPerWorker = random.Next(2) == 0 ? 1 : 2 + random.Next(6),
            MaxCallsPerWorker = random.Next(3) == 0 ? 1 + random.Next(5) : long.MaxValue,
            MaxWorkerMemory = random.Next(3) == 0 ? 90 : long.MaxValue,
            MaxQueuedCalls = random.Next(3) == 0 ? 1 + random.Next(10) : int.MaxValue,
            MaxQueuedSize = random.Next(3) == 0 ? 100 + random.Next(500) : long.MaxValue,
            MaxCallsAhead = random.Next(2) == 0 ? 0 : 1 + random.Next(8),
            AheadSpan = 1 + random.Next(5000),
            AheadChunkSpan = 1 + random.Next(5000),
            ItemPatience = 1 + random.Next(3000),
            AheadPatience = 1 + random.Next(2000),
            MaxAheadSize = random.Next(200),
            NeighbourGrace = 200,
            BeginPatience = 4000,
        };
    }

    private static Faults NewFaults(Random random) => random.Next(4) == 0 ? Faults.None : new Faults
    {
        StartFailures = random.Next(3) == 0 ? random.Next(1001) : 0,
        IdleDeaths = random.Next(3) == 0 ? random.Next(300) : 0,
        Crashes = random.Next(2) == 0 ? random.Next(100) : 0,
        Stops = random.Next(4) == 0 ? random.Next(200) : 0,
        CrashesBeforeTheBody = random.Next(3) == 0 ? random.Next(100) : 0,
    };

    private static void CheckEnded(SimulatedWorld world, SimulatedCall call)
    {
        world.Check(call.HasEnd && call.HasEndCommand, "a call was lost");
        world.Check(call.State == CallState.Done, "a call stayed in a worker for ever");
        world.Check(call.LiveAttempts == 0, "a call still runs");
        if (call is SimulatedChunk chunk)
        {
            CheckItems(world, chunk);
            return;
        }

        bool mustHaveRun = call.FinalEnd is CallEnd.TimedOut or CallEnd.KilledForNeighbour or CallEnd.MemoryLimit;
        world.Check(call.Bodies <= 1 + call.AllRetries, "a call ran more often than it may");
        world.Check(!mustHaveRun || call.Bodies > 0, "a call that never ran ended as if it had");
        world.Check(call.FinalEnd is not CallEnd.QueueTimedOut || call.QueueTimeout != Deadline.Never, "a call without a limit waited too long");
        world.Check(call.FinalEnd is not CallEnd.TimedOut || call.Timeout != Deadline.Never, "a call without a limit ran too long");
    }

    private static void CheckItems(SimulatedWorld world, SimulatedChunk chunk)
    {
        for (int i = 0; i < chunk.Items; i++)
        {
            SimulatedItem item = chunk[i];
            world.Check(item.End is not null, "an item was lost");
            world.Check(item.Bodies <= 1 + chunk.AllRetries, "an item ran more often than it may");
            world.Check(item.End is not CallEnd.Completed || item.Bodies > 0, "an item that never ran came back");
            world.Check(item.End is not CallEnd.TimedOut || (item.Bodies > 0 && item.EndedAt - item.BeganAt >= chunk.Timeout), $"item {i} of {chunk.Items} began at {item.BeganAt}, may take {chunk.Timeout}, and timed out at {item.EndedAt} ({item.Bodies} bodies, {chunk.Sends} sends)");
        }

        foreach (SimulatedChunk part in chunk.Parts)
        {
            CheckEnded(world, part);
        }
    }

    private static void CheckConverged(SimulatedWorld world)
    {
        // A crash loop at the end may have left the pool small; one call brings it back.
        var call = new SimulatedCall();
        world.Check(world.Submit(call) == Admission.Accepted, "an idle pool refused a call");
        world.Settle();
        world.Check(call.HasEnd && call.FinalEnd == CallEnd.Completed, $"a healthy pool ended a harmless call with {call.FinalEnd}");

        int live = world.LiveWorkers.Count();
        int least = Math.Min(world.Options.MinWorkers, world.Scheduler.TargetWorkers) + world.Options.Spares;
        int most = world.Scheduler.TargetWorkers + world.Options.Spares;
        world.Check(live >= least && live <= most, $"{live} workers, not {least} to {most}");
        world.Check(world.LiveWorkers.All(w => w.IsReady), "a worker is neither ready nor gone");
    }
}
