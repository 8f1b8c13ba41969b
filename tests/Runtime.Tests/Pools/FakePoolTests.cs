using ProcGen.Calls;
using ProcGen.Pools;

namespace ProcGen.Tests.Pools;

/// <summary>Tests of a pool whose workers do what the test says.</summary>
public abstract class FakePoolTests
{
    private protected FakeWorkerFactory Factory { get; } = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected ProcessPool NewPool(ProcessPoolOptions options) => new(new PoolSettings(options), Factory);

    /// <summary>Waits until a live worker has a call.</summary>
    private protected async Task<(FakeWorker Worker, CallOperation Operation)> SentAsync()
    {
        await Eventually.HoldsAsync(() => Factory.Live.Any(static w => w.Calls.Count > 0));
        FakeWorker worker = Factory.Live.First(static w => w.Calls.Count > 0);
        return (worker, worker.Calls[0]);
    }

    /// <summary>Lets every call come back until something is complete.</summary>
    protected async Task FinishUntilAsync(Task end)
    {
        while (!end.IsCompleted)
        {
            foreach (FakeWorker worker in Factory.Live)
            {
                foreach (CallOperation operation in worker.Calls)
                {
                    worker.Finish(operation);
                }
            }

            await Task.Delay(1, Token);
        }

        await end;
    }
}
