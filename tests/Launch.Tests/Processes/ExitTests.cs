using System.Diagnostics;
using ProcGen.Launching;
using ProcGen.Launching.Native;

namespace ProcGen.Tests.Processes;

/// <summary>How a worker ended is told exactly: .NET's own exit code is 134 for six different ends.</summary>
public sealed class ExitTests
{
    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 42", 42)]
    [InlineData("exit-now 42", 42)]
    [InlineData("exit 134", 134)]
    [InlineData("exit 137", 137)]
    public async Task An_exit_is_told_by_its_code(string command, int code)
    {
        (WorkerExit exit, _) = await ProbeProcess.RunAsync(command);

        Assert.Equal(code, exit.ExitCode);
        Assert.Null(exit.Signal);
        Assert.Equal($"exit code {code}", exit.Description);
    }

    [Theory]
    [InlineData("kill 9", "SIGKILL", "SIGKILL")]
    [InlineData("fault", "SIGSEGV", "SIGSEGV")]
    [InlineData("abort", "SIGABRT", "SIGABRT")]
    [InlineData("fail-fast", "SIGABRT", "SIGABRT (Environment.FailFast)")]
    [InlineData("overflow", "SIGABRT", "SIGABRT (stack overflow)")]
    [InlineData("throw", "SIGABRT", "SIGABRT (unhandled exception)")]
    public async Task A_crash_is_told_by_its_signal_and_by_what_the_runtime_said(string command, string signal, string description)
    {
        (WorkerExit exit, _) = await ProbeProcess.RunAsync(command);

        Assert.Null(exit.ExitCode);
        Assert.Equal(signal, exit.Signal);
        Assert.Equal(description, exit.Description);
    }

    [Fact]
    public async Task The_last_lines_of_standard_error_are_kept()
    {
        (WorkerExit exit, _) = await ProbeProcess.RunAsync("lines 1000");

        Assert.Equal(ErrorTail.MaximumLines, exit.LastErrorLines.Count);
        Assert.Equal("error 999", exit.LastErrorLines[^1]);
        Assert.Equal("error 960", exit.LastErrorLines[0]);
    }

    [Fact]
    public async Task A_loop_that_throws_is_explained()
    {
        (WorkerExit exit, _) = await ProbeProcess.RunAsync("loop-throws");

        Assert.Equal(WorkerExitCode.LoopFailed, exit.ExitCode);
        Assert.Contains("the loop was asked to", exit.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_hangs_at_the_exit_is_not_waited_for_long()
    {
        (WorkerExit exit, _) = await ProbeProcess.RunAsync("hang-at-exit");
        Assert.Equal(7, exit.ExitCode);
    }

    [Fact]
    public async Task A_worker_that_is_asked_to_end_does_so_in_good_order()
    {
        await using ProbeProcess probe = ProbeProcess.Start("terminate");
        probe.WaitForLine("waiting");

        probe.Child.Terminate();

        probe.WaitForLine("finalized");
        WorkerExit exit = await probe.Child.Exited.WaitAsync(ProbeProcess.Patience, TestContext.Current.CancellationToken);
        Assert.Equal("SIGTERM", exit.Signal);
        Assert.Null(exit.ExitCode);
    }

    [Fact]
    public async Task A_worker_that_does_not_end_when_asked_can_be_killed()
    {
        await using ProbeProcess probe = ProbeProcess.Start("ignore-termination");
        probe.WaitForLine("waiting");

        probe.Child.Terminate();
        Assert.False(probe.Child.HasExited);
        probe.Child.Kill();

        WorkerExit exit = await probe.Child.Exited.WaitAsync(ProbeProcess.Patience, TestContext.Current.CancellationToken);
        Assert.Equal("SIGKILL", exit.Signal);
        probe.Child.Kill(); // does nothing after the end
    }

    [Fact]
    public async Task An_interrupt_from_the_terminal_is_not_a_workers_business()
    {
        await using ProbeProcess probe = ProbeProcess.Start("terminate");
        probe.WaitForLine("waiting");

        _ = OsProcess.Kill(probe.Child.Id, OsProcess.SigInt);
        _ = OsProcess.Kill(probe.Child.Id, OsProcess.SigInt);

        // Signals are handled one after the other: a worker that ended by the first would not end by this one, in good order.
        probe.Child.Terminate();
        probe.WaitForLine("finalized");
        WorkerExit exit = await probe.Child.Exited.WaitAsync(ProbeProcess.Patience, TestContext.Current.CancellationToken);
        Assert.Equal("SIGTERM", exit.Signal);
    }

    [Fact]
    public void The_kernel_tells_an_end_that_somebody_else_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.OSVersion.Version >= new Version(6, 15), "The kernel tells it from Linux 6.15 on.");
        using Process process = new() { StartInfo = new("/bin/sh", ["-c", "read line; exit 7"]) { RedirectStandardInput = true } };
        process.Start();
        int descriptor = UnixPlatform.Current.OpenExitDescriptor(process.Id);
        Assert.True(descriptor > 0);
        Assert.Null(UnixPlatform.Current.GetWaitStatus(descriptor));

        process.StandardInput.WriteLine();
        process.WaitForExit(); // .NET waits for it, not we

        Assert.Equal(7 << 8, UnixPlatform.Current.GetWaitStatus(descriptor));
        _ = LibC.Close(descriptor);
    }

    [Fact]
    public async Task The_largest_memory_of_a_worker_is_told()
    {
        await using ProbeProcess probe = ProbeProcess.Start("allocate 400");
        probe.WaitForLine("allocated");
        Assert.InRange(probe.Child.SampleMemory() ?? 0, 400L << 20, 800L << 20);

        probe.Child.Kill();

        WorkerExit exit = await probe.Child.Exited.WaitAsync(ProbeProcess.Patience, TestContext.Current.CancellationToken);
        Assert.InRange(exit.PeakMemoryBytes ?? 0, 400L << 20, 800L << 20);
        Assert.Null(probe.Child.SampleMemory());
    }
}
