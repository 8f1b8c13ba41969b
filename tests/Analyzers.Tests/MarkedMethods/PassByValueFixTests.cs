using ProcGen.Analyzers.MarkedMethods;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.CodeFixes.Signatures;
using RuleTest = ProcGen.Analyzers.Tests.Verification.RuleTest<ProcGen.Analyzers.MarkedMethods.MarkedMethodAnalyzer>;

namespace ProcGen.Analyzers.Tests.MarkedMethods;

public sealed class PassByValueFixTests
{
    [Theory]
    [InlineData("in int {|PROCGEN003:x|}", "x", "int x")]
    [InlineData("ref readonly int {|PROCGEN003:x|}", "x", "int x")]
    [InlineData("ref int {|PROCGEN003:x|}", "x + 1", "int x")]
    [InlineData("ref System.DayOfWeek {|PROCGEN003:x|}", "(int)x", "System.DayOfWeek x")]
    [InlineData("ref string {|PROCGEN003:x|}", "x.Length", "string x")]
    [InlineData("int a, /* the second */ in System.DateTime {|PROCGEN003:x|}", "x.Year + a", "int a, /* the second */ System.DateTime x")]
    public Task What_is_only_read_is_passed_by_value(string parameters, string body, string expected) =>
        RuleTest.VerifyFixAsync<PassByValueFix>(Method(parameters, body), Method(expected, body));

    [Theory]
    [InlineData("ref int {|PROCGEN003:x|}", "x = 1")]
    [InlineData("ref int {|PROCGEN003:x|}", "x++")]
    [InlineData("ref int {|PROCGEN003:x|}", "System.Threading.Interlocked.Increment(ref x)")]
    [InlineData("ref Counter {|PROCGEN003:x|}", "x.Next()")]
    [InlineData("System.Span<int> {|PROCGEN003:x|}", "x.Length")]
    [InlineData("out int {|PROCGEN003:x|}", "x = 1")]
    public Task What_is_written_is_not_offered(string parameters, string body) =>
        RuleTest.VerifyNoFixAsync<PassByValueFix>(Method(parameters, body) + "public struct Counter { private int _value; public int Next() => ++_value; }");

    [Fact]
    public Task Callers_in_all_files_and_projects_change_with_it()
    {
        FixTest<MarkedMethodAnalyzer, PassByValueFix> test = new FixTest<MarkedMethodAnalyzer, PassByValueFix>()
            .WithFile("/0/C.cs", Method("int a, ref int {|PROCGEN003:b|}", "a + b"), Method("int a, int b", "a + b"))
            .WithFile(
                "/0/Use.cs",
                "class Use { int A(int x) => C.M(1, ref x) + C.M(b: ref x, a: 2) + C.M(C.M(3, ref x), /* there */ ref x); }",
                "class Use { int A(int x) => C.M(1, x) + C.M(b: x, a: 2) + C.M(C.M(3, x), /* there */ x); }")
            .WithProject("Other", "class Far { int A(int x) => C.M(1, ref x); }", "class Far { int A(int x) => C.M(1, x); }");
        return test.RunAsync();
    }

    [Fact]
    public Task A_method_that_stands_behind_a_delegate_is_left_alone() =>
        RuleTest.VerifyNoFixAsync<PassByValueFix>(Method("ref int {|PROCGEN003:x|}", "x") + "delegate int F(ref int x); class Use { F F = C.M; }");

    [Fact]
    public Task An_overload_that_is_there_already_is_respected() =>
        RuleTest.VerifyNoFixAsync<PassByValueFix>("public partial class C { [ProcGen.RunInProcess] public static int M(in int {|PROCGEN003:x|}) => x; public static int M(int x) => x; }");

    [Fact]
    public Task Both_parts_of_a_partial_method_change() =>
        RuleTest.VerifyFixAsync<PassByValueFix>(
            "public partial class C { [ProcGen.RunInProcess] public static partial int M(in int {|PROCGEN003:x|}); public static partial int M(in int x) => x; }",
            "public partial class C { [ProcGen.RunInProcess] public static partial int M(int x); public static partial int M(int x) => x; }");

    [Fact]
    public Task All_parameters_of_all_projects_change_at_once()
    {
        FixTest<MarkedMethodAnalyzer, PassByValueFix> test = new FixTest<MarkedMethodAnalyzer, PassByValueFix>()
            .WithFile("/0/A.cs", Method("in int {|PROCGEN003:x|}, ref int {|PROCGEN003:y|}", "x + y", "A"), Method("int x, int y", "x + y", "A"))
            .WithFile("/0/B.cs", Method("in int {|PROCGEN003:x|}", "A.M(in x, ref C.Y)", "B") + "static class C { public static int Y; }", Method("int x", "A.M(x, C.Y)", "B") + "static class C { public static int Y; }")
            .WithProject("Other", Method("in int {|PROCGEN003:x|}", "B.M(in x)", "D"), Method("int x", "B.M(x)", "D"));
        test.NumberOfIncrementalIterations = 4;
        test.NumberOfFixAllInDocumentIterations = 3;
        test.NumberOfFixAllInProjectIterations = 2;
        test.NumberOfFixAllIterations = 1;
        return test.RunAsync();
    }

    private static string Method(string parameters, string body, string type = "C") => $"public partial class {type} {{ [ProcGen.RunInProcess] public static int M({parameters}) => {body}; }}\n";
}
