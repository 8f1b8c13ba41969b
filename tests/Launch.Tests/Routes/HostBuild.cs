using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace ProcGen.Tests.Routes;

/// <summary>
/// Builds or publishes the projects under tests/Hosts, each variant into a folder of its own under artifacts/obj/hosts. A variant whose sources, options and ProcGen itself
/// are what they were is not built again.
/// </summary>
internal static class HostBuild
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> s_built = new();

    // One at a time: a publish uses all processors by itself.
    private static readonly Lock s_gate = new();

    public static string Repository { get; } = FindRepository();

    public static string Dotnet { get; } =
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path && File.Exists(path) ? path
        : Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(static folder => Path.Combine(folder, "dotnet")).First(File.Exists);

    private static string Configuration { get; } = typeof(HostBuild).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>The folder of <c>dotnet build</c> of a project.</summary>
    public static string Build(string project, string variant, params string[] options) => Make("build", project, variant, options);

    /// <summary>The folder of <c>dotnet publish</c> of a project.</summary>
    public static string Publish(string project, string variant, params string[] options) => Make("publish", project, variant, options);

    public static string ProjectFile(string project) => Path.Combine(Repository, "tests", "Hosts", project, project + ".csproj");

    public static string ArtifactsOf(string variant) => Path.Combine(Repository, "artifacts", "obj", "hosts", variant);

    private static string Make(string verb, string project, string variant, string[] options) =>
        s_built.GetOrAdd(variant, _ => new(() =>
        {
            lock (s_gate)
            {
                return MakeOnce(verb, project, variant, options);
            }
        })).Value;

    private static string MakeOnce(string verb, string project, string variant, string[] options)
    {
        string artifacts = ArtifactsOf(variant);
        string stamp = Path.Combine(artifacts, "made-of");
        string key = HashInputs(project, options);
        if (!File.Exists(stamp) || File.ReadAllText(stamp) != key)
        {
            if (Directory.Exists(artifacts))
            {
                Directory.Delete(artifacts, recursive: true);
            }

            Run([verb, ProjectFile(project), "-c", "Release", "--artifacts-path", artifacts, $"-p:ProcGenConfiguration={Configuration}", "-v", "quiet", "-nologo", .. options]);
            File.WriteAllText(stamp, key);
        }

        // <artifacts>/bin/<project>/release, or /publish/<project>/release_<rid>.
        return Directory.GetDirectories(Path.Combine(artifacts, verb == "build" ? "bin" : "publish", project)).Single();
    }

    private static void Run(string[] arguments)
    {
        ProcessStartInfo start = new(Dotnet, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

        // No server of the build may outlive it: it would hold the pipes, and count as left behind.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        foreach (string name in start.Environment.Keys.Where(static name => name.StartsWith("TESTINGPLATFORM_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)}");
        }

        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output.Result}\n{error.Result}");
        }
    }

    private static string HashInputs(string project, string[] options)
    {
        string hosts = Path.Combine(Repository, "tests", "Hosts");
        string source = Path.Combine(Repository, "src");
        IEnumerable<string> files =
        [
            .. new[] { project, "Library", "VsTests" }.Distinct().SelectMany(name => Directory.GetFiles(Path.Combine(hosts, name))),
            Path.Combine(hosts, "Directory.Build.props"),
            Path.Combine(Repository, "Directory.Build.props"),
            Path.Combine(Repository, "Directory.Packages.props"),
            Path.Combine(source, "Runtime", "bin", Configuration, "net10.0", "ProcGen.Runtime.dll"),
            Path.Combine(source, "Generator", "bin", Configuration, "netstandard2.0", "ProcGen.Generator.dll"),
            Path.Combine(source, "WorkerHost", "bin", Configuration, "net10.0", "ProcGen.WorkerHost.dll"),
        ];
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData(File.ReadAllBytes(file));
        }

        hash.AppendData(Encoding.UTF8.GetBytes(string.Join(' ', options)));
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "ProcGen.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException($"ProcGen.sln is not above {AppContext.BaseDirectory}.");
    }
}
