using System.Diagnostics;
using ProcGen.Launching.Native;

namespace ProcGen.Tests.Processes;

/// <summary>A worker has two signs of its parent's end, and each is enough: where something else holds the pipe, and where the kernel has no descriptor for a process.</summary>
public sealed class ParentEndTests
{
    [Fact]
    public async Task The_end_of_the_parent_is_noticed_also_while_something_else_holds_the_pipe()
    {
        (int read, int write) = UnixPlatform.Current.CreatePipe();
        using Process parent = Process.Start("/bin/sleep", "1000");
        try
        {
            Task noticed = Watch(read, parent.Id);

            parent.Kill();

            await noticed.WaitAsync(ProbeProcess.Patience, TestContext.Current.CancellationToken);
        }
        finally
        {
            parent.Kill();
            await parent.WaitForExitAsync(TestContext.Current.CancellationToken);
            _ = LibC.Close(write);
            _ = LibC.Close(read);
        }
    }

    [Fact]
    public async Task The_end_of_the_pipe_is_noticed_also_while_the_parent_seems_to_live()
    {
        (int read, int write) = UnixPlatform.Current.CreatePipe();
        Task noticed = Watch(read, Environment.ProcessId);

        _ = LibC.Close(write);

        await noticed.WaitAsync(ProbeProcess.Patience, TestContext.Current.CancellationToken);
        _ = LibC.Close(read);
    }

    [Fact]
    public async Task A_parent_whose_number_another_process_has_by_now_is_gone()
    {
        (int read, int write) = UnixPlatform.Current.CreatePipe();
        ulong other = NativeProcesses.OwnStartTime + 1;

        await Task.Run(() => new UnixWorkerInput(read).WaitForEnd(Environment.ProcessId, other), TestContext.Current.CancellationToken)
            .WaitAsync(ProbeProcess.Patience, TestContext.Current.CancellationToken);

        _ = LibC.Close(write);
        _ = LibC.Close(read);
    }

    private static Task Watch(int descriptor, int parent)
    {
        ulong started = UnixPlatform.Current.GetStartTime(parent, alsoDead: false);
        Assert.NotEqual(0UL, started);
        return Task.Run(() => new UnixWorkerInput(descriptor).WaitForEnd(parent, started), TestContext.Current.CancellationToken);
    }
}
