using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Tests.Infrastructure;
using static ProcGen.Generator.Tests.Infrastructure.GeneratorRunner;

namespace ProcGen.Generator.Tests;

/// <summary>Which types something is generated into, however their attributes are written, and what it costs to look for them.</summary>
public sealed class FindingTests
{
    [Theory]
    [InlineData("using ProcGen; partial class C { [RunInProcess] static void M() { } }")]
    [InlineData("using ProcGen; partial class C { [RunInProcessAttribute] static void M() { } }")]
    [InlineData("partial class C { [ProcGen.RunInProcess] static void M() { } }")]
    [InlineData("partial class C { [global::ProcGen.RunInProcess] static void M() { } }")]
    [InlineData("using ProcGen; partial class C { [@RunInProcessAttribute] static void M() { } }")]
    [InlineData("using ProcGen; partial class C { [method: RunInProcess] static void M() { } }")]
    [InlineData("using ProcGen; using System; partial class C { [Obsolete, RunInProcess] static void M() { } }")]
    [InlineData("using Run = ProcGen.RunInProcessAttribute; partial class C { [Run] static void M() { } }")]
    [InlineData("using RunAttribute = ProcGen.RunInProcessAttribute; partial class C { [Run] static void M() { } }")]
    [InlineData("using Run = ProcGen.RunInProcessAttribute; namespace N { using Go = Run; partial class C { [Go] static void M() { } } }")]
    [InlineData("namespace N { using Run = global::ProcGen.RunInProcessAttribute; partial class C { [Run] static void M() { } } }")]
    [InlineData("partial class C { [Run] static void M() { } }", "global using Run = ProcGen.RunInProcessAttribute;")]
    [InlineData("namespace N { using Go = Run; partial class C { [Go] static void M() { } } }", "global using Run = ProcGen.RunInProcessAttribute;")]
    [InlineData("using P = ProcGen; partial class C { [P.RunInProcess] static void M() { } }")]
    [InlineData("using ProcGen; partial class C { [WorkerStartup] static void M() { } }")]
    [InlineData("using ProcGen; partial class C { [WorkerState] static object M() => 1; }")]
    [InlineData("using ProcGen; partial class C { static partial void M(); }", "partial class C { [ProcGen.RunInProcess] static partial void M() { } }")]
    [InlineData("using ProcGen; partial class C { partial class D { [RunInProcess] static void M() { } } }")]
    [InlineData("using ProcGen; partial struct C { [RunInProcess] static void M() { } }")]
    [InlineData("using ProcGen; partial record C { [RunInProcess] static void M() { } }")]
    public void A_marked_type_is_found_once(params string[] sources) =>
        Assert.Single(Run(Compile(sources)).AssertCompiles().Sources.Keys, name => !name.StartsWith("ProcGen.", StringComparison.Ordinal));

    [Theory]
    [InlineData("class RunInProcessAttribute : System.Attribute; partial class C { [RunInProcess] static void M() { } }")]
    [InlineData("using Run = System.ObsoleteAttribute; partial class C { [Run] static void M() { } }")]
    [InlineData("partial class C { [System.Obsolete] static void M() { } }", "using Obsolete = ProcGen.RunInProcessAttribute;")]
    [InlineData("using ProcGen; partial class C { static void M() { Local(); [RunInProcess] static void Local() { } } }")]
    public void Nothing_is_generated_for_what_only_looks_so(params string[] sources) => Assert.Empty(Run(Compile(sources)).Sources);

    // Two types, of which each part of the first has a marked method: one file for each of them.
    [Fact]
    public void The_parts_of_a_type_are_one()
    {
        GeneratorRun run = Run(Compile(
            "using ProcGen; partial class C { [RunInProcess] static void A() { } } partial class C { [RunInProcess] static void B() { } } partial class D { [RunInProcess] static void A() { } }",
            "using ProcGen; partial class C { [RunInProcess] static void D() { } [WorkerStartup] static void E() { } }")).AssertCompiles();

        Assert.Equal(2, run.Sources.Keys.Count(name => !name.StartsWith("ProcGen.", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_alias_that_comes_later_is_seen()
    {
        CSharpCompilation first = Compile("partial class C { [Run] static void M() { } }", "class Unrelated;");
        GeneratorRun run = Run(first);
        Assert.Empty(run.Sources);

        CSharpCompilation second = first.ReplaceSyntaxTree(first.SyntaxTrees[1], Parse("global using Run = ProcGen.RunInProcessAttribute;", "Source1.cs"));

        Assert.NotEmpty(Run(second, run.Driver).AssertCompiles().Sources);
    }

    // What is bound allocates: to ask the compiler for all methods with an attribute takes many times as much.
    [Fact]
    public void A_keystroke_binds_nothing()
    {
        CSharpCompilation compilation = Compile([Unrelated(0), .. Enumerable.Range(0, 400).Select(Source)]);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new ProcGenGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options);
        long allocated = 0;

        // The first edits also load what is needed only then.
        for (int edit = 0; edit < 4; edit++)
        {
            SyntaxTree tree = compilation.SyntaxTrees[0];
            compilation = compilation.ReplaceSyntaxTree(tree, Parse(Unrelated(edit + 1), tree.FilePath));
            long before = GC.GetAllocatedBytesForCurrentThread();
            driver = driver.RunGenerators(compilation, TestContext.Current.CancellationToken);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(400, driver.GetRunResult().GeneratedTrees.Count(tree => tree.ToString().Contains("_Method =", StringComparison.Ordinal)));
        Assert.True(allocated < 400 * 3_000, $"{allocated:N0} bytes for 400 marked methods.");

        static string Unrelated(int edit) => $"class Unrelated {{ int M() {{ return {edit}; }} }}";
        static string Source(int i) => $"public static partial class C{i} {{ [ProcGen.RunInProcess] public static int M(int value) {{ return value + 1; }} }}";
    }
}
