using System.Diagnostics;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Errors;

namespace ProcGen.Pools;

// From the start of the process over its preparation to its exit.
internal sealed partial class PoolWorker
{
    // A spare is wanted when another worker was used up or lost, and then somebody waits for a result: what its start takes of the processors comes after that.
    private static readonly TimeSpan s_spareStep = TimeSpan.FromMilliseconds(2);
    private const int SpareSteps = 5;

    private async Task StartAsync()
    {
        try
        {
            for (int i = 0; i < SpareSteps && scheduled.IsSpare && !_killed; i++)
            {
                await Task.Delay(s_spareStep).ConfigureAwait(false);
            }

            IWorker worker = engine.Factory.Launch(engine.Settings.NewLaunchOptions(scheduled.Number, place), this);
            _worker = worker;
            if (_killed)
            {
                worker.Kill();
            }

            await worker.Ready.ConfigureAwait(false);
            await PrepareAsync(worker).ConfigureAwait(false);
            foreach (ProcessMethod method in engine.RecentMethods.ToArray())
            {
                worker.Prepare(method);
            }
        }
        catch (Exception error)
        {
            await FailStartAsync(error).ConfigureAwait(false);
            return;
        }

        engine.OnReady(this);
    }

    private async Task PrepareAsync(IWorker worker)
    {
        foreach (ProcessStateCall state in engine.Settings.States)
        {
            await RunOwnAsync(worker, state, "state", engine.Settings.InitializerTimeout, nameof(ProcessPoolOptions.InitializerTimeout)).ConfigureAwait(false);
        }

        if (engine.Settings.Initializer is { } initializer)
        {
            await RunOwnAsync(worker, initializer, "initializer", engine.Settings.InitializerTimeout, nameof(ProcessPoolOptions.InitializerTimeout)).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a call of the pool's own.</summary>
    /// <exception cref="WorkerStartException">It failed or took too long. The worker is not killed for it.</exception>
    private async Task RunOwnAsync(IWorker worker, ProcessInvocation invocation, string role, TimeSpan timeout, string option)
    {
        string method = invocation.Method.DisplayName;
        CallOperation operation = CallOperation.Create(invocation);
        _own = operation;
        try
        {
            worker.Send(operation);
            if (Exit is { } exit)
            {
                operation.TryFail(WorkerFailures.Crashed(exit, NewFacts(null)));
            }

            await operation.Task.WaitAsync(Debugger.IsAttached ? Timeout.InfiniteTimeSpan : timeout).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!operation.Task.IsCompleted)
        {
            operation.TryFail(new TimeoutException());
            throw WorkerFailures.StartFailed(
                $"The {role} '{method}' of worker '{Name}' (process {ProcessId}) took longer than {timeout.TotalSeconds} s. Raise {nameof(ProcessPoolOptions)}.{option} if it needs that long.", NewFacts(null));
        }
        catch (Exception error)
        {
            throw WorkerFailures.StartFailed($"The {role} '{method}' of worker '{Name}' (process {ProcessId}) failed: {error.Message}", NewFacts(null), Exit, error);
        }
        finally
        {
            _own = null;
        }
    }

    private async Task FailStartAsync(Exception error)
    {
        Kill();
        if (_worker is not null)
        {
            await _exited.Task.ConfigureAwait(false);
            await DisposeWorkerAsync().ConfigureAwait(false);
        }

        var failure = error as WorkerStartException
            ?? WorkerFailures.StartFailed($"Worker '{Name}' could not be started: {error.Message}", NewFacts(null), Exit, error);
        engine.OnStartFailed(this, failure);
    }

    /// <summary>Runs the finalizer and lets the process exit by itself; what does not end in time is killed.</summary>
    private async Task RetireAsync()
    {
        IWorker worker = _worker!;
        try
        {
            if (engine.Settings.Finalizer is { } finalizer && Exit is null)
            {
                await RunOwnAsync(worker, finalizer, "finalizer", engine.Settings.FinalizerTimeout, nameof(ProcessPoolOptions.FinalizerTimeout)).ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            PoolLog.FinalizerFailed(engine.Logger, error, Name, ProcessId);
            worker.Kill();
            return;
        }

        try
        {
            await worker.CloseAsync(PoolEngine.ExitGrace).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            PoolLog.WorkerFailed(engine.Logger, error, Name, ProcessId);
            worker.Kill();
        }
    }

    private async Task DisposeWorkerAsync()
    {
        // Not on the thread that tells events.
        await Task.Yield();
        try
        {
            await (_worker?.DisposeAsync() ?? default).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            PoolLog.WorkerFailed(engine.Logger, error, Name, ProcessId);
        }
    }
}
