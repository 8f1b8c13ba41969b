using System.Reflection;
using System.Runtime.CompilerServices;

namespace ProcGen.Generator.Tests.Infrastructure;

/// <summary>
/// Compares a text with the file <c>Class.Method.verified.cs</c> beside the test. On a mismatch it writes <c>Class.Method.received.cs</c> there and fails;
/// with PROCGEN_UPDATE_SNAPSHOTS=1 it rewrites the verified file instead.
/// </summary>
internal static class Snapshot
{
    private const string Verified = ".verified.cs";
    private const string Received = ".received.cs";

    private static readonly bool s_update = Environment.GetEnvironmentVariable("PROCGEN_UPDATE_SNAPSHOTS") == "1";

    public static string ProjectDirectory { get; } = typeof(Snapshot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ProjectDirectory").Value!;

    public static void Verify(string text, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        // A deterministic build maps the paths of sources, so only the file's name can be relied on.
        string name = Path.GetFileNameWithoutExtension(file.Replace('\\', '/'));
        string directory = Path.GetDirectoryName(Directory.EnumerateFiles(ProjectDirectory, name + ".cs", SearchOption.AllDirectories).Single())!;
        string verified = Path.Combine(directory, $"{name}.{method}{Verified}");
        string received = Path.Combine(directory, $"{name}.{method}{Received}");
        if (File.Exists(verified) && Normalize(File.ReadAllText(verified)) == text)
        {
            File.Delete(received);
            return;
        }

        if (s_update)
        {
            File.WriteAllText(verified, text);
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.Fail($"The generated code differs from {verified}. Compare it with {received}; if the change is right, run the tests once with PROCGEN_UPDATE_SNAPSHOTS=1.\n{FirstDifference(verified, text)}");
    }

    /// <summary>The snapshots for which there is no test.</summary>
    public static IEnumerable<string> FindStale()
    {
        var tests = typeof(Snapshot).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods().Where(m => m.IsDefined(typeof(FactAttribute))).Select(m => $"{t.Name}.{m.Name}{Verified}"))
            .ToHashSet(StringComparer.Ordinal);
        return Directory.EnumerateFiles(ProjectDirectory, "*" + Verified, SearchOption.AllDirectories).Where(f => !tests.Contains(Path.GetFileName(f)));
    }

    private static string Normalize(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private static string FirstDifference(string verified, string text)
    {
        string[] expected = File.Exists(verified) ? Normalize(File.ReadAllText(verified)).Split('\n') : [];
        string[] actual = text.Split('\n');
        int line = 0;
        while (line < expected.Length && line < actual.Length && expected[line] == actual[line])
        {
            line++;
        }

        return $"Line {line + 1}\nverified: {expected.ElementAtOrDefault(line)}\nreceived: {actual.ElementAtOrDefault(line)}";
    }
}
