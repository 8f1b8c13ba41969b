using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Benchmarks.Generator;
using ProcGen.Generator.Tests.Infrastructure;
using static ProcGen.Generator.Tests.Infrastructure.GeneratorRunner;

namespace ProcGen.Generator.Tests;

/// <summary>What an edit costs in a large solution is measured by benchmarks/Generator; that it cannot cost much is asserted here on the same sources.</summary>
public sealed class LargeSolutionTests
{
    [Fact]
    public void A_keystroke_in_an_unrelated_file_changes_none_of_a_thousand_methods()
    {
        CSharpCompilation first = Compile([.. SampleSolution.Sources().Select(source => source.Text)]);
        GeneratorRun run = Run(first);
        Assert.Equal(SampleSolution.Methods, run.Sources.Values.Sum(text => text.Split("_Method =").Length - 1));
        Assert.Equal(SampleSolution.Files, OutputsOf(run, TrackingNames.StubClasses).Count);

        SyntaxTree unrelated = first.SyntaxTrees.Single(tree => tree.ToString() == SampleSolution.Unrelated(0));
        CSharpCompilation second = first.ReplaceSyntaxTree(unrelated, Parse(SampleSolution.Unrelated(1), unrelated.FilePath));
        GeneratorRun edited = Run(second, run.Driver);

        // The parse step looks at the compilation, so it may run again, but what it makes is equal.
        Assert.All(OutputsOf(edited, TrackingNames.StubClasses), reason => Assert.True(reason is IncrementalStepRunReason.Unchanged or IncrementalStepRunReason.Cached, reason.ToString()));
        foreach (string step in new[] { TrackingNames.TableEntries, TrackingNames.Serializers, TrackingNames.Table })
        {
            Assert.All(OutputsOf(edited, step), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        }
    }

    private static List<IncrementalStepRunReason> OutputsOf(GeneratorRun run, string step) =>
        [.. run.Result.Results.Single().TrackedSteps[step].SelectMany(s => s.Outputs).Select(output => output.Reason)];
}
