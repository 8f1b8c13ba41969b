using System.Collections.Concurrent;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Transport;
using ProcGen.Tests.Transport;
using ProcGen.Workers;

namespace ProcGen.Tests.Workers;

/// <summary>Both ends of a connection in this process, over a real socket or shared memory: what does not need a process of its own is tested here, fast.</summary>
internal sealed class SessionPair : IParentSessionEvents, IDisposable
{
    private readonly MainThreadQueue _bodies = new();
    private readonly IFrameCarrier _workerCarrier;

    private SessionPair(IFrameCarrier parentEnd, IFrameCarrier workerEnd)
    {
        Parent = new ParentSession(parentEnd, this, Environment.ProcessId, "pair");
        _workerCarrier = workerEnd;
        Worker = new WorkerSession(_workerCarrier, _bodies, new WorkerStates(), new BodyInterruption()) { IsDebugged = () => IsWorkerDebugged };
        new Thread(() => _bodies.Run(workerEnd as IWorkPump)) { IsBackground = true }.Start();
        new Thread(() =>
        {
            try
            {
                _workerCarrier.Receive(Worker);
            }
            catch (ProcessException e)
            {
                WorkerViolation = e;
            }

            Worker.OnLost();
        })
        { IsBackground = true }.Start();
        Receiving = Parent.ReceiveAsync();
    }

    public ParentSession Parent { get; }

    public WorkerSession Worker { get; }

    public Task Receiving { get; }

    public ProcessException? WorkerViolation { get; private set; }

    public ConcurrentQueue<CallOperation> Started { get; } = new();

    public ConcurrentQueue<CallOperation> Returned { get; } = new();

    /// <summary>What came of chunks before their ends.</summary>
    public ConcurrentQueue<byte[]> Items { get; } = new();

    /// <summary>Whether a debugger is attached to the worker's end, as it believes.</summary>
    public bool IsWorkerDebugged { get; set; }

    /// <summary>Whether every body is interrupted the moment it is known to have begun.</summary>
    public bool InterruptsAtStart { get; set; }

    public static async Task<SessionPair> CreateAsync(CarrierKind kind)
    {
        (IFrameCarrier parentEnd, IFrameCarrier workerEnd) = await CarrierPair.CreateAsync(kind);
        return new SessionPair(parentEnd, workerEnd);
    }

    public Task RunAsync(ProcessCall call) => Send(CallOperation.Create(call)).Task;

    public Task<TResult> RunAsync<TResult>(ProcessCall<TResult> call) => Send(CallOperation.Create(call)).Task;

    public IAsyncEnumerable<T> Stream<T>(ProcessStream<T> stream) => Send(CallOperation.Create(stream)).Items;

    public TOperation Send<TOperation>(TOperation call) where TOperation : CallOperation
    {
        Parent.Send(call);
        return call;
    }

    public void Dispose()
    {
        Parent.Dispose();
        Parent.ForgetMemory();
        _workerCarrier.Dispose();
        _bodies.Complete();
    }

    void IParentSessionEvents.OnStarted(CallOperation call)
    {
        Started.Enqueue(call);
        if (InterruptsAtStart)
        {
            Parent.Interrupt();
        }
    }

    void IParentSessionEvents.OnEnded(CallOperation call, CallOutcome outcome) => call.TryComplete(outcome);

    void IParentSessionEvents.OnReturned(CallOperation call) => Returned.Enqueue(call);

    void IParentSessionEvents.OnItemsEnded(CallOperation chunk, PayloadBuffer content) => Items.Enqueue(content.ToArray());

    void IParentSessionEvents.OnTerminating() { }

    void IParentSessionEvents.OnLog(CallOperation? call, PayloadBuffer content) => content.Return();

    void IParentSessionEvents.OnExitNotice(PayloadBuffer content) => content.Return();
}
