using ProcGen.Scheduling;

namespace ProcGen.Tests.Scheduling;

/// <summary>A worker process in simulated time. What it says arrives a little later, in order.</summary>
internal sealed class SimulatedWorker : ISimulatedChunkHost
{
    private const long Latency = 5;

    private readonly SimulatedWorld _world;
    private readonly ScheduledWorker _scheduled;
    private readonly List<SimulatedCall> _waiting = [];
    private readonly List<SimulatedCall> _running = [];

    // The calls in it as the scheduler sees it, which hears of their end a little later.
    private readonly List<SimulatedCall> _inside = [];
    private readonly HashSet<SimulatedCall> _ended = [];
    private readonly HashSet<SimulatedCall> _cancelled = [];
    private readonly HashSet<SimulatedCall> _told = [];
    private SimulatedCall? _lastQuietStart;
    private SimulatedChunkRun? _chunk;
    private long _lastMessage;
    private bool _isStopped;
    private bool _reportedReady;
    private bool _toldToEnd;
    private bool _processEnded;
    private bool _isLastWordSaid;
    private int _callsSent;

    public SimulatedWorker(SimulatedWorld world, ScheduledWorker scheduled)
    {
        _world = world;
        _scheduled = scheduled;
        bool fails = world.Chance(world.Faults.StartFailures);
        world.At(200 + world.Next(2000), () => OnStarted(fails));
    }

    /// <summary>Whether the scheduler was told that it is gone.</summary>
    public bool IsGone { get; private set; }

    public bool IsReady => _reportedReady && !_toldToEnd && !IsGone;

    public void Send(SimulatedCall call)
    {
        _world.Check(IsReady, "a call was sent to a worker that is not ready");
        _world.Check(call.LiveAttempts == 0, "a call was sent while another attempt may run");
        _callsSent += call.SentEnd - call.SentStart;
        _world.Check(call.SentEnd > call.SentStart, "nothing was sent");
        _world.Check(_callsSent <= _world.Options.MaxCallsPerWorker, "a worker got more calls than it may");
        _world.Check(
            _inside.Count == 0 || call.IsAsynchronous || _inside.Count <= _world.Options.MaxCallsAhead,
            "a synchronous call was sent to a busy worker");
        _world.Check(
            !call.IsAsynchronous || _inside.TrueForAll(c => c.IsAsynchronous), "an asynchronous call was sent beside a synchronous one");
        _world.Check(
            !call.IsAsynchronous || _inside.Count(c => c.IsAsynchronous) < _world.Options.MaxConcurrentCallsPerWorker, "too many asynchronous calls in a worker");

        call.Sends++;
        call.LiveAttempts += _processEnded ? 0 : 1;
        call.LastWorker = _scheduled.Number;
        _inside.Add(call);
        _world.At(Latency, () =>
        {
            if (!_processEnded)
            {
                _waiting.Add(call);
                BeginNext();
            }
        });
    }

    public void Cancel(SimulatedCall call, int item)
    {
        _world.Check(IsReady, "a cancellation was sent to a worker that is not ready");
        _world.Check(_inside.Contains(call), "a call was cancelled that is not in the worker");
        _world.At(Latency, () =>
        {
            if (_processEnded || _isStopped || (item < 0 && !_cancelled.Add(call)))
            {
                return;
            }

            if (call.IsChunk && _running.Contains(call))
            {
                if (item < 0)
                {
                    TellStart(call);
                }

                _chunk!.Cancel(item);
            }
            else if (_waiting.Remove(call))
            {
                ReportEnded(call, cancelled: true);
            }
            else
            {
                TellStart(call);
            }

            if (!call.IsChunk && _running.Contains(call) && call.ObservesCancellation && !call.IsDeaf)
            {
                _world.At(_world.Next(50), () => EndBody(call, cancelled: true));
            }
        });
    }

    private void TellStart(SimulatedCall call)
    {
        if (_running.Contains(call) && call.IsStartQuiet && _told.Add(call))
        {
            Say(() => _world.Tell(s => s.CallStarted(_scheduled, call, _world.Now)));
        }
    }

    /// <summary>Gives back what has not begun.</summary>
    public void Recall()
    {
        _world.Check(IsReady, "calls were asked back from a worker that is not ready");
        _world.At(Latency, () =>
        {
            if (_processEnded || _isStopped)
            {
                return;
            }

            _chunk?.Recall();
            foreach (SimulatedCall call in _waiting.Where(c => !c.IsAsynchronous).ToArray())
            {
                _waiting.Remove(call);
                GiveBack(call);
            }
        });
    }

    private void GiveBack(SimulatedCall call)
    {
        // It may come again, with another id.
        _lastQuietStart = _lastQuietStart == call ? null : _lastQuietStart;
        call.LiveAttempts--;
        _ended.Add(call);
        Say(() =>
        {
            _inside.Remove(call);
            _ended.Remove(call);
            _world.Tell(s => s.CallReturned(_scheduled, call, _world.Now));
        });
    }

    /// <summary>Tells what has begun without a message.</summary>
    public void FindStarts(PoolScheduler scheduler)
    {
        int last = _lastQuietStart is null ? -1 : _scheduled.Calls.IndexOf(_lastQuietStart);
        if (last >= 0)
        {
            scheduler.CallsFoundStarted(_scheduled, last + 1, _world.Now);
        }

        if (_scheduled.Calls is [SimulatedChunk, ..] && _inside.Count > 0 && _inside[0] == _scheduled.Calls[0])
        {
            _chunk?.FindItems(scheduler, _scheduled, _processEnded && _isLastWordSaid);
        }
    }

