using System.Diagnostics;
using ProcGen.Calls;
using ProcGen.Errors;
using ProcGen.Launching;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Workers;

// The worker's life on this side, from its start to its end: one task for each worker.
internal sealed partial class WorkerConnection
{
    /// <summary>The whole life of the worker on this side. Never faults.</summary>
    private async Task LiveAsync(TransportListener listener)
    {
        _log = _options.LoggerFactory is { } factory ? new LogForwarder(factory, Name, Process.Id) : null;
        try
        {
            await BecomeReadyAsync(listener).ConfigureAwait(false);
            _ready.TrySetResult();
        }
        catch (Exception e)
        {
            await FailStartAsync(e).ConfigureAwait(false);
        }

        WorkerExit exit = await EndAsync().ConfigureAwait(false);
        _session?.ForgetMemory();
        try
        {
            _events.OnWorkerExited(this, exit);
        }
        finally
        {
            _gone.TrySetResult();
        }
    }

    private async Task BecomeReadyAsync(TransportListener listener)
    {
        using var deadline = new CancellationTokenSource(Debugger.IsAttached ? Timeout.InfiniteTimeSpan : _options.StartTimeout);
        CancelAtExit(deadline);
        ByteChannel channel;
        using (listener)
        {
            channel = await HandshakeExchange.AcceptAsync(listener, _token, Process.Id, deadline.Token).ConfigureAwait(false);
        }

        (IFrameCarrier carrier, string? fallback) = await SelectCarrierAsync(channel, deadline.Token).ConfigureAwait(false);
        if (fallback is not null && _options.LoggerFactory is { } loggers)
        {
            WorkerConnectionLog.CarrierFallback(loggers.CreateLogger(typeof(WorkerConnection).Namespace!), Name, Process.Id, fallback);
        }

        var session = new ParentSession(carrier, this, Process.Id, Name);
        _session = session;
        _receiving = ReceiveAsync(session);
        if (MethodTables.OfApplication() is [{ } own, ..])
        {
            // Its start-up methods run now and not in somebody's first call.
            session.Declare(own.GetType().Assembly);
        }

        foreach (ProcessInvocation invocation in _preparation)
        {
            await RunOwnAsync(invocation, deadline.Token).ConfigureAwait(false);
        }

        await session.PingAsync().WaitAsync(deadline.Token).ConfigureAwait(false);
    }

    private async Task<(IFrameCarrier Carrier, string? Fallback)> SelectCarrierAsync(ByteChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            return await CarrierSelection.OfferAsync(channel, _carrier, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    private void CancelAtExit(CancellationTokenSource deadline) =>
        Process.Exited.ContinueWith(
            static (_, state) =>
            {
                try
                {
                    ((CancellationTokenSource)state!).Cancel();
                }
                catch (ObjectDisposedException)
                {
                    // The start was over long before.
                }
            },
            deadline, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task FailStartAsync(Exception cause)
    {
        bool hadExited = Process.HasExited;
        Kill();
        WorkerExit exit = await Process.Exited.ConfigureAwait(false);
        var facts = new WorkerFacts { ProcessId = Process.Id, WorkerName = Name };
        string what = cause switch
        {
            _ when exit.Explanation is { } explanation => $"Worker '{Name}' did not start: {explanation}",
            HandshakeException => $"Worker '{Name}' did not start: {cause.Message}",
            OperationCanceledException when !hadExited => $"Worker '{Name}' did not answer within {_options.StartTimeout.TotalSeconds:0.###} s of its start and was killed.",
            OperationCanceledException or IOException => $"Worker '{Name}' ended before it was ready.",
            _ => $"Worker '{Name}' did not start, because its initialization failed: {cause.Message}",
        };
        _ready.TrySetException(WorkerFailures.StartFailed(what, facts, hadExited ? exit : null, cause is OperationCanceledException ? null : cause));

        // Observed: whoever needs the worker awaits it, and nobody has to.
        _ = _ready.Task.Exception;
    }

    private async Task ReceiveAsync(ParentSession session)
    {
        try
        {
            await session.ReceiveAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Anything else than a violation is an error of this library; the worker's calls must end in that case, too.
            _violation = e as ProtocolException ?? new ProtocolException($"(internal error) {e}");
            Kill();
        }
    }

    /// <summary>Waits for the end of both the process and the connection, and sees to it that one follows the other.</summary>
    private async Task<WorkerExit> EndAsync()
    {
        if (await Task.WhenAny(Process.Exited, _session is null ? Process.Exited : _receiving).ConfigureAwait(false) == _receiving
            && !Process.Exited.IsCompleted
            && await Task.WhenAny(Process.Exited, Task.Delay(s_exitTime)).ConfigureAwait(false) != Process.Exited)
        {
            Kill();
        }

        WorkerExit exit = await Process.Exited.ConfigureAwait(false);
        Exception? cause = null;
        if (_session is { } session)
        {
            // What it had sent is in the socket still. A descendant that holds the socket must not hold us.
            await Task.WhenAny(_receiving, Task.Delay(s_lastFramesTime)).ConfigureAwait(false);
            session.Dispose();
            await _receiving.ConfigureAwait(false);
            cause = _violation ?? (_exitNotice is { } notice ? RemoteErrors.Read(notice, Process.Id, Name) : null);
            await (_log?.CompleteAsync() ?? Task.CompletedTask).WaitAsync(s_lastFramesTime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        exit = exit with { Cause = cause };
        foreach (CallOperation own in _own.Keys)
        {
            own.TryFail(WorkerFailures.Crashed(exit, new WorkerFacts
            {
                ProcessId = Process.Id,
                WorkerName = Name,
                Method = own.Invocation.Method.DisplayName,
                MayHaveRun = true,
            }));
        }

        return exit;
    }

    private async Task RunOwnAsync(ProcessInvocation invocation, CancellationToken cancellationToken)
    {
        CallOperation operation = CallOperation.Create(invocation);
        operation.Owner = this;
        _own.TryAdd(operation, true);
        try
        {
            Session.Send(operation);
            await operation.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _own.TryRemove(operation, out _);
        }
    }
}
