using ProcGen;
using Xunit;

namespace Consumer.Tests;

public sealed partial class WorkerTests
{
    [RunInProcess]
    private static int ProcessId() => Environment.ProcessId;

    [RunInProcess]
    private static void Fail() => Environment.FailFast("on purpose");

    [Fact]
    public async Task A_marked_method_of_a_test_project_runs_in_a_worker() =>
        Assert.NotEqual(Environment.ProcessId, await InProcess.ProcessId());

    [Fact]
    public async Task A_worker_that_dies_costs_its_call_and_not_the_test_run()
    {
        await Assert.ThrowsAsync<WorkerCrashedException>(async () => await InProcess.Fail());
        Assert.NotEqual(Environment.ProcessId, await InProcess.ProcessId());
    }
}
