using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace ProcGen.Tests;

/// <summary>The application tests/Hosts/Parent, started for one scenario. It leads a process group of its own, as a shell's job does.</summary>
internal sealed partial class ParentHost : IDisposable
{
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _error = new();
    private readonly Process _process;

    private ParentHost(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Add(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Add(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static string Path { get; } = System.IO.Path.GetFullPath(typeof(ParentHost).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ParentHost").Value!);

    /// <param name="arguments">The scenario.</param>
    /// <param name="prefix">A program and its arguments that run the application instead of the plain start, as taskset.</param>
    public static ParentHost Start(IReadOnlyList<string> arguments, params string[] prefix)
    {
        // setsid makes the application the leader of its group without a process in between.
        string[] command = ["/usr/bin/setsid", .. prefix, Path, .. arguments];
        return new(Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
    }

    /// <summary>The same in the foreground of a terminal, which is its standard input and controls it.</summary>
    /// <remarks>Programs that a shell starts in the background ignore SIGINT, and hand that on to all that they start: nobody could type Ctrl+C then.</remarks>
    public static ParentHost StartIn(PseudoTerminal terminal, string scenario) =>
        new(Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec /usr/bin/env --default-signal=INT /usr/bin/setsid --ctty \"$1\" \"$2\" < \"$0\"", terminal.Path, Path, scenario])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);

    public int Id => _process.Id;

    public IReadOnlyList<string> Output => [.. _output];

    public IReadOnlyList<string> Error => [.. _error];

    /// <summary>The processes that the application has caused, as it said.</summary>
    public IReadOnlyList<int> Workers => [.. Output.Where(line => line.StartsWith("worker ", StringComparison.Ordinal)).Select(line => int.Parse(line[7..]))];

    public Task WaitForAsync(string line) => Eventually.BecomesAsync(
        () => Output, output => output.Contains(line), TimeSpan.FromSeconds(30), output => $"no '{line}' in: {string.Join(" | ", output.Concat(Error))}");

    /// <summary>Waits for the end of the process itself, not of its output, which a left-over child would hold open.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan deadline)
    {
        await Eventually.HoldsAsync(() => _process.HasExited, deadline, $"the application ends ({string.Join(" | ", Output.Concat(Error))})");
        return _process.ExitCode;
    }

    /// <summary>Reads what is left in the pipes.</summary>
    public void DrainOutput() => _process.WaitForExit();

    public void Kill() => Signal(Id, 9);

    public void Terminate() => Signal(Id, 15);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
            _process.WaitForExit();
        }

        // What the runtime of the application itself leaves behind when it is killed is nobody's but ours.
        foreach (var file in Directory.EnumerateFileSystemEntries(TestRun.TemporaryFolder, $"*-{Id}-*"))
        {
            File.Delete(file);
        }

        _process.Dispose();
    }

    private static void Add(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }

    private static void Signal(int id, int signal) => Assert.Equal(0, SendSignal(id, signal));

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int id, int signal);
}
