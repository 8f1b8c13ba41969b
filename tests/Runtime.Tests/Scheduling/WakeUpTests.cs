using ProcGen.Scheduling;

namespace ProcGen.Tests.Scheduling;

/// <summary>When the scheduler asks to be told the time.</summary>
public sealed class WakeUpTests
{
    private const long Timeout = 1000;

    [Fact]
    public void A_wake_up_that_comes_a_little_early_is_asked_for_again()
    {
        var scheduler = new PoolScheduler(new() { Workers = 1 });
        var call = new SimulatedCall { Timeout = Timeout };
        scheduler.Begin(0);
        scheduler.Submit(call, 0);
        ScheduledWorker worker = Take(scheduler, CommandKind.StartWorker).Worker!;
        scheduler.WorkerReady(worker, 0);

        // The call is to begin soon; that is another time.
        scheduler.Commands.Clear();
        scheduler.CallStarted(worker, call, 0);
        Assert.Equal(Timeout, Take(scheduler, CommandKind.WakeAt).Time);

        scheduler.TimeAdvanced(Timeout - 1);

        Assert.Equal(Timeout, Take(scheduler, CommandKind.WakeAt).Time);
        scheduler.TimeAdvanced(Timeout);
        Assert.Equal(CallEnd.TimedOut, Take(scheduler, CommandKind.EndCall).End);
    }

    private static SchedulerCommand Take(PoolScheduler scheduler, CommandKind kind)
    {
        SchedulerCommand command = Assert.Single(scheduler.Commands, command => command.Kind == kind);
        scheduler.Commands.Clear();
        return command;
    }
}
