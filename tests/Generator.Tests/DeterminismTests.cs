using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Tests.Infrastructure;
using static ProcGen.Generator.Tests.Infrastructure.GeneratorRunner;

namespace ProcGen.Generator.Tests;

public sealed class DeterminismTests
{
    private static readonly string[] s_files =
    [
        Usings + "public partial class C { private int _b; private string _a = \"\"; [RunInProcess] public int First(Job job) => _b; [RunInProcess] public static int Z() => 0; }",
        Usings + "public partial class C { private int _c; [RunInProcess] public static int First(int x) => x; [RunInProcess] public static int A() => 0; [WorkerStartup] static void S2() { } }",
        Usings + "public partial class D { [RunInProcess] public static Job M(Job job) => job; [WorkerStartup] static void S1() { } [RunInProcess] public static void Bad(Action a) { } }",
        Usings + "public partial class Job { public int Z; } public partial class D { [WorkerState] public static Job State() => new(); [RunInProcess] public static void Worse(ref int a) { } }",
        Usings + "public partial class Job { public string? Name { get; set; } public List<Job> Children = []; }",
    ];

    [Fact]
    public void Reordered_files_give_the_same_bytes()
    {
        IReadOnlyDictionary<string, string> expected = Run(s_files).Sources;

        foreach (string[] order in (string[][])[[.. s_files.Reverse()], [s_files[2], s_files[4], s_files[0], s_files[3], s_files[1]], [s_files[3], s_files[1], s_files[4], s_files[0], s_files[2]]])
        {
            Assert.Equal(expected.OrderBy(s => s.Key, StringComparer.Ordinal), Run(order).Sources.OrderBy(s => s.Key, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Parallel_runs_on_one_compilation_give_the_same_bytes()
    {
        CSharpCompilation compilation = Compile(s_files);
        var results = new IReadOnlyDictionary<string, string>[8];

        Parallel.For(0, results.Length, i => results[i] = Run(compilation).Sources);

        Assert.All(results, r => Assert.Equal(results[0], r));
    }

    [Fact]
    public void Generated_files_have_line_feeds_only_and_no_trailing_blanks() =>
        Assert.All(Run([.. s_files.Select(f => f.Replace("\n", "\r\n", StringComparison.Ordinal))]).Sources.Values, s =>
        {
            Assert.DoesNotContain('\r', s);
            Assert.DoesNotContain(" \n", s, StringComparison.Ordinal);
            Assert.DoesNotContain("\n\n\n", s, StringComparison.Ordinal);
            Assert.EndsWith("\n", s, StringComparison.Ordinal);
        });
}