    bool ISimulatedChunkHost.IsAlive => !_processEnded;

    void ISimulatedChunkHost.Say(Action<PoolScheduler> message) => Say(() => _world.Tell(message));

    void ISimulatedChunkHost.Tell(PoolScheduler scheduler, SimulatedChunk chunk, int count)
    {
        if (chunk.Worker == _scheduled)
        {
            _world.TakeItems(chunk, chunk.Done, count);
            scheduler.ItemsEnded(_scheduled, chunk, count, _world.Now);
        }
    }

    void ISimulatedChunkHost.Finish(SimulatedChunk chunk, ChunkFinish finish)
    {
        _running.Remove(chunk);
        _chunk = null;
        if (finish == ChunkFinish.GivenBack)
        {
            GiveBack(chunk);
        }
        else
        {
            ReportEnded(chunk, cancelled: finish == ChunkFinish.Cancelled);
        }

        BeginNext();
    }

    public void Retire()
    {
        _world.Check(IsReady, "a worker was retired that is not ready");
        _world.Check(_inside.Count == 0, "a worker was retired with calls in it");
        _toldToEnd = true;
        // Whoever asks a worker to end by itself kills it at the deadline for that.
        _world.At(_isStopped ? 30_000 : 50 + _world.Next(500), EndProcess);
    }

    public void Kill()
    {
        _world.Check(!IsGone && !_toldToEnd, "a worker was killed that is gone or ends already");
        _toldToEnd = true;
        _world.At(1 + _world.Next(300), EndProcess);
    }

    /// <summary>The process ends, by whatever cause; the scheduler hears of it after all that was said before.</summary>
    public void EndProcess()
    {
        if (_processEnded)
        {
            return;
        }

        _processEnded = true;
        foreach (SimulatedCall call in _inside)
        {
            call.LiveAttempts -= _ended.Contains(call) ? 0 : 1;
        }

        Say(() =>
        {
            _isLastWordSaid = true;

            // A call that was cancelled may turn out to have begun: then a worker is killed that is dead already and whose exit is not yet known.
            _world.Tell(FindStarts);
            IsGone = true;
            _world.Tell(s =>
            {
                if (_reportedReady)
                {
                    s.WorkerExited(_scheduled, _world.Now);
                }
                else
                {
                    s.WorkerStartFailed(_scheduled, _world.Now);
                }
            });
        });
    }

    private void OnStarted(bool fails)
    {
        if (_processEnded)
        {
            return;
        }

        if (fails)
        {
            EndProcess();
            return;
        }

        _isStopped = _world.Chance(_world.Faults.Stops);
        Say(() =>
        {
            _reportedReady = true;
            _world.Tell(s => s.WorkerReady(_scheduled, _world.Now));
        });
        if (_world.Chance(_world.Faults.IdleDeaths))
        {
            _world.At(_world.Next(20_000), EndProcess);
        }
    }

    private void BeginNext()
    {
        while (!_isStopped && _waiting.Count > 0 && (_running.Count == 0 || (_waiting[0].IsAsynchronous && _running[0].IsAsynchronous)))
        {
            SimulatedCall call = _waiting[0];
            _waiting.RemoveAt(0);
            if (call.KillsBeforeItsBody || _world.Chance(_world.Faults.CrashesBeforeTheBody))
            {
                EndProcess();
                return;
            }

            Begin(call);
        }
    }

    private void Begin(SimulatedCall call)
    {
        _running.Add(call);
        call.Bodies++;
        if (call.IsStartQuiet)
        {
            _lastQuietStart = call;
        }
        else
        {
            Say(() => _world.Tell(s => s.CallStarted(_scheduled, call, _world.Now)));
        }

        if (call is SimulatedChunk chunk)
        {
            _chunk = new SimulatedChunkRun(_world, chunk, this);
            _chunk.RunNext();
            return;
        }

        if (call.KillsInItsBody || _world.Chance(_world.Faults.Crashes))
        {
            _world.At(_world.Next((int)Math.Min(call.Duration, 1000) + 1), () =>
            {
                if (_running.Contains(call))
                {
                    EndProcess();
                }
            });
        }

        if (call.Duration != Deadline.Never)
        {
            _world.At(call.Duration, () => EndBody(call, cancelled: false));
        }
    }

    private void EndBody(SimulatedCall call, bool cancelled)
    {
        if (!_processEnded && _running.Remove(call))
        {
            ReportEnded(call, cancelled);
            BeginNext();
        }
    }

    private void ReportEnded(SimulatedCall call, bool cancelled)
    {
        call.LiveAttempts--;
        _ended.Add(call);
        Say(() =>
        {
            _inside.Remove(call);
            _world.Tell(s => s.CallEnded(_scheduled, call, cancelled, _world.Now, workerMemory: _world.Next(100)));
        });
    }

    private void Say(Action message)
    {
        _lastMessage = Math.Max(_lastMessage, _world.Now + _world.Next((int)Latency + 1));
        _world.At(_lastMessage - _world.Now, message);
    }
}
