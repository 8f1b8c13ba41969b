using ProcGen.Scheduling;

namespace ProcGen.Tests.Scheduling;

/// <summary>What the scheduler decides about calls, one rule at a time, over simulated time.</summary>
public sealed class SchedulerCallTests
{
    [Fact]
    public void Calls_of_equal_priority_leave_the_queue_in_their_order_and_higher_ones_before()
    {
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 1 });
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
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 1 });
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
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 1, StartAttempts = 100 });
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
    public void A_call_without_a_token_is_killed_at_its_timeout_and_one_with_a_token_after_its_grace()
    {
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 1 });
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
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 1, MaxConcurrentCallsPerWorker = 3, NeighbourGrace = 300 });
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
        SimulatedWorld world = SimulatedWorld.Begin(new() { Workers = 1, MaxConcurrentCallsPerWorker = 4 });
        world.Submit(new SimulatedCall { IsAsynchronous = true, Duration = 1000 });
        var synchronous = new SimulatedCall();
        world.Submit(synchronous);
        var later = new SimulatedCall { IsAsynchronous = true };
        world.Submit(later);
        world.Settle();
        Assert.True(synchronous.EndedAt < later.EndedAt);
    }

    [Fact]
    [Trait("Case", "14")]
    public void The_timeout_counts_from_the_start_of_the_body_and_not_from_the_sending()
    {
        var scheduler = new PoolScheduler(new SchedulerOptions { Workers = 1 });
        var call = new ScheduledCall { Timeout = 1000 };
        scheduler.Submit(call, 0);
        ScheduledWorker worker = scheduler.Commands.Single(c => c.Kind == CommandKind.StartWorker).Worker!;
        scheduler.WorkerReady(worker, 1);
        Assert.Equal(CallState.Sent, call.State);

        scheduler.TimeAdvanced(4999);
        scheduler.CallStarted(worker, call, 5000);
        scheduler.TimeAdvanced(5999);
        Assert.False(call.HasEnd);
        Assert.Equal(WorkerState.Ready, worker.State);
        scheduler.TimeAdvanced(6000);
        Assert.True(call.HasEnd);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_worker_is_killed_the_moment_a_call_is_past_its_time_unless_a_neighbour_is_to_finish(bool hasNeighbour)
    {
        var scheduler = new PoolScheduler(new SchedulerOptions { Workers = 1, MaxConcurrentCallsPerWorker = 2, NeighbourGrace = 500 });
        var late = new ScheduledCall { Timeout = 1000, IsAsynchronous = hasNeighbour };
        var neighbour = new ScheduledCall { IsAsynchronous = true };
        scheduler.Submit(late, 0);
        ScheduledWorker worker = scheduler.Commands.Single(c => c.Kind == CommandKind.StartWorker).Worker!;
        scheduler.WorkerReady(worker, 1);
        scheduler.CallStarted(worker, late, 2);
        if (hasNeighbour)
        {
            scheduler.Submit(neighbour, 3);
            scheduler.CallStarted(worker, neighbour, 4);
        }

        scheduler.TimeAdvanced(1002);
        Assert.True(late.HasEnd);
        Assert.Equal(!hasNeighbour, IsKilled());
        scheduler.TimeAdvanced(1502);
        Assert.True(IsKilled());

        bool IsKilled() => scheduler.Commands.Exists(c => c.Kind == CommandKind.KillWorker && c.Worker == worker);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_timeout_of_a_call_rests_whose_worker_is_debugged(bool isDebugged)
    {
        var scheduler = new PoolScheduler(new SchedulerOptions { Workers = 1 });
        var call = new ScheduledCall { Timeout = 1000 };
        scheduler.Submit(call, 0);
        ScheduledWorker worker = scheduler.Commands.Single(c => c.Kind == CommandKind.StartWorker).Worker!;
        scheduler.WorkerReady(worker, 1);
        scheduler.CallStarted(worker, call, 2, isDebugged);
        scheduler.TimeAdvanced(TimeSpan.TicksPerHour);
        Assert.Equal(!isDebugged, call.HasEnd);
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
}
