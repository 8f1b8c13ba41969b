using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace ProcGen.Tests.Routes;

/// <summary>A host as <c>dotnet publish</c> left it.</summary>
/// <param name="Project">The project's folder.</param>
/// <param name="Variant">One of tests/Hosts/Variants.props.</param>
/// <param name="Folder">The published files.</param>
internal sealed record HostFiles(string Project, string Variant, string Folder)
{
    public string Name => Path.GetFileName(Project);

    /// <summary>The options by which the SDK's commands find this variant's output again.</summary>
    public string[] BuildOptions => ["--configuration", HostBuild.Configuration, $"-p:HostVariant={Variant}"];
}

/// <summary>
/// Publishes the hosts, each variant once: nothing is done where nothing changed since the last time, so that only the first run of the tests is slow.
/// ProcGen itself is taken as it was built for these tests.
/// </summary>
internal static class HostBuild
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(5);
    private static readonly ConcurrentDictionary<(string, string), Lazy<Task<HostFiles>>> s_published = new();

    // The SDK's commands use all processors by themselves.
    private static readonly SemaphoreSlim s_oneAtATime = new(1);

    public static string Configuration { get; } = Metadata("Configuration");

    public static string HostsFolder { get; } = Path.TrimEndingDirectorySeparator(Metadata("HostsFolder"));

    public static string RepositoryFolder { get; } = Path.GetFullPath(Path.Combine(HostsFolder, "..", ".."));

    /// <summary>The folder into which a library among the hosts was built along with these tests.</summary>
    public static string LibraryFolder(string name) => Path.Combine(HostsFolder, name, "bin", Configuration, "net10.0");

    public static Task<HostFiles> PublishAsync(string name, string variant = "framework-dependent") =>
        s_published.GetOrAdd((name, variant), key => new(() => PublishOnceAsync(key.Item1, key.Item2))).Value;

    private static async Task<HostFiles> PublishOnceAsync(string name, string variant)
    {
        HostFiles host = new(Path.Combine(HostsFolder, name), variant, Path.Combine(HostsFolder, name, "bin", variant, Configuration, "publish"));
        List<string> arguments =
        [
            "publish", host.Project, "--output", host.Folder, "-nologo", "-nodeReuse:false", "-p:BuildProjectReferences=false", .. host.BuildOptions,
        ];
        if (variant.StartsWith("native-aot", StringComparison.Ordinal))
        {
            arguments.AddRange(NativeLinker());
        }

        await s_oneAtATime.WaitAsync();
        try
        {
            string stamp = Path.Combine(host.Project, "obj", variant, $"published-{Configuration}.stamp");
            string inputs = DescribeInputs(arguments);
            if (File.Exists(stamp) && File.ReadAllText(stamp) == inputs && Directory.Exists(host.Folder))
            {
                return host;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(stamp)!);
            File.Delete(stamp);
            if (Directory.Exists(host.Folder))
            {
                Directory.Delete(host.Folder, recursive: true);
            }

            await RunSdkAsync(arguments);
            File.WriteAllText(stamp, inputs);
            return host;
        }
        finally
        {
            s_oneAtATime.Release();
        }
    }

    /// <summary>NativeAOT links with clang if not told otherwise; gcc does as well.</summary>
    private static string[] NativeLinker()
    {
        if (HostTools.Find("clang") is not null)
        {
            return [];
        }

        Assert.SkipUnless(HostTools.Find("gcc") is not null, "NativeAOT needs a linker: clang or gcc.");
        return ["-p:CppCompilerAndLinker=gcc"];
    }

    private static async Task RunSdkAsync(List<string> arguments)
    {
        ProcessStartInfo start = new(HostTools.Dotnet, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = HostsFolder };
        HostEnvironment.RemoveTestRunner(start.Environment);
        using Process process = Process.Start(start)!;
        StringBuilder output = new();
        process.OutputDataReceived += (_, line) => Append(line.Data);
        process.ErrorDataReceived += (_, line) => Append(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        // Not by the end of the output: the compiler server stays and may hold it.
        long deadline = Environment.TickCount64 + (long)s_deadline.TotalMilliseconds;
        while (!process.HasExited && Environment.TickCount64 < deadline)
        {
            await Task.Delay(50);
        }

        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(1000));
        lock (output)
        {
            Assert.True(process is { HasExited: true, ExitCode: 0 }, $"dotnet {string.Join(' ', arguments)} failed or took longer than {s_deadline}:\n{output}");
        }

        void Append(string? line)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }

    /// <summary>Everything of which a published host is made: the hosts' sources, the build's settings, and ProcGen's assemblies.</summary>
    private static string DescribeInputs(List<string> arguments)
    {
        string source = Path.Combine(RepositoryFolder, "src");
        IEnumerable<string> files =
        [
            .. Directory.EnumerateFiles(HostsFolder, "*", SearchOption.AllDirectories).Where(static path => !IsBuilt(path)),
            .. Directory.EnumerateFiles(Path.Combine(source, "Runtime", "build")),
            .. new[] { "Runtime", "WorkerHost" }.SelectMany(project => Built(Path.Combine(source, project), "net10.0")),
            .. new[] { "Generator", "Analyzers" }.SelectMany(project => Built(Path.Combine(source, project), "netstandard2.0")),
            .. new[] { "HostLibrary", "PluginLibrary" }.SelectMany(static project => Directory.EnumerateFiles(LibraryFolder(project), project + ".dll")),
            Path.Combine(source, "Consumer.props"),
            .. new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", "tests/Directory.Build.props", "tests/TestProject.props" }
                .Select(static file => Path.Combine(RepositoryFolder, file)),
        ];
        StringBuilder text = new(string.Join(' ', arguments));
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            FileInfo info = new(file);
            text.Append(CultureInfo.InvariantCulture, $"\n{file} {info.Length} {info.LastWriteTimeUtc.Ticks}");
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));

        static bool IsBuilt(string path) => Path.GetRelativePath(HostsFolder, path).Split(Path.DirectorySeparatorChar) is var parts && (parts.Contains("bin") || parts.Contains("obj"));

        static IEnumerable<string> Built(string project, string framework) =>
            Directory.EnumerateFiles(Path.Combine(project, "bin", Configuration, framework), "ProcGen.*.dll");
    }

    private static string Metadata(string key) =>
        typeof(HostBuild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
