using System.Text;
using ProcGen.Launching;

namespace ProcGen;

/// <summary>Tells how worker processes are started in this host, and why: the first thing to look at when none starts.</summary>
public static class WorkerDiagnostics
{
    /// <summary>
    /// Describes the way in which this process starts workers: the route, the command line, the reason, what would change it, and what this process is itself.
    /// Starts nothing. Thread-safe.
    /// </summary>
    /// <returns>Some lines of text for a person; their wording is not a contract.</returns>
    public static string Explain()
    {
        HostFacts host = HostFacts.Current;
        LaunchRoute route = LaunchRouteResolver.Resolve(host);
        StringBuilder text = new();
        text.AppendLine($"Route:       {Describe(route.Kind)}");
        text.AppendLine($"Command:     {(route.FileName.Length == 0 ? "(none)" : string.Join(' ', [route.FileName, .. route.Arguments]))}");
        text.AppendLine($"Because:     {route.Reason}");
        if (route.Alternative.Length > 0)
        {
            text.AppendLine($"Otherwise:   {route.Alternative}");
        }

        if (route.Refusal is { } refusal)
        {
            text.AppendLine($"Problem:     {refusal}");
        }

        text.AppendLine($"This is:     {(WorkerIdentity.Bootstrap is { } worker
            ? $"the worker '{worker.Name}' (process {Environment.ProcessId}), at depth {worker.Depth} of {ProcessBudget.MaximumDepth}, started by process {worker.ParentId}"
            : $"the root process ({Environment.ProcessId})")}");
        text.AppendLine($"May start:   {ProcessBudget.Current.Available} more worker processes");
        text.AppendLine($"Program:     {host.ProcessPath ?? "(unknown)"}");
        text.AppendLine($"Main is in:  {host.EntryPath switch { null => "(no managed Main)", "" => "(the program itself)", var path => path }}");
        text.AppendLine($"ProcGen is:  {(host.RuntimePath.Length == 0 ? "(in the program itself)" : host.RuntimePath)}{(host.IsRuntimeOfApplication ? "" : ", not among the application's own files")}");
        text.Append($"Hooks:       {(host.SupportsStartupHooks ? "supported" : "not supported (trimmed, NativeAOT, or switched off)")}");
        return text.ToString();
    }

    private static string Describe(LaunchRouteKind kind) => kind switch
    {
        LaunchRouteKind.StartupHook => "the application again, taken over by a startup hook",
        LaunchRouteKind.MainEntry => "the application again, taken over by the line in its Main",
        LaunchRouteKind.WorkerHost => "the worker host with the files of the component",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
