using System.Reflection;
using System.Runtime;

namespace ProcGen.Hosts;

/// <summary>What a worker answers: a plain type of another assembly than the hosts'.</summary>
/// <param name="Text">The argument in upper case.</param>
/// <param name="ProcessId">The worker.</param>
/// <param name="Facts">The assembly whose Main the worker's program has, what it sees of how it was started, and which garbage collector it has.</param>
public sealed record Answer(string Text, int ProcessId, string Facts)
{
    public static Answer To(string text) => new(text.ToUpperInvariant(), Environment.ProcessId, DescribeWorker());

    /// <summary>The first line of the explanation: how this process starts workers.</summary>
    public static string ExplainRoute() => WorkerDiagnostics.Explain().Split('\n')[0].TrimEnd();

    private static string DescribeWorker() =>
        $"program={Assembly.GetEntryAssembly()?.GetName().Name ?? "none"} input={(Console.ReadLine() is null ? "end" : "text")} "
        + $"marker={Environment.GetEnvironmentVariable("PROCGEN_WORKER_OF") ?? "none"} hooks={Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS") ?? "none"} server={GCSettings.IsServerGC}";
}
