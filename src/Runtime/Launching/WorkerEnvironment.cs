using System.Collections;

namespace ProcGen.Launching;

/// <summary>The environment of a worker: this process's own, without what must not be had twice, with what makes it a worker, and last what the options say.</summary>
internal static class WorkerEnvironment
{
    public const string StartupHooks = "DOTNET_STARTUP_HOOKS";

    // A server's addresses (a second server could not bind them), profilers and tracers (they write to one file or one port), and the sockets and
    // the heartbeat of systemd (a worker must not answer for the service).
    private static readonly string[] s_removed =
    [
        "ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_URLS", "DOTNET_HTTP_PORTS", "DOTNET_HTTPS_PORTS", "URLS",
        "CORECLR_ENABLE_PROFILING", "CORECLR_PROFILER", "CORECLR_PROFILER_PATH", "CORECLR_PROFILER_PATH_32", "CORECLR_PROFILER_PATH_64",
        "CORECLR_PROFILER_PATH_ARM32", "CORECLR_PROFILER_PATH_ARM64", "CORECLR_ENABLE_NOTIFICATION_PROFILERS", "CORECLR_NOTIFICATION_PROFILERS",
        "COR_ENABLE_PROFILING", "COR_PROFILER", "COR_PROFILER_PATH",
        "DOTNET_DiagnosticPorts", "DOTNET_EnableEventPipe", "DOTNET_EventPipeOutputPath", "DOTNET_EventPipeConfig",
        "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES",
        SpawnMarker.VariableName,
    ];

    public static Dictionary<string, string> Create(LaunchRoute route, WorkerLaunchOptions options, SpawnMarker marker)
    {
        Dictionary<string, string> result = new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable is { Key: string { Length: > 0 } name, Value: string value })
            {
                result[name] = value;
            }
        }

        foreach (string name in s_removed)
        {
            result.Remove(name);
        }

        result.Remove(StartupHooks, out string? foreignHooks);

        // Many workers share the machine: one heap each, not one per processor, and no thread of its own for collecting beside the body. A pause holds up one call.
        result["DOTNET_gcServer"] = "0";
        result["DOTNET_gcConcurrent"] = "0";
        foreach ((string name, string? value) in options.Environment)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = value;
            }
        }

        result[SpawnMarker.VariableName] = marker.ToString();
        result.Remove(StartupHooks, out string? chosenHooks);
        string? hooks = chosenHooks ?? (options.InheritStartupHooks ? foreignHooks : null);
        if (route.UsesStartupHook)
        {
            // Ours is the last: it runs the worker and does not return. Named alone, it is found among the application's own assemblies.
            result[StartupHooks] = hooks is { Length: > 0 } ? hooks + Path.PathSeparator + LaunchRoute.HookName : LaunchRoute.HookName;
        }
        else if (hooks is { Length: > 0 })
        {
            result[StartupHooks] = hooks;
        }

        return result;
    }
}
