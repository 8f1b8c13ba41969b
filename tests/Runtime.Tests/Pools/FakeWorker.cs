using System.Buffers;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Launching;
using ProcGen.Pools;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Tests.Pools;

/// <summary>Makes workers without processes, and keeps them for the test.</summary>
internal sealed class FakeWorkerFactory : IWorkerFactory
{
    private readonly List<FakeWorker> _workers = [];
    private int _lastProcessId = 1_000_000;

    /// <summary>Whether calls come back by themselves, at once. Otherwise the test ends them.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>Makes a start fail; null lets it succeed.</summary>
    public Func<int, Exception?> StartError { get; set; } = static _ => null;

    public IReadOnlyList<FakeWorker> Workers
    {
        get
        {
            lock (_workers)
            {
                return [.. _workers];
            }
        }
    }

    public IReadOnlyList<FakeWorker> Live => [.. Workers.Where(static w => !w.HasExited)];

    public IWorker Launch(WorkerLaunchOptions options, IWorkerObserver observer)
    {
        lock (_workers)
        {
            if (StartError(_workers.Count) is { } error)
            {
                _workers.Add(new FakeWorker(options, observer, 0, false) { HasExited = true });
                throw error;
            }

            var worker = new FakeWorker(options, observer, ++_lastProcessId, IsAutomatic);
            _workers.Add(worker);
            return worker;
        }
    }
}

/// <summary>A worker whose calls begin and end when the test says so.</summary>
internal sealed class FakeWorker(WorkerLaunchOptions options, IWorkerObserver observer, int processId, bool isAutomatic) : IWorker
{
    private readonly Lock _lock = new();
    private readonly List<CallOperation> _calls = [];
    private readonly List<CallOperation> _cancelled = [];

    public WorkerLaunchOptions Options => options;

    public int ProcessId => processId;

    public Task Ready => Task.CompletedTask;

    public bool HasExited { get; set; }

    public bool WasKilled { get; private set; }

    public bool WasClosed { get; private set; }

    public long Memory { get; set; }

    public int Sent { get; private set; }

    public int Recalls { get; private set; }

    public long LastStarted { get; set; }

    public IReadOnlyList<CallOperation> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    public IReadOnlyList<CallOperation> Cancelled
    {
        get
        {
            lock (_lock)
            {
                return [.. _cancelled];
            }
        }
    }

    public bool Send(CallOperation operation)
    {
        lock (_lock)
        {
            Sent++;
            _calls.Add(operation);
        }

        if (isAutomatic)
        {
            ThreadPool.QueueUserWorkItem(_ =>
            {
                Begin(operation);
                Finish(operation);
            });
        }

        return true;
    }

    public ItemProgress ReadItems(CallOperation operation, bool withResults) => default;

    public void Cancel(CallOperation operation, int item)
    {
        lock (_lock)
        {
            _cancelled.Add(operation);
        }
    }

    public List<ProcessMethod> Prepared { get; } = [];

    public void Prepare(ProcessMethod method) => Prepared.Add(method);

    public void Recall() => Recalls++;

    public long? SampleMemory() => Memory;

    public Task CloseAsync(TimeSpan deadline)
    {
        WasClosed = true;
        Exit(new WorkerExit { ExitCode = 0, Description = "exit code 0" });
        return Task.CompletedTask;
    }

    public void Kill()
    {
        WasKilled = true;
        ThreadPool.QueueUserWorkItem(_ => Exit(new WorkerExit { Signal = "SIGKILL", Description = "SIGKILL" }));
    }

    public ValueTask DisposeAsync() => default;

    public void Begin(CallOperation operation)
    {
        lock (_lock)
        {
            if (!HasExited)
            {
                observer.OnCallStarted(operation);
            }
        }
    }

    /// <summary>Gives the call's number back, or those of all calls of a chunk.</summary>
    public void Finish(CallOperation operation)
    {
        if (operation is ChunkOperation chunk)
        {
            FinishChunk(chunk);
            return;
        }

        PayloadBuffer buffer = PayloadBuffer.Rent();
        var writer = new PayloadWriter(ref buffer);
        writer.Writer.WriteUnmanaged(((FakeCall)operation.Invocation).Number);
        writer.Complete();
        End(operation, new CallOutcome { Result = buffer });
    }

    private void FinishChunk(ChunkOperation chunk)
    {
        byte[] content = chunk.Arguments.Shared!.Bytes.ToArray();
        ChunkContent header = ChunkContent.Read(content, content.Length);
        PayloadBuffer buffer = PayloadBuffer.Rent();
        var head = new byte[ItemBlocks.HeaderSize + ItemBlocks.BlockHeaderSize];
        ItemBlocks.WriteHeader(head, elapsed: header.Count, header.Count);
        ItemBlocks.WriteBlockHeader(head.AsSpan(ItemBlocks.HeaderSize), header.Count, header.Size);
        buffer.Write(head);
        buffer.Write(content.AsSpan(ChunkContent.HeaderSize));
        End(chunk, new CallOutcome { Result = buffer });
    }

    /// <summary>Says that the call stopped because it was asked to.</summary>
    public void FinishCancelled(CallOperation operation) => End(operation, new CallOutcome { Error = PayloadBuffer.Rent(), Failure = CallFailure.Cancelled });

    public void Exit(WorkerExit exit)
    {
        lock (_lock)
        {
            if (!HasExited)
            {
                HasExited = true;
                observer.OnExited(exit);
            }
        }
    }

    public void Crash() => Exit(new WorkerExit { Signal = "SIGSEGV", Description = "SIGSEGV" });

    private void End(CallOperation operation, CallOutcome outcome)
    {
        lock (_lock)
        {
            if (!HasExited && _calls.Remove(operation))
            {
                observer.OnCallEnded(operation, outcome);
                return;
            }
        }

        outcome.Free();
    }
}
