using System.Globalization;
using System.Text;
using ProcGen.Launching.Native;

namespace ProcGen.Tests.Processes;

/// <summary>The moments between the end of a process and its being noticed.</summary>
public sealed class UnnoticedEndTests
{
    [Fact]
    public async Task What_a_process_wrote_before_its_end_is_read_after_it()
    {
        Recorder recorder = new();
        NativeStartInfo start = new()
        {
            FileName = "/bin/sh",
            Arguments = ["-c", "echo last words; echo last warning >&2; kill -9 $$"],
            Environment = new Dictionary<string, string>(),
            Input = default,
        };
        INativeProcess process = NativeProcesses.Start(start, recorder);
        OsProcess.WaitForEnd(process.Id, ProbeProcess.Patience, "What writes and dies");

        // The watcher sees the end and the output in one look.
        process.Watch();

        await recorder.Closed.WaitAsync(ProbeProcess.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(9, recorder.Exit.Signal);
        Assert.Equal(("last words\n", "last warning\n"), (recorder.Output.ToString(), recorder.Error.ToString()));
    }

    [Fact]
    public async Task A_kill_reaches_what_a_process_started_before_anybody_has_noticed_its_end()
    {
        Recorder recorder = new();
        NativeStartInfo start = new()
        {
            FileName = "/bin/sh",
            Arguments = ["-c", "sleep 1000 & wait"],
            Environment = new Dictionary<string, string>(),
            Input = default,
        };
        INativeProcess process = NativeProcesses.Start(start, recorder);
        string children = $"/proc/{process.Id}/task/{process.Id}/children";
        OsProcess.WaitUntil(() => File.ReadAllText(children).Length > 0, ProbeProcess.Patience, static () => "It starts a program.");
        int child = int.Parse(File.ReadAllText(children), CultureInfo.InvariantCulture);

        process.KillGroup();

        OsProcess.WaitForEnd(child, ProbeProcess.Patience, "The program");
        process.Watch();
        await recorder.Closed.WaitAsync(ProbeProcess.Patience, TestContext.Current.CancellationToken);
    }

    private sealed class Recorder : INativeProcessEvents
    {
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Closed => _closed.Task;

        public NativeExit Exit { get; private set; }

        public StringBuilder Output { get; } = new();

        public StringBuilder Error { get; } = new();

        public void OnOutput(bool isError, ReadOnlySpan<byte> bytes) => (isError ? Error : Output).Append(Encoding.UTF8.GetString(bytes));

        public void OnDied(NativeExit exit) => Exit = exit;

        public void OnClosed() => _closed.SetResult();
    }
}
