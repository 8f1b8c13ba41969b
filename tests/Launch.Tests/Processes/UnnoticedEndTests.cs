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

    [Theory]
    [InlineData("", "output")]
    [InlineData(" >&2", "errors")]
    public async Task What_outlives_a_process_in_a_session_of_its_own_writes_to_nobody(string redirection, string stream)
    {
        Recorder recorder = new();
        NativeStartInfo start = new()
        {
            FileName = "/bin/sh",

            // Writes until nobody reads, and tells its id through the stream that is tested.
            Arguments = ["-c", $"setsid sh -c 'while :; do echo $$; sleep 0.05; done{redirection}' & sleep 1000"],
            Environment = new Dictionary<string, string>(),
            Input = default,
        };
        INativeProcess process = NativeProcesses.Start(start, recorder);
        process.Watch();
        StringBuilder written = stream == "output" ? recorder.Output : recorder.Error;
        OsProcess.WaitUntil(() => recorder.Read(written).Contains('\n', StringComparison.Ordinal), ProbeProcess.Patience, static () => "It writes its id.");
        int writer = int.Parse(recorder.Read(written).Split('\n')[0], CultureInfo.InvariantCulture);
        try
        {
            process.KillGroup();
            await recorder.Closed.WaitAsync(ProbeProcess.Patience, TestContext.Current.CancellationToken);

            // The kill of the group did not reach it: it ends of SIGPIPE, or it would write into a full pipe for ever.
            OsProcess.WaitForEnd(writer, ProbeProcess.Patience, "The writer");
        }
        finally
        {
            if (OsProcess.IsRunning(writer))
            {
                OsProcess.Kill(writer, OsProcess.SigKill);
            }
        }
    }

    private sealed class Recorder : INativeProcessEvents
    {
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Closed => _closed.Task;

        public NativeExit Exit { get; private set; }

        public StringBuilder Output { get; } = new();

        public StringBuilder Error { get; } = new();

        public void OnOutput(bool isError, ReadOnlySpan<byte> bytes) => Append(isError ? Error : Output, Encoding.UTF8.GetString(bytes));

        public string Read(StringBuilder written)
        {
            lock (written)
            {
                return written.ToString();
            }
        }

        private static void Append(StringBuilder written, string text)
        {
            lock (written)
            {
                written.Append(text);
            }
        }

        public void OnDied(NativeExit exit) => Exit = exit;

        public void OnClosed() => _closed.SetResult();
    }
}
