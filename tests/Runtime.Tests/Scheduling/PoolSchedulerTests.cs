using ProcGen.Scheduling;

namespace ProcGen.Tests.Scheduling;

/// <summary>What the scheduler decides, one rule at a time, over simulated time.</summary>
public sealed class PoolSchedulerTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    [Fact]
    public void Calls_of_equal_priority_leave_the_queue_in_their_order_and_higher_ones_before()
    {
        SimulatedWorld world = Begin(new() { Workers = 1 });
        SimulatedCall[] calls = [.. new[] { 0, 0, 2, 1, 2, 0 }.Select(priority => new SimulatedCall { Priority = priority })];
        foreach (SimulatedCall call in calls)
        {
            world.Submit(call);
        }

        world.Settle();
        SimulatedCall[] order = [calls[2], calls[4], calls[3], calls[0], calls[1], calls[5]];
        Assert.Equal(order.Select(c => c.EndedAt).Order(), order.Select(c => c.EndedAt));
        Assert.All(calls, call => Assert.Equal(CallEnd.Completed, call.FinalEnd));
    }

    [Fact]
    public void A_call_that_never_began_returns_to_its_place_at_the_front()
    {
        SimulatedWorld world = Begin(new() { Workers = 1 });
        var first = new SimulatedCall();
        var second = new SimulatedCall();
        world.Submit(first);
        world.Submit(second);
        while (first.State != CallState.Sent)
        {
            world.RunFor(1);
        }

        world.LiveWorkers.Single().EndProcess();
        world.Settle();
        Assert.Equal(2, first.Sends);
        Assert.Equal(1, first.Bodies);
        Assert.True(first.EndedAt < second.EndedAt);
    }

    [Fact]
    public void A_call_that_kills_every_worker_before_it_begins_ends_and_takes_no_other_along()
    {
        SimulatedWorld world = Begin(new() { Workers = 1, StartAttempts = 100 });
        var poison = new SimulatedCall { KillsBeforeItsBody = true };
        var harmless = new SimulatedCall();
        world.Submit(poison);
        world.Submit(harmless);
        world.Settle();
        Assert.Equal(CallEnd.WorkerCrashed, poison.FinalEnd);
        Assert.Equal(0, poison.Bodies);
        Assert.Equal(CallEnd.Completed, harmless.FinalEnd);
    }

    [Fact]
    public void A_chunk_goes_to_one_worker_and_its_rest_goes_on_after_a_crash()
    {
        SimulatedWorld world = Begin(new() { Workers = 2 });
        SimulatedCall[] calls = [.. Enumerable.Range(0, 6).Select(i => new SimulatedCall { Chunk = 1, KillsInItsBody = i == 2, Duration = 50 })];
        world.Submit(calls);
        world.Settle();
        Assert.Equal(
            [CallEnd.Completed, CallEnd.Completed, CallEnd.WorkerCrashed, CallEnd.Completed, CallEnd.Completed, CallEnd.Completed],
            calls.Select(c => c.FinalEnd));
        Assert.All(calls, call => Assert.Equal(1, call.Bodies));
        Assert.Single(calls[..3].Select(c => c.LastWorker).Distinct());
        Assert.Single(calls[3..].Select(c => c.LastWorker).Distinct());
    }

    [Fact]
    public void The_timeout_of_an_item_of_a_chunk_begins_with_its_own_body()
    {
        SimulatedWorld world = Begin(new() { Workers = 1 });
        SimulatedCall[] calls = [.. Enumerable.Range(0, 10).Select(_ => new SimulatedCall { Chunk = 1, Duration = 800, Timeout = 1000 })];
        world.Submit(calls);
        world.Settle();
        Assert.All(calls, call => Assert.Equal(CallEnd.Completed, call.FinalEnd));
    }

    [Fact]
    public void A_call_without_a_token_is_killed_at_its_timeout_and_one_with_a_token_after_its_grace()
    {
        SimulatedWorld world = Begin(new() { Workers = 1 });
        var deaf = new SimulatedCall { Duration = Deadline.Never, Timeout = 1000, KillGrace = 500 };
        world.Submit(deaf);
        world.Settle();
        Assert.Equal((CallEnd.TimedOut, 1000L), (deaf.FinalEnd, deaf.EndedAt - deaf.StartedAt));

        var stubborn = new SimulatedCall { Duration = Deadline.Never, Timeout = 1000, KillGrace = 500, ObservesCancellation = true, IsDeaf = true };
        world.Submit(stubborn);
        world.Settle();
        Assert.Equal((CallEnd.TimedOut, 1500L), (stubborn.FinalEnd, stubborn.EndedAt - stubborn.StartedAt));
        Assert.Equal(2, world.Scheduler.GetStatistics().KilledWorkers);

        var obedient = new SimulatedCall { Duration = Deadline.Never, Timeout = 1000, KillGrace = 500, ObservesCancellation = true };
        world.Submit(obedient);
        world.Settle();
        Assert.Equal(CallEnd.TimedOut, obedient.FinalEnd);
        Assert.Equal(2, world.Scheduler.GetStatistics().KilledWorkers);
    }

    [Fact]
    public void Neighbours_of_a_call_that_must_be_killed_get_their_grace_and_then_their_own_error()
    {
        SimulatedWorld world = Begin(new() { Workers = 1, MaxConcurrentCallsPerWorker = 3, NeighbourGrace = 300 });
        var stuck = new SimulatedCall { IsAsynchronous = true, Duration = Deadline.Never, Timeout = 1000 };
        var quick = new SimulatedCall { IsAsynchronous = true, Duration = 1200 };
        var slow = new SimulatedCall { IsAsynchronous = true, Duration = 5000 };
        world.Submit(stuck);
        world.Submit(quick);
        world.Submit(slow);
        world.Settle();
        Assert.Equal((CallEnd.TimedOut, 1000L), (stuck.FinalEnd, stuck.EndedAt - stuck.StartedAt));
        Assert.Equal(CallEnd.Completed, quick.FinalEnd);
        Assert.Equal(CallEnd.KilledForNeighbour, slow.FinalEnd);
        Assert.InRange(slow.EndedAt - stuck.EndedAt, 300, 700);
    }

    [Fact]
    public void A_synchronous_call_is_not_overtaken_by_later_asynchronous_ones()
    {
        SimulatedWorld world = Begin(new() { Workers = 1, MaxConcurrentCallsPerWorker = 4 });
        world.Submit(new SimulatedCall { IsAsynchronous = true, Duration = 1000 });
        var synchronous = new SimulatedCall();
        world.Submit(synchronous);
        var later = new SimulatedCall { IsAsynchronous = true };
        world.Submit(later);
        world.Settle();
        Assert.True(synchronous.EndedAt < later.EndedAt);
    }

    [Fact]
    public void A_spare_is_given_calls_at_once_when_a_worker_is_killed()
    {
        SimulatedWorld world = Begin(new() { Workers = 1, MinWorkers = 1, Spares = 1 });
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
        SimulatedWorld world = Begin(new() { Workers = 4, MinWorkers = 1, IdleTimeout = Second });
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
    public void Dead_idle_workers_are_replaced_up_to_what_demand_called_for()
    {
        SimulatedWorld world = Begin(new() { Workers = 4 });
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
        SimulatedWorld world = Begin(new() { Workers = 8 });
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
        SimulatedWorld world = Begin(new() { Workers = 1 });
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
        SimulatedWorld world = Begin(new() { Workers = 4 });
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
        SimulatedWorld world = Begin(new() { Workers = 1 });
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
        SimulatedWorld world = Begin(new() { Workers = 4 });
        world.Submit(new SimulatedCall { Duration = 4000 });
        world.RunFor(Second);
        SimulatedCall[] calls = [.. Enumerable.Range(0, 4).Select(_ => new SimulatedCall())];
        world.Broadcast(calls);
        world.Settle();
        Assert.All(calls, call => Assert.Equal(CallEnd.Completed, call.FinalEnd));
        Assert.Equal(4, calls.Select(c => c.LastWorker).Distinct().Count());
    }

    [Fact]
    public void Timeouts_rest_while_somebody_debugs()
    {
        var scheduler = new PoolScheduler(new SchedulerOptions { Workers = 1 });
        var call = new ScheduledCall { Timeout = 1000 };
        scheduler.Submit(call, 0);
        ScheduledWorker worker = scheduler.Commands.Single(c => c.Kind == CommandKind.StartWorker).Worker!;
        scheduler.WorkerReady(worker, 1);
        scheduler.CallStarted(worker, call, 2);
        scheduler.TimeAdvanced(5000, timeoutsRest: true);
        Assert.False(call.HasEnd);
        scheduler.TimeAdvanced(5999);
        Assert.False(call.HasEnd);
        scheduler.TimeAdvanced(6000);
        Assert.True(call.HasEnd);
    }

    [Fact]
    public void Memory_over_the_limit_ends_all_calls_of_the_worker()
    {
        SimulatedWorld world = Begin(new() { Workers = 1 });
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
        SimulatedWorld world = Begin(new() { Workers = 4 });
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
        SimulatedWorld world = Begin(new() { Workers = 1, BeginPatience = 5000 });
        world.Faults = new Faults { Stops = 1000 };
        SimulatedCall[] calls = [.. Enumerable.Range(0, 3).Select(_ => new SimulatedCall { Chunk = 1 })];
        world.Submit(calls);
        world.RunFor(4000);
        Assert.All(calls, call => Assert.Equal(CallState.Sent, call.State));
        world.Faults = Faults.None;
        world.Settle();
        Assert.All(calls, call => Assert.Equal((CallEnd.Completed, 2), (call.FinalEnd, call.Sends)));
    }

    private static SimulatedWorld Begin(SchedulerOptions options)
    {
        var world = new SimulatedWorld(options, seed: 1);
        world.Tell(s => s.Begin(0));
        return world;
    }
}
