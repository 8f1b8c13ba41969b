using System.Text.Json;

namespace ProcGen.Launching;

/// <summary>Decides how workers are started in a host. The one place where this is decided; <see cref="WorkerDiagnostics"/> tells a user.</summary>
internal static class LaunchRouteResolver
{
    public const string MissingLine = "if (ProcGenWorker.TryRun(args, out int code)) return code;";

    private const string HostFileName = "ProcGen.WorkerHost.dll";

    // The options of `dotnet` and `dotnet exec` that come before the application, each with a value; the first three take paths.
    private static readonly string[] s_pathOptions = ["--depsfile", "--runtimeconfig", "--additionalprobingpath"];
    private static readonly string[] s_valueOptions = ["--fx-version", "--roll-forward", "--additional-deps", "--roll-forward-on-no-candidate-fx"];

    private static readonly string s_dotnetFileName = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    public static LaunchRoute Resolve(HostFacts host) =>
        !host.IsRuntimeOfApplication || (host.EntryPath is null && !host.IsNativeCode) ? ResolveWorkerHost(host)
        : !host.SupportsStartupHooks ? ResolveMainEntry(host)
        : ResolveStartupHook(host);

    private static LaunchRoute ResolveStartupHook(HostFacts host)
    {
        if (IsDotnet(host.ProcessPath))
        {
            return TryKeepHostOptions(host) is { } arguments
                ? new()
                {
                    Kind = LaunchRouteKind.StartupHook,
                    FileName = host.ProcessPath!,
                    Arguments = arguments,
                    Reason = "The application runs through 'dotnet', so it is started again in the same way, with the same options of the host, and a startup hook takes over before its Main.",
                }
                : DotnetExec(host, host.ProcessPath!, "The application runs through 'dotnet' with a command line that cannot be read, so it is started again as 'dotnet exec' of its main assembly");
        }

        if (IsApplicationHost(host))
        {
            return new()
            {
                Kind = LaunchRouteKind.StartupHook,
                FileName = host.ProcessPath!,
                Reason = host.EntryPath!.Length == 0
                    ? "The application is a single file, so that file is started again, and a startup hook inside of it takes over before its Main."
                    : "The application has an executable of its own, so that is started again, and a startup hook takes over before its Main.",
            };
        }

        return FindDotnet(host) is { } dotnet
            ? DotnetExec(host, dotnet, $"The program of this process ('{host.ProcessPath}') is not the application but something that hosts it, so its main assembly is started as 'dotnet exec'")
            : Refuse(LaunchRouteKind.StartupHook, $"the program of this process ('{host.ProcessPath}') is not the application but something that hosts it, and no 'dotnet' was found to start '{host.EntryPath}' with",
                "Install the .NET runtime and name its folder in DOTNET_ROOT, or start the application by its own executable.");
    }

    private static LaunchRoute DotnetExec(HostFacts host, string dotnet, string why)
    {
        // A main assembly without a configuration beside it was started with options that are lost.
        return host.EntryPath is { Length: > 0 } entry && host.FileExists(entry)
            ? new()
            {
                Kind = LaunchRouteKind.StartupHook,
                FileName = dotnet,
                Arguments = ["exec", entry],
                Reason = why + ", and a startup hook takes over before its Main.",
            }
            : Refuse(LaunchRouteKind.StartupHook, $"the application's main assembly was not found ('{host.EntryPath}')", "Start the application from its files, or by its own executable.");
    }

    private static LaunchRoute ResolveMainEntry(HostFacts host)
    {
        string published = host.IsNativeCode ? "compiled ahead of time (NativeAOT)" : "published without startup hooks (trimmed, or StartupHookSupport is false)";
        LaunchRoute route = new()
        {
            Kind = LaunchRouteKind.MainEntry,
            FileName = host.ProcessPath ?? "",
            Reason = $"The application is {published}, so its program is started again and its Main hands over to the worker by the line '{MissingLine}'.",
            Alternative = host.IsNativeCode ? "" : "With <StartupHookSupport>true</StartupHookSupport> in the project, workers start through a startup hook and the line is not needed.",
        };
        if (IsDotnet(host.ProcessPath))
        {
            route = TryKeepHostOptions(host) is { } arguments ? route with { Arguments = arguments } : route with { Arguments = ["exec", host.EntryPath!] };
        }

        return host.MainHasWorkerLine ? route : route with { Refusal = DescribeMissingLine(published) };
    }

    public static string DescribeMissingLine(string published) =>
        $"No worker can be started: this application is {published}, so a worker begins in Main, and Main does not hand over to it. Make this the first line of Main: {MissingLine}";

