using ProcGen.Scheduling;

namespace ProcGen.Tests.Scheduling;

/// <summary>How often things go wrong in a <see cref="SimulatedWorld"/>, per thousand.</summary>
internal sealed record Faults
{
    public static Faults None { get; } = new();

    public int StartFailures { get; init; }

    public int IdleDeaths { get; init; }

    public int Crashes { get; init; }

    public int CrashesBeforeTheBody { get; init; }

    /// <summary>Workers that become ready and then do nothing any more, as one that got SIGSTOP.</summary>
    public int Stops { get; init; }

}

/// <summary>
/// Drives a scheduler with simulated time, workers and bodies, and checks after every command what must hold at all times. Messages of a worker
/// arrive late and in order; its exit arrives last; a kill takes its time.
/// </summary>
internal sealed class SimulatedWorld
{
    private readonly Random _random;
    private readonly PriorityQueue<Action, (long Time, long Order)> _future = new();
    private readonly Dictionary<ScheduledWorker, SimulatedWorker> _workers = [];
    private readonly List<SimulatedCall> _accepted = [];
    private readonly Queue<(long Time, SchedulerCommand Command)> _last = new();
    private long _order;
    private long _wakeAt = Deadline.Never;

    public SimulatedWorld(SchedulerOptions options, int seed)
    {
        Options = options;
        Seed = seed;
        _random = new Random(seed);
        Scheduler = new PoolScheduler(options);
    }

    /// <summary>A world whose pool has begun.</summary>
    public static SimulatedWorld Begin(SchedulerOptions options)
    {
        var world = new SimulatedWorld(options, seed: 1);
        world.Tell(s => s.Begin(0));
        return world;
    }

    public SchedulerOptions Options { get; }

    public int Seed { get; }

    public PoolScheduler Scheduler { get; }

    public Faults Faults { get; set; } = Faults.None;

    public long Now { get; private set; }

    public bool Closed { get; private set; }

    public int StartedWorkers { get; private set; }

    public int Steps { get; private set; }

    public IReadOnlyList<SimulatedCall> Accepted => _accepted;

    public IEnumerable<SimulatedWorker> LiveWorkers => _workers.Values.Where(w => !w.IsGone);

    public bool Chance(int perThousand) => perThousand > 0 && _random.Next(1000) < perThousand;

    public int Next(int bound) => _random.Next(bound);

    public void At(long delay, Action action) => _future.Enqueue(action, (Now + delay, _order++));

    /// <summary>Tells the scheduler an event and carries out what it asks for.</summary>
    public void Tell(Action<PoolScheduler> tell)
    {
        tell(Scheduler);
        foreach (SchedulerCommand command in Scheduler.Commands)
        {
            CarryOut(command);
        }

        Scheduler.Commands.Clear();
    }

    public Admission Submit(SimulatedCall call)
    {
        Admission admission = default;

        // Before the event, because the commands it leads to are about calls that count as accepted.
        call.IsAccepted = true;
        Tell(s => admission = s.Submit(call, Now));
        if (admission == Admission.Accepted)
        {
            _accepted.Add(call);
        }
        else
        {
            Check(!call.HasEnd && call.Sends == 0, "a refused call was touched");
            call.IsAccepted = false;
        }

        return admission;
    }

