namespace ProcGen.Tests.Workers;

public sealed class WorkerConnectionTests
{
    [Fact]
    public async Task A_call_runs_in_the_process_of_the_worker()
    {
        await using OneWorker worker = await OneWorker.StartAsync();

        Assert.Equal(5, await worker.RunAsync(Bodies.InProcess.Add(2, 3)));
        Assert.Equal(worker.Connection.Process.Id, await worker.RunAsync(Bodies.InProcess.ProcessId()));
        Assert.NotEqual(Environment.ProcessId, worker.Connection.Process.Id);
    }
}
