using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Launching;
using ProcGen.Transport;
using ProcGen.Workers;

namespace ProcGen.Pools;

/// <summary>Makes workers that are processes.</summary>
internal sealed class WorkerConnectionFactory : IWorkerFactory
{
    public static WorkerConnectionFactory Instance { get; } = new();

    public IWorker Launch(WorkerLaunchOptions options, IWorkerObserver observer) => new ConnectedWorker(options, observer);

    private sealed class ConnectedWorker : IWorker, IWorkerEvents
    {
        private readonly IWorkerObserver _observer;
        private readonly WorkerConnection _connection;

        public ConnectedWorker(WorkerLaunchOptions options, IWorkerObserver observer)
        {
            _observer = observer;
            _connection = WorkerConnection.Launch(options, this, []);
        }

        public int ProcessId => _connection.Process.Id;

        public Task Ready => _connection.Ready;

        public bool Send(CallOperation operation) => _connection.Send(operation);

        public void Prepare(ProcessMethod method) => _connection.Prepare(method);

        public void Cancel(CallOperation operation, int item) => _connection.Cancel(operation, item);

        public ItemProgress ReadItems(CallOperation operation, bool withResults) => _connection.ReadItems(operation, withResults);

        public void Recall() => _connection.Recall();

        public long LastStarted => _connection.LastStarted;

        public long? SampleMemory() => _connection.Process.SampleMemory();

        public Task CloseAsync(TimeSpan deadline) => _connection.CloseAsync(finalizer: null, deadline);

        public void Kill() => _connection.Kill();

        public ValueTask DisposeAsync() => _connection.DisposeAsync();

        void IWorkerEvents.OnCallStarted(WorkerConnection worker, CallOperation call) => _observer.OnCallStarted(call);

        void IWorkerEvents.OnCallEnded(WorkerConnection worker, CallOperation call, CallOutcome outcome) => _observer.OnCallEnded(call, outcome);

        void IWorkerEvents.OnItemsEnded(WorkerConnection worker, CallOperation chunk, PayloadBuffer content) => _observer.OnItemsEnded(chunk, content);

        void IWorkerEvents.OnCallReturned(WorkerConnection worker, CallOperation call) => _observer.OnCallReturned(call);

        void IWorkerEvents.OnWorkerTerminating(WorkerConnection worker) => _observer.OnTerminating();

        void IWorkerEvents.OnWorkerExited(WorkerConnection worker, WorkerExit exit) => _observer.OnExited(exit);
    }
}
