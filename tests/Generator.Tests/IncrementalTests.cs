using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Tests.Infrastructure;
using static ProcGen.Generator.Tests.Infrastructure.GeneratorRunner;

namespace ProcGen.Generator.Tests;

/// <summary>What runs again after an edit, and what does not.</summary>
public sealed class IncrementalTests
{
    // Steps that look at the compilation run on every edit; their outputs have to come out equal.
    private static readonly string[] s_parseSteps = [TrackingNames.StubClasses, TrackingNames.Assembly];
    private static readonly string[] s_laterSteps = [TrackingNames.TableEntries, TrackingNames.Serializers, TrackingNames.Table];

    private const string Marked = Usings + """
        namespace N;

        public partial class Jobs
        {
            private int _seed;
            [RunInProcess] public int Next(Job job, string? name = "x", CancellationToken token = default) => job.Id + _seed;
            [RunInProcess] public static IEnumerable<Job> All() => [];
            [RunInProcess] private static Secret Hide(Secret secret) => secret;
            private sealed class Secret { public Job? Job { get; set; } }
        }

        public static partial class State
        {
            [WorkerState] public static Random Create(int seed) => new(seed);
            [WorkerStartup] internal static void Start() { }
        }

        public static partial class Startup { [WorkerStartup] private static Task RunAsync() => Task.CompletedTask; }

        public sealed class Job { public int Id { get; set; } public List<string> Tags { get; set; } = []; }
        """;

    [Fact]
    public void An_unrelated_edit_changes_no_model_and_writes_nothing()
    {
        CSharpCompilation first = Compile(Marked, "class Unrelated { int M() => 1; }");
        GeneratorRun run = Run(first).AssertCompiles();
        CSharpCompilation second = first.ReplaceSyntaxTree(first.SyntaxTrees[1], Parse("class Unrelated { int M() => 2; void Other() { } }", "Source1.cs"));

        GeneratorRunResult result = Run(second, run.Driver).Result.Results.Single();

        foreach (string step in s_parseSteps)
        {
            AssertReasons(result, step, IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached);
        }

        foreach (string step in s_laterSteps)
        {
            AssertReasons(result, step, IncrementalStepRunReason.Cached);
        }

        Assert.All(result.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
    }

    [Fact]
    public void An_edit_of_a_marked_methods_body_changes_no_model()
    {
        CSharpCompilation first = Compile(Marked);
        GeneratorRun run = Run(first);
        CSharpCompilation second = first.ReplaceSyntaxTree(first.SyntaxTrees[0], Parse(Marked.Replace("job.Id + _seed", "job.Id * 17\n\n + _seed", StringComparison.Ordinal), "Source0.cs"));

        GeneratorRunResult result = Run(second, run.Driver).Result.Results.Single();

        foreach (string step in s_laterSteps)
        {
            AssertReasons(result, step, IncrementalStepRunReason.Cached);
        }
    }

    [Fact]
    public void A_new_default_value_writes_only_the_file_of_its_type()
    {
        CSharpCompilation first = Compile(Marked);
        GeneratorRun run = Run(first);
        CSharpCompilation second = first.ReplaceSyntaxTree(first.SyntaxTrees[0], Parse(Marked.Replace("\"x\"", "\"y\"", StringComparison.Ordinal), "Source0.cs"));

        GeneratorRunResult result = Run(second, run.Driver).Result.Results.Single();

        Assert.Single(result.TrackedSteps[TrackingNames.StubClasses].SelectMany(s => s.Outputs), o => o.Reason == IncrementalStepRunReason.Modified);
        AssertReasons(result, TrackingNames.Table, IncrementalStepRunReason.Cached);
        AssertReasons(result, TrackingNames.Serializers, IncrementalStepRunReason.Unchanged, IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void A_new_member_of_a_type_that_crosses_changes_the_schema()
    {
        CSharpCompilation first = Compile(Marked);
        GeneratorRun run = Run(first);
        CSharpCompilation second = first.ReplaceSyntaxTree(first.SyntaxTrees[0], Parse(Marked.Replace("public int Id { get; set; }", "public int Id { get; set; } public int Size { get; set; }", StringComparison.Ordinal), "Source0.cs"));

        GeneratorRun changed = Run(second, run.Driver);

        Assert.NotEqual(run.Sources["ProcGen.MethodTable.g.cs"], changed.Sources["ProcGen.MethodTable.g.cs"]);
        Assert.NotEqual(run.Sources["ProcGen.Serializers.g.cs"], changed.Sources["ProcGen.Serializers.g.cs"]);
    }

    [Fact]
    public void Equal_sources_in_new_compilations_give_equal_models()
    {
        GeneratorRunResult first = Run(Marked).Result.Results.Single();
        GeneratorRunResult second = Run(Marked).Result.Results.Single();

        foreach (string step in s_parseSteps.Concat(s_laterSteps))
        {
            ImmutableArray<object> a = [.. first.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Value)];
            ImmutableArray<object> b = [.. second.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Value)];
            Assert.NotEmpty(a);
            Assert.Equal(a, b);
            Assert.Equal(a.Select(o => o.GetHashCode()), b.Select(o => o.GetHashCode()));
        }
    }

    [Fact]
    public void Models_hold_no_symbols_syntax_or_locations()
    {
        GeneratorRunResult result = Run(Marked).Result.Results.Single();

        int visited = 0;
        foreach (string step in s_parseSteps.Concat(s_laterSteps))
        {
            foreach (object model in result.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Value))
            {
                visited += ObjectGraph.AssertHoldsNothingOf(typeof(Compilation).Assembly, model);
            }
        }

        Assert.True(visited > 100, $"Only {visited} objects were looked at.");
    }

    private static void AssertReasons(GeneratorRunResult result, string step, params IncrementalStepRunReason[] expected)
    {
        IncrementalStepRunReason[] reasons = [.. result.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason)];
        Assert.NotEmpty(reasons);
        Assert.All(reasons, r => Assert.True(expected.Contains(r), $"{step} is {r}."));
    }
}
