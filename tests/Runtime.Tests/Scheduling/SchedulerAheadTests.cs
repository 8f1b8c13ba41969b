using ProcGen.Scheduling;

namespace ProcGen.Tests.Scheduling;

/// <summary>Short calls that wait in a worker instead of in the queue.</summary>
public sealed class SchedulerAheadTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    [Fact]
    public void Workers_whose_calls_are_short_hold_several_of_them()
    {
        SimulatedWorld world = BeginWithShortCalls(workers: 2);
        SimulatedCall[] calls = Submit(world, 20, duration: 10);

        Assert.All(world.Scheduler.Workers, worker => Assert.Equal(5, worker.Calls.Count));
        world.Settle();
        Assert.All(calls, call => Assert.Equal((CallEnd.Completed, 1, 1), (call.FinalEnd, call.Sends, call.Bodies)));
    }

    [Fact]
    public void Workers_whose_calls_are_long_hold_one()
    {
        SimulatedWorld world = BeginWithShortCalls(workers: 2, duration: 5000);

        Submit(world, 20, duration: 10);

        Assert.All(world.Scheduler.Workers, worker => Assert.Single(worker.Calls));
    }

    [Fact]
    public void A_call_does_not_wait_behind_another_while_more_workers_may_start()
    {
        SimulatedWorld world = SimulatedWorld.Begin(Options(workers: 2));
        Submit(world, 1, duration: 10);
        world.Settle();
        Assert.Single(world.LiveWorkers);

        Submit(world, 2, duration: 10);

        Assert.Equal(2, world.LiveWorkers.Count());
        Assert.Single(world.Scheduler.Workers[0].Calls);
    }

    [Fact]
    public void Calls_behind_one_that_turns_out_long_run_in_another_worker()
    {
        SimulatedWorld world = BeginWithShortCalls(workers: 2);
        var endless = new SimulatedCall { Duration = 20 * Second };
        world.Submit(endless);
        SimulatedCall[] calls = Submit(world, 12, duration: 10);
        Assert.Equal(5, world.Scheduler.Workers.Single(w => w.Calls.Contains(endless)).Calls.Count);

        world.RunFor(Second / 10);

        Assert.False(endless.HasEndCommand);
        Assert.All(calls, call => Assert.Equal((CallEnd.Completed, 1), (call.FinalEnd, call.Bodies)));
        Assert.Contains(calls, call => call.Sends == 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_crash_costs_the_call_that_ran_and_those_behind_it_run_once(bool isStartQuiet)
    {
        SimulatedWorld world = BeginWithShortCalls(workers: 1);
        SimulatedCall[] before = Submit(world, 2, duration: 10, isStartQuiet);
        var crash = new SimulatedCall { KillsInItsBody = true, IsStartQuiet = isStartQuiet };
        world.Submit(crash);
        SimulatedCall[] behind = Submit(world, 10, duration: 10, isStartQuiet);
        world.Settle();

        Assert.Equal((CallEnd.WorkerCrashed, 1), (crash.FinalEnd, crash.Bodies));
        Assert.All(before, call => Assert.Equal((CallEnd.Completed, 1), (call.FinalEnd, call.Bodies)));
        Assert.All(behind, call => Assert.Equal((CallEnd.Completed, 1), (call.FinalEnd, call.Bodies)));
        Assert.Contains(behind, call => call.Sends == 2);
    }

    [Fact]
    public void A_call_that_began_without_a_word_is_stopped_when_it_is_cancelled()
    {
        SimulatedWorld world = BeginWithShortCalls(workers: 1);
        var endless = new SimulatedCall { Duration = Deadline.Never, IsStartQuiet = true };
        world.Submit(endless);
        world.RunFor(50);

        world.Cancel(endless);
        world.Settle();

        Assert.Equal(CallEnd.Cancelled, endless.FinalEnd);
        Assert.Equal(CallState.Done, endless.State);
        Assert.Equal(2, world.StartedWorkers);
    }

    [Fact]
    public void A_worker_that_runs_a_call_without_a_word_is_not_taken_for_one_that_never_began_it()
    {
        SimulatedWorld world = SimulatedWorld.Begin(Options(workers: 1) with { BeginPatience = 1000 });
        var slow = new SimulatedCall { Duration = 50_000, IsStartQuiet = true };
        world.Submit(slow);
        world.Settle();

        Assert.Equal((CallEnd.Completed, 1), (slow.FinalEnd, slow.Sends));
        Assert.Equal(1, world.StartedWorkers);
    }

    private static SchedulerOptions Options(int workers) => new() { Workers = workers, MaxCallsAhead = 4, AheadSpan = 1000, AheadPatience = 500 };

    /// <summary>A world whose workers have all run calls of a duration.</summary>
    private static SimulatedWorld BeginWithShortCalls(int workers, long duration = 10)
    {
        SimulatedWorld world = SimulatedWorld.Begin(Options(workers) with { MinWorkers = workers });
        world.RunFor(Second);
        for (int i = 0; i < 20; i++)
        {
            Submit(world, workers, duration);
            world.RunFor(Second / 100);
        }

        return world;
    }

    private static SimulatedCall[] Submit(SimulatedWorld world, int count, long duration, bool isStartQuiet = false)
    {
        SimulatedCall[] calls = [.. Enumerable.Range(0, count).Select(_ => new SimulatedCall { Duration = duration, IsStartQuiet = isStartQuiet })];
        Array.ForEach(calls, call => world.Submit(call));
        return calls;
    }
}
