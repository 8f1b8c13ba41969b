using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using ProcGen.Launching.Native;

namespace ProcGen.Launching;

/// <summary>Everything about this process on which the route depends, gathered in one place, so that the decision itself is a function that can be tested.</summary>
internal sealed record HostFacts
{
    private static readonly Lazy<HostFacts> s_current = new(Gather);

    public static HostFacts Current => s_current.Value with { MainHasWorkerLine = ProcGenWorker.WasCalled };

    /// <summary>The program of this process.</summary>
    public required string? ProcessPath { get; init; }

    /// <summary>The whole command line as this process was started, the program first; empty where it cannot be known.</summary>
    public IReadOnlyList<string> CommandLine { get; init; } = [];

    /// <summary>The directories that relative paths of the command line may be relative to, the likeliest first.</summary>
    public IReadOnlyList<string> InitialDirectories { get; init; } = [];

    /// <summary>The file of the assembly with Main; empty in a single file; null where there is none.</summary>
    public string? EntryPath { get; init; }

    /// <summary>Where the application's files are.</summary>
    public string BaseDirectory { get; init; } = "";

    /// <summary>The file of this assembly; empty in a single file.</summary>
    public string RuntimePath { get; init; } = "";

    /// <summary>Whether this assembly is one of the application's own: in the default load context and among the files that the host resolved at the start.</summary>
    public bool IsRuntimeOfApplication { get; init; } = true;

    public bool SupportsStartupHooks { get; init; } = true;

    public bool IsNativeCode { get; init; }

    /// <summary>Whether this process called <see cref="ProcGenWorker.TryRun"/>.</summary>
    public bool MainHasWorkerLine { get; init; }

    /// <summary>Directories in which a <c>dotnet</c> may be, the most fitting first.</summary>
    public IReadOnlyList<string> DotnetDirectories { get; init; } = [];

    public Func<string, bool> FileExists { get; init; } = File.Exists;

    public Func<string, IEnumerable<string>> FindDepsFiles { get; init; } = static directory => Directory.EnumerateFiles(directory, "*.deps.json");

    public Func<string, string> ReadText { get; init; } = File.ReadAllText;

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An empty location is what tells a single file.")]
    private static HostFacts Gather()
    {
        Assembly runtime = typeof(HostFacts).Assembly;
        Assembly? entry = Assembly.GetEntryAssembly();

        // Every host of CoreCLR hands over a list of assemblies; a native program has neither host nor list. (Dynamic code alone can be switched off anywhere.)
        bool isNative = !RuntimeFeature.IsDynamicCodeSupported && AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is null;
        return new()
        {
            ProcessPath = Environment.ProcessPath,
            CommandLine = NativeProcesses.GetOwnCommandLine(),

            // No system keeps the directory in which a process was started. Most stay there; of one that moved, the shell's variable may still tell.
            InitialDirectories = [Environment.CurrentDirectory, .. Environment.GetEnvironmentVariable("PWD") is { Length: > 0 } shell ? [shell] : Array.Empty<string>()],
            EntryPath = entry?.Location,
            BaseDirectory = AppContext.BaseDirectory,
            RuntimePath = runtime.Location,
            IsRuntimeOfApplication = isNative || IsOfApplication(runtime),
            SupportsStartupHooks = !isNative && (!AppContext.TryGetSwitch("System.StartupHookProvider.IsSupported", out bool supported) || supported),
            IsNativeCode = isNative,
            DotnetDirectories = FindDotnetDirectories(isNative),
        };
    }

    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An empty location is what tells a single file.")]
    private static bool IsOfApplication(Assembly runtime)
    {
        if (AssemblyLoadContext.GetLoadContext(runtime) != AssemblyLoadContext.Default)
        {
            return false;
        }

        // What is bundled in a single file is not in the list, but found by name.
        string fileName = LaunchRoute.HookName + ".dll";
        return runtime.Location.Length == 0
            || AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is not string trusted
            || trusted.Split(Path.PathSeparator).Any(path => Path.GetFileName(path) == fileName);
    }

    private static string[] FindDotnetDirectories(bool isNative)
    {
        List<string?> directories = [];
        if (!isNative)
        {
            // …/shared/Microsoft.NETCore.App/<version>/
            directories.Add(Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")));
        }

        directories.Add(Path.GetDirectoryName(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")));
        directories.Add(Environment.GetEnvironmentVariable("DOTNET_ROOT"));
        directories.AddRange(Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? []);
        return [.. directories.OfType<string>().Where(static directory => directory.Length > 0)];
    }
}
