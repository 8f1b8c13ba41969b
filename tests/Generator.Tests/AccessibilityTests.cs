using ProcGen.Generator.Tests.Infrastructure;
using static ProcGen.Generator.Tests.Infrastructure.GeneratorRunner;

namespace ProcGen.Generator.Tests;

/// <summary>The accessibility of stub classes and stubs, and the way of the dispatch table to what it cannot name.</summary>
public sealed class AccessibilityTests
{
    public static TheoryData<string, string, string> Levels { get; } = Matrix();

    [Theory]
    [MemberData(nameof(Levels))]
    public void Every_accessibility_of_type_and_method_compiles_and_is_found(string outer, string inner, string method)
    {
        GeneratorRun run = Run(Usings + $$"""
            namespace N;

            {{outer}} partial class Outer
            {
                {{inner}} partial class Inner
                {
                    [RunInProcess]
                    {{method}} static int Double(int x) => 2 * x;

                    private static ProcessCall<int> FromItsOwnType() => InProcess.Double(1);
                }
            }
            """).AssertCompiles().AssertNeedsNoPragma();

        AssertEveryMethodIsFound(run, 1);
    }

    [Theory]
    [InlineData("public", "public", "private", "internal")]
    [InlineData("public", "public", "protected", "internal")]
    [InlineData("internal", "internal", "private", "internal")]
    [InlineData("protected", "protected internal", "internal", "internal")]
    [InlineData("protected", "protected", "private protected", "internal")]
    [InlineData("private protected", "private protected", "private", "internal")]
    [InlineData("protected internal", "protected internal", "internal", "internal")]
    public void The_most_accessible_method_decides_and_the_others_are_narrower(string first, string stubClass, string second, string secondStub)
    {
        GeneratorRun run = Run(Usings + $$"""
            namespace N;

            public partial class C
            {
                [RunInProcess] {{first}} static int First(int x) => x;
                [RunInProcess] {{second}} static int Second(int x) => x;
                private static object[] FromItsOwnType() => [InProcess.First(1), InProcess.Second(1)];
            }
            """).AssertCompiles().AssertNeedsNoPragma();

        string source = run.FileOf("N.C");
        Assert.Contains($"    {stubClass} static class InProcess", source, StringComparison.Ordinal);
        Assert.Contains("public static global::ProcGen.ProcessCall<int> First(", source, StringComparison.Ordinal);
        Assert.Contains($"{secondStub} static global::ProcGen.ProcessCall<int> Second(", source, StringComparison.Ordinal);
        AssertEveryMethodIsFound(run, 2);
    }

    [Fact]
    public void A_private_method_with_a_private_type_has_a_stub_where_no_other_is_more_accessible()
    {
        GeneratorRun run = Run(Usings + """
            public partial class C
            {
                private enum Mode { A }
                [RunInProcess] private static int Count(Mode mode) => 0;
                public static ProcessCall<int> Call() => InProcess.Count(Mode.A);
            }
            """).AssertCompiles().AssertNeedsNoPragma();

        AssertEveryMethodIsFound(run, 1);
    }

    [Theory]
    [InlineData("private enum Mode { A }", "private", "PROCGEN006")]
    [InlineData("protected enum Mode { A }", "protected", "PROCGEN006")]
    [InlineData("internal enum Mode { A }", "private", null)]
    [InlineData("public enum Mode { A }", "private", null)]
    public void A_type_that_is_less_accessible_than_its_stub_is_refused_by_name(string mode, string accessibility, string? rule)
    {
        GeneratorRun run = Run(Usings + $$"""
            public partial class C
            {
                {{mode}}
                [RunInProcess] public static int First(int x) => x;
                [RunInProcess] {{accessibility}} static int Second(Mode mode) => 0;
            }
            """).AssertCompiles();

        Assert.Equal(rule is not null, run.Text.Contains($"// {rule ?? "PROCGEN"}", StringComparison.Ordinal));
        AssertEveryMethodIsFound(run, rule is null ? 2 : 1);
    }

    [Fact]
    public void A_stub_class_hides_that_of_a_base_class()
    {
        GeneratorRun run = Run(Usings + """
            public partial class Base { [RunInProcess] public static int A(int x) => x; }
            public class Middle : Base;
            public partial class Derived : Middle { [RunInProcess] public static int B(int x) => x; }
            """).AssertCompiles().AssertNeedsNoPragma();

        Assert.Contains("public new static class InProcess", run.FileOf("Derived"), StringComparison.Ordinal);
        Assert.Contains("public static class InProcess", run.FileOf("Base"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_nested_in_an_interface_is_reached()
    {
        GeneratorRun run = Run(Usings + """
            public partial interface IOuter
            {
                private protected partial struct Inner { [RunInProcess] private static int A(int x) => x; }
            }
            """.Replace("private protected", "private", StringComparison.Ordinal)).AssertCompiles().AssertNeedsNoPragma();

        AssertEveryMethodIsFound(run, 1);
    }

    private static TheoryData<string, string, string> Matrix()
    {
        string[] nested = ["public", "protected internal", "internal", "protected", "private protected", "private"];
        var data = new TheoryData<string, string, string>();
        foreach (string outer in (string[])["public", "internal"])
        {
            foreach (string inner in nested)
            {
                foreach (string method in nested)
                {
                    data.Add(outer, inner, method);
                }
            }
        }

        return data;
    }

    private static void AssertEveryMethodIsFound(GeneratorRun run, int count) => Assert.Equal(count, LoadedTable.Of(run).Methods.Count);
}
