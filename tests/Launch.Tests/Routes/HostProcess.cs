using System.Diagnostics;
using System.Text;
using ProcGen.Tests.Processes;

namespace ProcGen.Tests.Routes;

/// <summary>
/// A host that runs as a user, under a limit of processes, with a deadline, in an empty folder of its own. Disposing it ends whatever is left of it.
/// </summary>
internal sealed class HostProcess : IDisposable
{
    private const int SigTerm = 15;

    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(90);

    // However their parent ended.
    private static readonly TimeSpan s_patienceWithWorkers = TimeSpan.FromSeconds(2);

    private readonly ProcessLimit _limit;
    private readonly HostFolder _folder;
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private HostProcess(ProcessLimit limit, HostFolder folder, Process process)
    {
        _limit = limit;
        _folder = folder;
        _process = process;
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts a command.</summary>
    /// <param name="user">As whom.</param>
    /// <param name="command">Makes the program and its arguments; it gets the folder of this host, where it may put files that the user can read.</param>
    public static HostProcess Start(HostUser user, Func<HostFolder, string[]> command)
    {
        user.Require();
        ProcessLimit limit = ProcessLimit.Create(user);
        HostFolder folder = new();
        try
        {
            string[] words = [.. limit.CommandPrefix, .. command(folder)];
            ProcessStartInfo start = new(words[0], words[1..])
            {
                WorkingDirectory = folder.WorkingFolder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            HostEnvironment.RemoveTestRunner(start.Environment);
            start.Environment["PROCGEN_HOST_REPORT"] = folder.ReportFolder;
            start.Environment["HOME"] = folder.WorkingFolder;
            start.Environment["DOTNET_CLI_HOME"] = folder.WorkingFolder;
            start.Environment["TMPDIR"] = folder.WorkingFolder;
            Process process = Process.Start(start)!;
            process.StandardInput.Close();
            return new(limit, folder, process);
        }
        catch
        {
            limit.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Starts a command and waits for its end and for that of everything it started.</summary>
    public static async Task<HostResult> RunAsync(HostUser user, Func<HostFolder, string[]> command)
    {
        using HostProcess host = Start(user, command);
        return await host.WaitForEndAsync();
    }

    /// <summary>Waits for a line, reported or written, that contains a text.</summary>
    /// <returns>The rest of the line.</returns>
    public async Task<string> WaitForLineAsync(string text)
    {
        string? line = null;
        await WaitUntilAsync(
            () => (line = _folder.ReadReport().Concat(Output.Split('\n')).FirstOrDefault(l => l.Contains(text, StringComparison.Ordinal))) is not null || _process.HasExited,
            s_deadline,
            $"a line with '{text}'");
        return line is null ? throw Failure($"ended without a line with '{text}'") : line[(line.IndexOf(text, StringComparison.Ordinal) + text.Length)..];
    }

    /// <summary>Asks the host to end, as a service manager does.</summary>
    public void Terminate() => Signal(SigTerm);

    /// <summary>Ends the host's own process, and it alone.</summary>
    public void Kill() => Signal(OsProcess.SigKill);

    /// <summary>Waits for the host's end, and for that of everything that it started.</summary>
    public async Task<HostResult> WaitForEndAsync()
    {
        await WaitUntilAsync(() => _process.HasExited, s_deadline, "its end");
        HostResult result = new(_process.ExitCode, _folder.ReadReport(), _folder.CountEntryPoints(), Output);
        await WaitUntilAsync(
            () => _limit.FindProcesses().Length == 0 && !result.Calls.Any(static call => OsProcess.IsRunning(call.WorkerId)), s_patienceWithWorkers, "the end of all that it started");

        // With the last process its output ends, too; what was read of it until then need not be all.
        await _process.WaitForExitAsync().WaitAsync(s_deadline);
        return result with { Output = Output };
    }

    public void Dispose()
    {
        _limit.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    // All words before the host's own end in an exec, so it has the id of the first process.
    private void Signal(int signal) => Assert.Equal(0, OsProcess.Kill(_process.Id, signal));

    private async Task WaitUntilAsync(Func<bool> condition, TimeSpan limit, string what)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > limit)
            {
                throw Failure($"did not come to {what} within {limit}; {_limit.FindProcesses().Length} processes of it run, its entry point was reached {_folder.CountEntryPoints()} times");
            }

            await Task.Delay(10);
        }
    }

    private Xunit.Sdk.XunitException Failure(string what) =>
        new($"The host {what}.\nreport:\n{string.Join('\n', _folder.ReadReport())}\noutput:\n{Output}");

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