    /// <summary>The caller is given the ends of items that came back.</summary>
    public void TakeItems(SimulatedChunk chunk, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            Check(chunk[i].Bodies > 0, "an item came back that never ran");
            if (chunk[i].End is null)
            {
                EndItem(chunk, i, CallEnd.Completed);
            }
        }
    }

    private void EndItem(SimulatedChunk chunk, int item, CallEnd end)
    {
        Check(chunk[item].End is null, "an item got two ends");
        chunk[item].End = end;
        chunk[item].EndedAt = Now;
    }

    public Admission Broadcast(params SimulatedCall[] calls)
    {
        foreach (SimulatedCall call in calls)
        {
            call.IsAccepted = true;
        }

        Admission admission = default;
        Tell(s => admission = s.Broadcast(calls, Now));
        if (admission == Admission.Accepted)
        {
            _accepted.AddRange(calls);
        }

        return admission;
    }

    /// <summary>Lets time pass until a moment, or until nothing more will happen.</summary>
    public void RunUntil(long time)
    {
        while (true)
        {
            long next = Math.Min(_future.TryPeek(out _, out (long Time, long Order) first) ? first.Time : Deadline.Never, _wakeAt);
            if (next > time || next == Deadline.Never)
            {
                Now = time == Deadline.Never ? Now : Math.Max(Now, time);
                return;
            }

            Now = Math.Max(Now, next);
            if (++Steps > 1_000_000)
            {
                Fail("time goes on for ever");
            }

            if (_wakeAt <= Now)
            {
                _wakeAt = Deadline.Never;
                Tell(s =>
                {
                    FindStarts(s);
                    s.TimeAdvanced(Now);
                });
            }
            else
            {
                _future.Dequeue()();
            }
        }
    }

    /// <summary>Looks which calls have begun without a message, as whoever drives a scheduler has to before it asks it something that depends on that.</summary>
    public void FindStarts(PoolScheduler scheduler)
    {
        foreach (SimulatedWorker worker in _workers.Values)
        {
            worker.FindStarts(scheduler);
        }
    }

    public void Cancel(SimulatedCall call) => Tell(s =>
    {
        FindStarts(s);
        s.Cancel(call, Now);
    });

    public void RunFor(long span) => RunUntil(Now + span);

    /// <summary>Lets everything that is under way come to its end.</summary>
    public void Settle() => RunFor(TimeSpan.FromMinutes(10).Ticks);

    public void Check(bool holds, string whatDoesNot)
    {
        if (!holds)
        {
            Fail(whatDoesNot);
        }
    }

    private void EndRest(SimulatedCall call, CallEnd end)
    {
        for (int i = 0; call is SimulatedChunk chunk && i < chunk.Items; i++)
        {
            if (chunk[i].End is null)
            {
                Check(end != CallEnd.Completed, "an item of a chunk that is done has no end");
                EndItem(chunk, i, end);
            }
        }
    }

    private void Fail(string what) =>
        Assert.Fail($"Seed {Seed} at {Now} with {Options}: {what}. The last commands:\n{string.Join('\n', _last.Select(Describe))}");

    private static string Describe((long Time, SchedulerCommand Command) entry)
    {
        (long time, SchedulerCommand command) = entry;
        string worker = command.Worker is { } w ? $" worker {w.Number}" : "";
        return command.Kind switch
        {
            CommandKind.EndCall => $"{time} {command.Kind}{worker} {command.End}",
            CommandKind.WakeAt => $"{time} {command.Kind} {command.Time}",
            _ => $"{time} {command.Kind}{worker}",
        };
    }

    private void CarryOut(in SchedulerCommand command)
    {
        _last.Enqueue((Now, command));
        if (_last.Count > 30)
        {
            _last.Dequeue();
        }


        ScheduledWorker scheduled = command.Worker!;
        var call = (SimulatedCall)command.Call!;
        switch (command.Kind)
        {
            case CommandKind.StartWorker:
                Check(!_workers.ContainsKey(scheduled), "a worker was started twice");
                StartedWorkers++;
                _workers.Add(scheduled, new SimulatedWorker(this, scheduled));
                int most = (2 * (Scheduler.TargetWorkers + Options.Spares)) + 2;
                Check(LiveWorkers.Count() <= most, "too many processes at once");
                break;
            case CommandKind.SendCall:
                Check(call.IsAccepted, "a refused call was sent");
                Check(!call.HasEnd, "a call was sent after its end");
                _workers[scheduled].Send(call);
                break;
            case CommandKind.CancelCall:
                _workers[scheduled].Cancel(call, command.Item);
                break;
            case CommandKind.RecallCalls:
                _workers[scheduled].Recall();
                break;
            case CommandKind.RetireWorker:
                _workers[scheduled].Retire();
                break;
            case CommandKind.KillWorker:
                _workers[scheduled].Kill();
                break;
            case CommandKind.EndItem:
                Check(!call.HasEndCommand, "an item of a chunk with an end got one");
                Check(call.IsAccepted && command.Item >= 0 && command.Item < call.Items, "an item got an end that is none");
                EndItem((SimulatedChunk)call, command.Item, command.End);
                break;
            case CommandKind.EndCall:
                Check(call.IsAccepted, "a refused call got an end");
                Check(!call.HasEndCommand, "a call got two ends");
                call.HasEndCommand = true;
                call.FinalEnd = command.End;
                call.EndedAt = Now;
                EndRest(call, command.End);
                break;
            case CommandKind.WakeAt:
                Check(command.Time > Now, "a timer was set in the past");

                // A timer may ring early, as those of an operating system do, and rings once.
                _wakeAt = Chance(200) ? Now + 1 + (long)((command.Time - Now - 1) * _random.NextDouble()) : command.Time;
                break;
            case CommandKind.Closed:
                Check(!Closed, "closed twice");
                Check(!LiveWorkers.Any(), "closed with workers");
                Closed = true;
                break;
            default:
                Fail($"unknown command {command.Kind}");
                break;
        }
    }
}
