using System.Runtime;
using System.Runtime.CompilerServices;

namespace ProcGen.Workers;

/// <summary>
/// Runs synchronous bodies so that they can be interrupted: first by their token, then by <see cref="Thread.Interrupt"/> (which ends waiting), then by an abort (which ends
/// managed code that computes; not on NativeAOT). Native code is out of reach of all three, and its worker has to be killed.
/// </summary>
internal sealed class BodyInterruption
{
    /// <summary>How long a method that has a token may take to follow it.</summary>
    private static readonly TimeSpan s_tokenGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>How long an interrupted thread may take to unwind.</summary>
    private static readonly TimeSpan s_interruptGrace = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private RemoteWorkerCall? _current;
    private Thread? _thread;
    private CancellationTokenSource? _abort;
    private bool _interrupted;

    /// <summary>From here on the call can be interrupted.</summary>
    public void Enter(RemoteWorkerCall call)
    {
        CancellationTokenSource? abort = RuntimeFeature.IsDynamicCodeSupported ? new CancellationTokenSource() : null;
        lock (_gate)
        {
            _current = call;
            _thread = Thread.CurrentThread;
            _abort = abort;
        }
    }

    /// <summary>Runs the body of the call that has entered.</summary>
    public void Run(Action body)
    {
        if (_abort is null)
        {
            body();
            return;
        }

#pragma warning disable SYSLIB0046 // An abort may leave the process inconsistent. It is asked for by name, the last step before a kill, and the worker ends soon after.
        ControlledExecution.Run(body, _abort.Token);
#pragma warning restore SYSLIB0046
    }

    /// <summary>The call that can be interrupted now; null where there is none.</summary>
    public RemoteWorkerCall? Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    /// <summary>Interrupts a call, if it still runs. The next one is not affected. Runs the user's callbacks of tokens, so not for the reader's thread.</summary>
    public async Task RequestAsync(RemoteWorkerCall call)
    {
        call.Cancellation.Cancel(null);
        if (call.Method is { ObservesCancellation: true })
        {
            await Task.Delay(s_tokenGrace).ConfigureAwait(false);
        }

        lock (_gate)
        {
            if (!ReferenceEquals(_current, call))
            {
                return;
            }

            _interrupted = true;
            _thread!.Interrupt();
        }

        await Task.Delay(s_interruptGrace).ConfigureAwait(false);
        CancellationTokenSource? abort;
        lock (_gate)
        {
            abort = ReferenceEquals(_current, call) ? _abort : null;
        }

        abort?.Cancel();
    }

    /// <summary>From here on the call cannot be interrupted any more, and an interruption that it did not meet is used up.</summary>
    public void Leave()
    {
        bool interrupted;
        lock (_gate)
        {
            _current = null;
            _thread = null;
            _abort = null;
            interrupted = _interrupted;
            _interrupted = false;
        }

        if (interrupted)
        {
            try
            {
                // An interruption that the body did not meet waits for the thread's next wait. It is met here, and not in the next call.
#pragma warning disable RS0030 // It is the wait itself that is wanted.
                Thread.Sleep(1);
#pragma warning restore RS0030
            }
            catch (ThreadInterruptedException)
            {
                // Met.
            }
        }
    }
}
