using ProcGen.Analyzers.MarkedMethods;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests.Verification;

/// <summary>What the tests of the fixes rest on.</summary>
public sealed class FixTestTests
{
    [Fact]
    public Task The_generator_runs_again_after_a_fix() =>
        new FixTest<MarkedMethodAnalyzer, MakePartialFix>().WithGenerator()
            .WithFile("/0/A.cs", "using ProcGen; public class [|A|] { [RunInProcess] public static int M() => 1; }", "using ProcGen; public partial class A { [RunInProcess] public static int M() => 1; }")
            .WithFile("/0/Use.cs", "class Use { object O = A.{|CS0117:InProcess|}.M(); }", "class Use { object O = A.InProcess.M(); }")
            .RunAsync();

    [Fact]
    public Task All_files_of_all_projects_are_fixed_at_once()
    {
        FixTest<MarkedMethodAnalyzer, MakePartialFix> test = new FixTest<MarkedMethodAnalyzer, MakePartialFix>()
            .WithFile("/0/A.cs", Source("A", "class"), Fixed("A", "class"))
            .WithFile("/0/B.cs", Source("B", "class"), Fixed("B", "class"))
            .WithProject("Other", Source("C", "class"), Fixed("C", "class"));
        test.NumberOfFixAllInDocumentIterations = 3;
        test.NumberOfFixAllInProjectIterations = 2;
        test.NumberOfFixAllIterations = 1;
        return test.RunAsync();
    }

    private static string Source(string name, string kind) => $"using ProcGen; public {kind} [|{name}|] {{ [RunInProcess] public static int M() => 1; }}";

    private static string Fixed(string name, string kind) => $"using ProcGen; public partial {kind} {name} {{ [RunInProcess] public static int M() => 1; }}";
}
