using BenchmarkDotNet.Attributes;
using ProcGen.Scheduling;

namespace ProcGen.Micro;

/// <summary>
/// What the scheduler takes for one call, from its submission to its end, with so many workers and so many calls that wait before it: its decisions alone, without any I/O.
/// Each operation submits a call and ends the one that runs, so that the queue stays as long as it is.
/// </summary>
[MemoryDiagnoser]
public class SchedulerBenchmarks
{
    private PoolScheduler _scheduler = null!;
    private readonly Queue<ScheduledCall> _running = new();
    private readonly Stack<ScheduledCall> _free = new();
    private long _now;

    /// <summary>Workers, all of which run a call.</summary>
    [Params(2, 64)]
    public int Workers { get; set; }

    /// <summary>Calls that wait.</summary>
    [Params(0, 1_000, 100_000)]
    public int Queued { get; set; }

    [GlobalSetup]
    public void FillPool()
    {
        _scheduler = new PoolScheduler(new SchedulerOptions { Workers = Workers, MinWorkers = Workers });
        _scheduler.Begin(_now);
        SchedulerCommand[] starts = Take();
        foreach (SchedulerCommand start in starts)
        {
            _scheduler.WorkerReady(start.Worker!, ++_now);
        }

        Take();
        for (int i = 0; i < Queued + Workers; i++)
        {
            Submit(new RenewedCall());
        }
    }

    [Benchmark]
    public void SubmitAndEnd()
    {
        Submit(_free.TryPop(out ScheduledCall? free) ? free : new RenewedCall());
        ScheduledCall ended = _running.Dequeue();
        _scheduler.CallEnded(ended.Worker!, ended, cancelled: false, ++_now);
        Apply();
        ((RenewedCall)ended).MakeNew();
        _free.Push(ended);
    }

    private void Submit(ScheduledCall call)
    {
        _scheduler.Submit(call, ++_now);
        Apply();
    }

    // What the pool's shell does with the decisions, as far as the scheduler expects to hear of it: a call that was sent begins.
    private void Apply()
    {
        for (int i = 0; i < _scheduler.Commands.Count; i++)
        {
            SchedulerCommand command = _scheduler.Commands[i];
            if (command.Kind == CommandKind.SendCall)
            {
                _scheduler.CallStarted(command.Worker!, command.Call!, ++_now);
                _running.Enqueue(command.Call!);
            }
        }

        _scheduler.Commands.Clear();
    }

    private SchedulerCommand[] Take()
    {
        SchedulerCommand[] commands = [.. _scheduler.Commands];
        _scheduler.Commands.Clear();
        return commands;
    }

    private sealed class RenewedCall : ScheduledCall
    {
        public void MakeNew() => Renew();
    }
}
