using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ProcGen.Tests.Processes;

namespace ProcGen.Tests.Routes;

/// <summary>A host application that runs under a hard limit of processes. Its lines are <c>key: value</c>.</summary>
internal sealed class HostRun : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ProcessLimit _limit;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly string _folder;

    private HostRun(ProcessLimit limit, Process process, string folder)
    {
        _limit = limit;
        _process = process;
        _folder = folder;
        _process.OutputDataReceived += Receive;
        _process.ErrorDataReceived += Receive;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The host's own process: nothing is between it and the test.</summary>
    public int Id => _process.Id;

    public string Output => string.Join('\n', _lines);

    /// <param name="asOtherUser">Whether to run as an ordinary user.</param>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments; <c>{report}</c> stands for the file of the environment's <c>HOST_REPORT</c>.</param>
    /// <param name="workingDirectory">Null for a temporary folder of the run.</param>
    public static HostRun Start(bool asOtherUser, string file, IEnumerable<string> arguments, string? workingDirectory = null)
    {
        ProcessLimit limit = ProcessLimit.Create(asOtherUser);
        string folder = Directory.CreateTempSubdirectory("procgen-host-").FullName;
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(folder, (UnixFileMode)0x1FF); // the other user writes here, too
            }

            string[] command = limit.Wrap(file, arguments);
            ProcessStartInfo start = new(command[0], command[1..])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
                WorkingDirectory = workingDirectory ?? folder,
            };
            start.Environment["HOME"] = folder;
            start.Environment["TMPDIR"] = folder;
            start.Environment["DOTNET_CLI_HOME"] = folder;
            start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
            start.Environment["DOTNET_NOLOGO"] = "1";
            start.Environment["HOST_REPORT"] = Path.Combine(folder, "report");

            // What this test runner was given is not the host's.
            foreach (string name in start.Environment.Keys.Where(static name => name.StartsWith("TESTINGPLATFORM_", StringComparison.Ordinal) || name.StartsWith("MSBUILD", StringComparison.Ordinal)).ToArray())
            {
                start.Environment.Remove(name);
            }

            return new(limit, Process.Start(start)!, folder);
        }
        catch
        {
            limit.Dispose();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Runs a host to its end and returns the values of its lines. Fails if anything that it started is left.</summary>
    public static HostReport RunToEnd(bool asOtherUser, string file, IEnumerable<string> arguments, string? workingDirectory = null)
    {
        using HostRun run = Start(asOtherUser, file, arguments, workingDirectory);
        int code = run.WaitForExit();
        run.AssertNothingIsLeft();
        string report = Path.Combine(run._folder, "report");
        return new(code, File.Exists(report) ? File.ReadAllText(report) : run.Output, run.Output);
    }

    public string WaitForLine(string part)
    {
        string? found = null;
        OsProcess.WaitUntil(() => (found = _lines.FirstOrDefault(line => line.Contains(part, StringComparison.Ordinal))) is not null || _process.HasExited, Patience, () => $"'{part}' did not come: {Output}");
        return found ?? throw new InvalidOperationException($"The host ended without '{part}': {Output}");
    }

    public void AssertNothingIsLeft()
    {
        if (_limit.FindRemaining() is not null)
        {
            OsProcess.WaitUntil(() => _limit.FindRemaining()!.Count == 0, TimeSpan.FromSeconds(2), () => $"Processes are left 2 seconds after the end of the host: {Describe(_limit.FindRemaining()!)}");
        }
    }

    public void Dispose()
    {
        _limit.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private int WaitForExit()
    {
        Assert.True(_process.WaitForExit(Patience), $"The host still runs after {Patience}: {Output}");
        _process.WaitForExit(); // and its output was read
        return _process.ExitCode;
    }

    private static string Describe(IReadOnlyList<int> processes) =>
        string.Join(", ", processes.Select(static id => string.Create(CultureInfo.InvariantCulture, $"{id} ({ReadCommand(id)})")));

    private static string ReadCommand(int id)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "gone";
        }
    }

    private void Receive(object sender, DataReceivedEventArgs e)
    {
        if (e.Data is { } line)
        {
            _lines.Enqueue(line);
        }
    }
}

/// <summary>What a host said.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Text">Its lines of the form <c>key: value</c>.</param>
/// <param name="Output">All that it wrote.</param>
internal sealed record HostReport(int ExitCode, string Text, string Output)
{
    /// <summary>The value of a line, or what there was instead.</summary>
    public string this[string key] =>
        Text.Split('\n').FirstOrDefault(line => line.StartsWith(key + ": ", StringComparison.Ordinal))?[(key.Length + 2)..] ?? $"(no '{key}' in: {Output})";

    public string Explanation => string.Join('\n', Text.Split('\n').Where(static line => line.StartsWith("explain: ", StringComparison.Ordinal)));

    /// <summary>Checks that a marked method ran in a worker of its own that saw nothing of how it was started.</summary>
    public void AssertWorkerRan(string route)
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Output}");
        Assert.Contains($"Route:       {route}", Explanation, StringComparison.Ordinal);
        string told = this["library"];
        Assert.StartsWith("number=42 worker=", told, StringComparison.Ordinal);
        Assert.EndsWith(" input=end marker=none hooks=none server=False", told, StringComparison.Ordinal);
        Assert.DoesNotContain($"worker={this["main"]} ", told, StringComparison.Ordinal);
    }
}
