using ProcGen.Scheduling;

namespace ProcGen.Tests.Scheduling;

/// <summary>What the scheduler decides about workers, one rule at a time, over simulated time.</summary>
public sealed class SchedulerWorkerTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    [Fact]
    public void A_spare_is_given_calls_at_once_when_a_worker_is_killed()
    {
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 1, MinWorkers = 1, Spares = 1 });
        world.RunFor(Second);
        var stuck = new SimulatedCall { Duration = Deadline.Never, Timeout = 100 };
        var next = new SimulatedCall { Duration = 10 };
        world.Submit(stuck);
        world.Submit(next);
        world.Settle();

        // Less than the fastest start takes.
        Assert.InRange(next.EndedAt - stuck.EndedAt, 0, 100);
    }

    [Fact]
    public void Idle_workers_above_the_minimum_end_after_their_time()
    {
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 4, MinWorkers = 1, IdleTimeout = Second });
        for (int i = 0; i < 8; i++)
        {
            world.Submit(new SimulatedCall { Duration = 5000 });
        }

        world.RunFor(Second / 2);
        Assert.Equal(4, world.LiveWorkers.Count());
        world.Settle();
        Assert.Single(world.LiveWorkers);
    }

    [Fact]
    public void A_pool_that_is_made_smaller_lets_surplus_workers_finish_what_they_run()
    {
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 3 });
        SimulatedCall[] calls = [.. Enumerable.Range(0, 3).Select(_ => new SimulatedCall { Duration = 5 * Second })];
        Array.ForEach(calls, call => world.Submit(call));
        while (calls.Any(call => call.State != CallState.Running))
        {
            world.RunFor(1);
        }

        world.Tell(s => s.Resize(1, world.Now));
        world.RunFor(Second);

        Assert.All(calls, call => Assert.Equal(CallState.Running, call.State));
        Assert.Equal(3, world.LiveWorkers.Count());
        world.Settle();
        Assert.All(calls, call => Assert.Equal((CallEnd.Completed, 1), (call.FinalEnd, call.Sends)));
        Assert.Single(world.LiveWorkers);
    }

    [Fact]
    public void Dead_idle_workers_are_replaced_up_to_what_demand_called_for()
    {
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 4 });
        for (int i = 0; i < 4; i++)
        {
            world.Submit(new SimulatedCall { Duration = 5000 });
        }

        world.Settle();
        foreach (SimulatedWorker worker in world.LiveWorkers.ToArray())
        {
            worker.EndProcess();
        }

        world.Settle();
        Assert.Equal(4, world.LiveWorkers.Count(w => w.IsReady));
    }

    [Fact]
    public void A_pool_whose_workers_never_start_tells_each_caller_soon_and_starts_few()
    {
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 8 });
        world.Faults = new Faults { StartFailures = 1000 };
        for (int i = 0; i < 1000; i++)
        {
            var call = new SimulatedCall();
            world.Submit(call);
            world.RunFor(Second / 10);
        }

        world.RunFor(5 * Second);
        Assert.All(world.Accepted, call => Assert.Equal(CallEnd.StartFailed, call.FinalEnd));
        Assert.All(world.Accepted, call => Assert.InRange(call.EndedAt - call.SubmittedAt, 0, Second));

        // 105 s: the first eight, two more tries, and then one every 1, 2, 4, … up to 30 s.
        Assert.InRange(world.StartedWorkers, 3, 30);

        world.Faults = Faults.None;
        world.RunFor(40 * Second);
        var healthy = new SimulatedCall();
        world.Submit(healthy);
        world.Settle();
        Assert.Equal(CallEnd.Completed, healthy.FinalEnd);
    }

    [Fact]
    public void Workers_that_die_right_after_their_start_are_a_start_that_fails()
    {
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 1 });
        world.Faults = new Faults { CrashesBeforeTheBody = 1000 };
        SimulatedCall[] calls = [.. Enumerable.Range(0, 5).Select(_ => new SimulatedCall())];
        foreach (SimulatedCall call in calls)
        {
            world.Submit(call);
        }

        world.RunFor(10 * Second);
        Assert.All(calls, call => Assert.True(call.FinalEnd is CallEnd.StartFailed or CallEnd.WorkerCrashed));
        Assert.All(calls, call => Assert.True(call.HasEnd));
        Assert.InRange(world.StartedWorkers, 3, 6);
    }

    [Fact]
    public void A_pool_with_a_living_worker_goes_on_when_others_cannot_start()
    {
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 4 });
        world.Submit(new SimulatedCall());
        world.Settle();
        world.Faults = new Faults { StartFailures = 1000 };
        SimulatedCall[] calls = [.. Enumerable.Range(0, 20).Select(_ => new SimulatedCall { Duration = 2000 })];
        foreach (SimulatedCall call in calls)
        {
            world.Submit(call);
        }

        world.Settle();
        Assert.All(calls, call => Assert.Equal(CallEnd.Completed, call.FinalEnd));
    }

    [Fact]
    public void A_worker_that_is_asked_to_end_from_outside_gets_nothing_more_and_is_replaced()
    {
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 1 });
        var running = new SimulatedCall { Duration = 3000 };
        world.Submit(running);
        while (running.State != CallState.Running)
        {
            world.RunFor(1);
        }

        ScheduledWorker worker = running.Worker!;
        world.Tell(s => s.WorkerTerminating(worker, world.Now));
        var next = new SimulatedCall();
        world.Submit(next);
        world.Settle();
        Assert.Equal(CallEnd.Completed, running.FinalEnd);
        Assert.NotEqual(running.LastWorker, next.LastWorker);
        Assert.Equal(WorkerState.Gone, worker.State);
    }

    [Fact]
    public void A_broadcast_reaches_every_worker_once_also_those_that_still_start()
    {
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 4 });
        world.Submit(new SimulatedCall { Duration = 4000 });
        world.RunFor(Second);
        SimulatedCall[] calls = [.. Enumerable.Range(0, 4).Select(_ => new SimulatedCall())];
        world.Broadcast(calls);
        world.Settle();
        Assert.All(calls, call => Assert.Equal(CallEnd.Completed, call.FinalEnd));
        Assert.Equal(4, calls.Select(c => c.LastWorker).Distinct().Count());
    }

    [Fact]
    public void Memory_over_the_limit_ends_all_calls_of_the_worker()
    {
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 1 });
        var hog = new SimulatedCall { Duration = Deadline.Never };
        world.Submit(hog);
        while (hog.State != CallState.Running)
        {
            world.RunFor(1);
        }

        ScheduledWorker worker = hog.Worker!;
        world.Tell(s => s.MemoryExceeded(worker, world.Now));
        Assert.Equal(CallEnd.MemoryLimit, hog.FinalEnd);
        world.Settle();
        Assert.Equal(WorkerState.Gone, worker.State);
    }

    [Fact]
    public void A_pool_resized_faster_than_workers_start_still_gets_a_worker()
    {
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 4 });
        SimulatedCall[] calls = [.. Enumerable.Range(0, 50).Select(_ => new SimulatedCall())];
        foreach (SimulatedCall call in calls)
        {
            world.Submit(call);
        }

        for (int i = 0; i < 2000; i++)
        {
            int workers = 1 + (i % 4);
            world.Tell(s => s.Resize(workers, world.Now));
            world.RunFor(20);
        }

        Assert.All(calls, call => Assert.Equal(CallEnd.Completed, call.FinalEnd));
    }

    [Fact]
    public void A_worker_that_does_nothing_any_more_is_killed_and_its_calls_run_elsewhere()
    {
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 1, BeginPatience = 5000 });
        world.Faults = new Faults { Stops = 1000 };
        SimulatedCall[] calls = [new SimulatedCall(), new SimulatedChunk([new(), new(), new()])];
        world.Submit(calls[0]);
        world.Submit(calls[1]);
        world.RunFor(4000);
        Assert.Equal(CallState.Sent, calls[0].State);
        world.Faults = Faults.None;
        world.Settle();
        Assert.All(calls, call => Assert.Equal(CallEnd.Completed, call.FinalEnd));
        Assert.Equal(2, calls[0].Sends);
    }
}
