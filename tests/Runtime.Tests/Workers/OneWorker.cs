using ProcGen.Calls;
using ProcGen.Errors;
using ProcGen.Launching;
using ProcGen.Workers;

namespace ProcGen.Tests.Workers;

/// <summary>Runs calls in one worker process, without a scheduler: the connection with nothing on top.</summary>
internal sealed class OneWorker : IWorkerEvents, IAsyncDisposable
{
    private readonly HashSet<CallOperation> _running = [];
    private readonly TaskCompletionSource<WorkerExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WorkerExit? _exit;

    public WorkerConnection Connection { get; private set; } = null!;

    public Task<WorkerExit> Exited => _exited.Task;

    public List<CallOperation> Started { get; } = [];

    /// <summary>Runs on the I/O thread before an outcome is handed on.</summary>
    public Action<CallOutcome>? Ended { get; set; }

    public static Task<OneWorker> StartAsync(params ProcessInvocation[] preparation) => StartAsync(new WorkerLaunchOptions { Name = "one" }, preparation);

    public static async Task<OneWorker> StartAsync(WorkerLaunchOptions options, params ProcessInvocation[] preparation)
    {
        var worker = new OneWorker();
        worker.Connection = await WorkerConnection.StartAsync(options, worker, preparation, TestContext.Current.CancellationToken);
        return worker;
    }

    public Task RunAsync(ProcessCall call) => Send(CallOperation.Create(call)).Task;

    public Task<TResult> RunAsync<TResult>(ProcessCall<TResult> call) => Send(CallOperation.Create(call)).Task;

    public IAsyncEnumerable<T> Stream<T>(ProcessStream<T> stream) => Send(CallOperation.Create(stream)).Items;

    public TOperation Send<TOperation>(TOperation call) where TOperation : CallOperation
    {
        lock (_running)
        {
            if (_exit is null)
            {
                _running.Add(call);
            }
        }

        Connection.Send(call);
        if (_exit is not null)
        {
            Fail(call);
        }

        return call;
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    void IWorkerEvents.OnCallStarted(WorkerConnection worker, CallOperation call)
    {
        lock (_running)
        {
            Started.Add(call);
        }
    }

    void IWorkerEvents.OnCallEnded(WorkerConnection worker, CallOperation call, CallOutcome outcome)
    {
        lock (_running)
        {
            _running.Remove(call);
        }

        Ended?.Invoke(outcome);
        call.TryComplete(outcome);
    }

    void IWorkerEvents.OnWorkerExited(WorkerConnection worker, WorkerExit exit)
    {
        CallOperation[] left;
        lock (_running)
        {
            _exit = exit;
            Connection ??= worker;
            left = [.. _running];
        }

        Array.ForEach(left, Fail);
        _exited.SetResult(exit);
    }

    private void Fail(CallOperation call) => call.TryFail(WorkerFailures.Crashed(_exit!, new WorkerFacts
    {
        ProcessId = Connection.Process.Id,
        WorkerName = Connection.Name,
        Method = call.Invocation.Method.DisplayName,
        MayHaveRun = Started.Contains(call),
    }));
}