    private static LaunchRoute ResolveWorkerHost(HostFacts host)
    {
        const string Why = "The program of this process is not the application that uses ProcGen (a plug-in or a component in a foreign host)";
        string directory = Path.GetDirectoryName(host.RuntimePath) is { Length: > 0 } own ? own : host.BaseDirectory;
        string[] places = [Path.Combine(directory, HostFileName), Path.Combine(directory, "..", "..", "tools", "net10.0", HostFileName), Path.Combine(host.BaseDirectory, HostFileName)];
        if (places.FirstOrDefault(host.FileExists) is not { } hostFile)
        {
            return Refuse(LaunchRouteKind.WorkerHost, $"{Why}, so workers run in {HostFileName}, which was not found in any of: {string.Join(", ", places)}",
                "It comes with the package ProcGen and is copied to the output of a project that references it: copy it along with ProcGen.Runtime.dll.");
        }

        if (FindDotnet(host) is not { } dotnet)
        {
            return Refuse(LaunchRouteKind.WorkerHost, $"{Why}, so workers run in {HostFileName}, and no 'dotnet' was found to run it with",
                "Install the .NET runtime and name its folder in DOTNET_ROOT.");
        }

        List<string> arguments = ["exec"];
        string? deps = FindDepsFile(host, directory);
        if (deps is not null)
        {
            arguments.AddRange(["--depsfile", deps]);
        }

        if (FindRuntimeConfig(host, deps, hostFile) is { } config)
        {
            arguments.AddRange(["--runtimeconfig", config]);
        }

        // The host looks in these folders for what the deps file does not name: assemblies that a plug-in shares with its host.
        arguments.AddRange([Path.GetFullPath(hostFile), directory, host.BaseDirectory]);
        return new()
        {
            Kind = LaunchRouteKind.WorkerHost,
            FileName = dotnet,
            Arguments = arguments,
            Reason = Why + $", so workers run in {HostFileName}, with the files of the component.",
            Alternative = "An application that references ProcGen itself is started again instead.",
        };
    }

    /// <summary>The arguments up to the application's main assembly, paths made absolute; null where the command line is not of the form that <c>dotnet</c> takes.</summary>
    private static List<string>? TryKeepHostOptions(HostFacts host)
    {
        List<string> kept = ["exec"];
        IReadOnlyList<string> line = host.CommandLine;
        int i = line.Count > 1 && line[1] == "exec" ? 2 : 1;
        for (; i < line.Count; i++)
        {
            string argument = line[i];
            bool takesPath = s_pathOptions.Contains(argument);
            if (takesPath || s_valueOptions.Contains(argument))
            {
                if (i + 1 >= line.Count)
                {
                    return null;
                }

                string value = line[++i];
                kept.AddRange([argument, takesPath ? Locate(host, value) : value]);
                continue;
            }

            // The first that is not an option of the host is the application; the rest are its own arguments, which are not a worker's.
            string path = Locate(host, argument);
            if (argument.StartsWith('-') || !host.FileExists(path))
            {
                return null;
            }

            kept.Add(path);
            return kept;
        }

        return null;
    }

    private static string Locate(HostFacts host, string path)
    {
        IEnumerable<string> places = host.InitialDirectories.Where(Path.IsPathFullyQualified).Select(directory => Path.GetFullPath(path, directory));
        return places.FirstOrDefault(host.FileExists) ?? places.FirstOrDefault() ?? path;
    }

    private static bool IsDotnet(string? path) => Path.GetFileNameWithoutExtension(path)?.Equals("dotnet", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Whether the program is the application's own: a single file, or an executable that lies with its main assembly.</summary>
    private static bool IsApplicationHost(HostFacts host)
    {
        if (host.ProcessPath is not { } program || host.EntryPath is not { } entry)
        {
            return false;
        }

        // Two executables of one name in two folders are not the same, and one that lies with the assembly was renamed.
        StringComparison comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return entry.Length == 0 || string.Equals(Path.GetDirectoryName(program), Path.GetDirectoryName(entry), comparison);
    }

    private static string? FindDotnet(HostFacts host) =>
        IsDotnet(host.ProcessPath) ? host.ProcessPath : host.DotnetDirectories.Select(static directory => Path.Combine(directory, s_dotnetFileName)).FirstOrDefault(host.FileExists);

    private static string? FindDepsFile(HostFacts host, string directory)
    {
        // The component's own file is the one that names this assembly and lies beside an assembly of its name.
        string[] candidates = [.. host.FindDepsFiles(directory)
            .Where(path => !path.EndsWith("ProcGen.WorkerHost.deps.json", StringComparison.Ordinal) && host.FileExists(Stem(path) + ".dll") && Mentions(path, "\"" + LaunchRoute.HookName + "/"))
            .Order(StringComparer.Ordinal)];

        // Where several components share the folder, none of their files names the others' assemblies: without one, all that lies there is found.
        return candidates.Length == 1 ? candidates[0] : null;

        bool Mentions(string path, string text) => host.ReadText(path).Contains(text, StringComparison.Ordinal);
    }

    private static string? FindRuntimeConfig(HostFacts host, string? depsFile, string workerHost)
    {
        string?[] stems = [depsFile is null ? null : Stem(depsFile), host.EntryPath is { Length: > 0 } entry ? Path.ChangeExtension(entry, null) : null, Path.ChangeExtension(workerHost, null)];
        return stems.OfType<string>().Select(static stem => stem + ".runtimeconfig.json").FirstOrDefault(path => host.FileExists(path) && NamesSharedFramework(path));

        // That of a self-contained application names what it includes, and is of no use to `dotnet`.
        bool NamesSharedFramework(string path)
        {
            try
            {
                using JsonDocument json = JsonDocument.Parse(host.ReadText(path), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
                return json.RootElement.TryGetProperty("runtimeOptions", out JsonElement options) && (options.TryGetProperty("framework", out _) || options.TryGetProperty("frameworks", out _));
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }

    private static string Stem(string depsFile) => depsFile[..^".deps.json".Length];

    private static LaunchRoute Refuse(LaunchRouteKind kind, string cause, string fix) =>
        new() { Kind = kind, Reason = char.ToUpperInvariant(cause[0]) + cause[1..] + ".", Alternative = fix, Refusal = $"No worker can be started: {cause}. {fix}" };
}
