using System.Collections.Concurrent;
using ProcGen.Launching;

namespace ProcGen.Tests.Processes;

/// <summary>A worker of this test program that runs the probe's loop, with its output collected.</summary>
internal sealed class ProbeProcess : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<WorkerOutputLine> _lines = [];
    private readonly List<WorkerOutputLine> _seen = [];

    private ProbeProcess(string command, Func<WorkerLaunchOptions, WorkerLaunchOptions>? configure, long? limit)
    {
        WorkerLaunchOptions options = new()
        {
            Name = "probe",
            Output = WorkerOutput.ToCallback(_lines.Add),
            Environment = new Dictionary<string, string?> { ["DOTNET_STARTUP_HOOKS"] = HookPath },
        };
        Child = ChildProcess.Start(configure?.Invoke(options) ?? options, CreateBootstrap(command, options.Name, limit));
    }

    public static string HookPath { get; } = Path.Combine(AppContext.BaseDirectory, "ProcGen.Launch.Probe.dll");

    public ChildProcess Child { get; }

    public static ProbeProcess Start(string command, Func<WorkerLaunchOptions, WorkerLaunchOptions>? configure = null) => new(command, configure, null);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(WorkerExit Exit, IReadOnlyList<string> Output)> RunAsync(string command, Func<WorkerLaunchOptions, WorkerLaunchOptions>? configure = null, long? limit = null)
    {
        await using ProbeProcess probe = new(command, configure, limit);
        WorkerExit exit = await probe.Child.Exited.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return (exit, probe.ReadAll());
    }

    /// <summary>Waits for a line of standard output that begins so, and returns the rest of it.</summary>
    public string WaitForLine(string prefix)
    {
        while (_lines.TryTake(out WorkerOutputLine line, (int)Patience.TotalMilliseconds, TestContext.Current.CancellationToken))
        {
            _seen.Add(line);
            if (!line.IsError && line.Text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return line.Text[prefix.Length..].Trim();
            }
        }

        throw new TimeoutException($"The worker did not write '{prefix}'. It wrote: {string.Join('\n', _seen)}");
    }

    public ValueTask DisposeAsync() => Child.DisposeAsync();

    private IReadOnlyList<string> ReadAll()
    {
        Child.FlushOutput(Patience);
        return [.. _seen.Concat(_lines).Where(static line => !line.IsError).Select(static line => line.Text)];
    }

    private static WorkerBootstrap CreateBootstrap(string command, string name, long? limit) =>
        new() { Token = new byte[WorkerBootstrap.TokenSize], TransportAddress = command, Name = name, IsDaemon = true, MemoryLimitBytes = limit };
}
