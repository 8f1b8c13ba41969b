using ProcGen.Analyzers.MarkedMethods;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.CodeFixes.Signatures;
using RuleTest = ProcGen.Analyzers.Tests.Verification.RuleTest<ProcGen.Analyzers.MarkedMethods.MarkedMethodAnalyzer>;

namespace ProcGen.Analyzers.Tests.MarkedMethods;

public sealed class ReturnWrittenFixTests
{
    private const string OutInt = "out int {|PROCGEN003:x|}";

    [Theory]
    [InlineData("bool M(string s, " + OutInt + ") => int.TryParse(s, out x);", "(bool Result, int x) M(string s) => (int.TryParse(s, out int x), x);")]
    [InlineData("void M(" + OutInt + ") => x = 1;", "int M() => 1;")]
    [InlineData("void M(" + OutInt + ") { x = 1; }", "int M() { int x; x = 1; return x; }")]
    [InlineData("int M(int a, out string {|PROCGEN003:b|}) { b = \"\"; return a; }", "(int Result, string b) M(int a) { string b; b = \"\"; return (a, b); }")]
    [InlineData("void M(out int {|PROCGEN003:a|}, string s, out string {|PROCGEN003:b|}) { a = 1; b = s; }", "(int a, string b) M(string s) { int a; string b; a = 1; b = s; return (a, b); }")]
    [InlineData("void M(ref int {|PROCGEN003:x|}) { x++; }", "int M(int x) { x++; return x; }")]
    [InlineData("int M(ref int {|PROCGEN003:x|}, int y) { x += y; return y; }", "(int Result, int x) M(int x, int y) { x += y; return (y, x); }")]
    [InlineData("void M(bool b, " + OutInt + ") { if (b) { x = 1; return; } x = 2; }", "int M(bool b) { int x; if (b) { x = 1; return x; } x = 2; return x; }")]
    [InlineData("bool M(" + OutInt + ") { System.Func<int> f = () => { return 3; }; x = f(); return true; }", "(bool Result, int x) M() { int x; System.Func<int> f = () => { return 3; }; x = f(); return (true, x); }")]
    [InlineData("int M(" + OutInt + ") { x = 1; throw new System.Exception(); }", "(int Result, int x) M() { int x; x = 1; throw new System.Exception(); }")]
    [InlineData("string? M(out string? {|PROCGEN003:x|}) { x = null; return x; }", "(string? Result, string? x) M() { string? x; x = null; return (x, x); }")]
    [InlineData("void M(ref int {|PROCGEN003:x|}) => System.Threading.Interlocked.Increment(ref x);", "int M(int x)\n    {\n        System.Threading.Interlocked.Increment(ref x);\n        return x;\n    }")]
    public Task What_is_written_becomes_the_result(string method, string expected) => VerifyAsync(Class(method), Class(expected));

    [Theory]
    [InlineData("Try(\"1\", out var v); return v;", "(_, var v) = Try(\"1\"); return v;")]
    [InlineData("Try(\"1\", out int v); return v;", "(_, int v) = Try(\"1\"); return v;")]
    [InlineData("int v; Try(\"1\", out v); return v;", "int v; (_, v) = Try(\"1\"); return v;")]
    [InlineData("Try(\"1\", out _); return 0;", "Try(\"1\"); return 0;")]
    [InlineData("bool ok = Try(\"1\", out var v); return ok ? v : 0;", "(bool ok, var v) = Try(\"1\"); return ok ? v : 0;")]
    [InlineData("var ok = Try(\"1\", out _); return ok ? 1 : 0;", "(var ok, _) = Try(\"1\"); return ok ? 1 : 0;")]
    [InlineData("bool ok; int v; ok = Try(\"1\", out v); return ok ? v : 0;", "bool ok; int v; (ok, v) = Try(\"1\"); return ok ? v : 0;")]
    [InlineData("if (Try(\"1\", out var v)) { return v; } return 0;", "if (Try(\"1\") is (true, var v)) { return v; } return 0;")]
    [InlineData("if (!Try(\"1\", out int v)) { return 0; } return v;", "if (Try(\"1\") is not (true, var v)) { return 0; } return v;")]
    [InlineData("return Try(\"1\", out int v) && v > 0 ? v : 0;", "return Try(\"1\") is (true, var v) && v > 0 ? v : 0;")]
    [InlineData("while (Try(\"1\", out int v)) { return v; } return 0;", "while (Try(\"1\") is (true, var v)) { return v; } return 0;")]
    [InlineData("return Try(\"1\", out _) ? 1 : 0;", "return Try(\"1\").Result ? 1 : 0;")]
    [InlineData("// before\n        Try(x: out var v, s: /* here */ \"1\"); // behind\n        return v;", "// before\n        (_, var v) = Try(s: /* here */ \"1\"); // behind\n        return v;")]
    [InlineData("Fill(out int a, out int b); return a + b;", "(int a, int b) = Fill(); return a + b;")]
    [InlineData("Fill(out int a, out _); return a;", "(int a, _) = Fill(); return a;")]
    [InlineData("One(out int a); return a;", "int a = One(); return a;")]
    [InlineData("int a; One(out a); return a;", "int a; a = One(); return a;")]
    [InlineData("One(out _); return 0;", "One(); return 0;")]
    [InlineData("int n = 1; Count(ref n); return n;", "int n = 1; n = Count(n); return n;")]
    [InlineData("var all = new int[1]; Count(ref all[0]); return all[0];", "var all = new int[1]; all[0] = Count(all[0]); return all[0];")]
    public Task Callers_take_it_from_there(string statements, string expected)
    {
        const string Methods = """
            public partial class C
            {
                [ProcGen.RunInProcess] public static bool Try(string s, out int {|PROCGEN003:x|}) => int.TryParse(s, out x);
                [ProcGen.RunInProcess] public static void Fill(out int {|PROCGEN003:a|}, out int {|PROCGEN003:b|}) { a = 1; b = 2; }
                [ProcGen.RunInProcess] public static void One(out int {|PROCGEN003:a|}) => a = 1;
                [ProcGen.RunInProcess] public static void Count(ref int {|PROCGEN003:n|}) { n++; }
                static int Use()
                {
                    STATEMENTS
                }
            }
            """;
        const string Fixed = """
            public partial class C
            {
                [ProcGen.RunInProcess] public static (bool Result, int x) Try(string s) => (int.TryParse(s, out int x), x);
                [ProcGen.RunInProcess] public static (int a, int b) Fill() { int a; int b; a = 1; b = 2; return (a, b); }
                [ProcGen.RunInProcess] public static int One() => 1;
                [ProcGen.RunInProcess] public static int Count(int n) { n++; return n; }
                static int Use()
                {
                    STATEMENTS
                }
            }
            """;
        return VerifyAsync(Methods.Replace("STATEMENTS", statements, StringComparison.Ordinal), Fixed.Replace("STATEMENTS", expected, StringComparison.Ordinal), methods: 4);
    }

    [Fact]
    public Task Callers_in_all_files_and_projects_change_with_it()
    {
        FixTest<MarkedMethodAnalyzer, ReturnWrittenFix> test = new FixTest<MarkedMethodAnalyzer, ReturnWrittenFix>()
            .WithFile("/0/C.cs", Class("bool M(string s, " + OutInt + ") => int.TryParse(s, out x);"), Class("(bool Result, int x) M(string s) => (int.TryParse(s, out int x), x);"))
            .WithFile("/0/Use.cs", "class Use { int A(string s) => C.M(s, out var x) ? x : 0; }", "class Use { int A(string s) => C.M(s) is (true, var x) ? x : 0; }")
            .WithProject("Other", "class Far { void A(string s) { C.M(s, out int x); } }", "class Far { void A(string s) { (_, int x) = C.M(s); } }");
        return test.RunAsync();
    }

    [Fact]
    public Task Documentation_and_comments_stay_but_for_the_parameter_that_is_gone() =>
        VerifyAsync(
            """
            public partial class C
            {
                /// <summary>Parses.</summary>
                /// <param name="text">The text.</param>
                /// <param name="value">The value.</param>
                [ProcGen.RunInProcess]
                public static bool M(string text, /* parsed */ out int {|PROCGEN003:value|}) // a comment
                {
                    // parse
                    return int.TryParse(text, out value); // done
                }
            }
            """,
            """
            public partial class C
            {
                /// <summary>Parses.</summary>
                /// <param name="text">The text.</param>
                [ProcGen.RunInProcess]
                public static (bool Result, int value) M(string text) // a comment
                {
                    int value;
                    // parse
                    return (int.TryParse(text, out value), value); // done
                }
            }
            """);

    [Theory]
    [InlineData("bool M(" + OutInt + ") { x = 1; return true; } static int Use() { int v; return M(out v) ? v : 0; }")] // no place for an assignment
    [InlineData("bool M(" + OutInt + ") { x = 1; return true; } static int Use() => !M(out var v) ? v : 0;")] // would not be assigned
    [InlineData("void M(" + OutInt + ") { x = 1; } delegate void F(out int x); F _f = M;")]
    [InlineData("System.Threading.Tasks.Task M(" + OutInt + ") { x = 1; return null!; }")]
    [InlineData("System.Collections.Generic.IEnumerable<int> M(" + OutInt + ") { x = 1; return []; }")]
    [InlineData("int M(out int {|PROCGEN003:Result|}) { Result = 1; return 1; }")]
    [InlineData("int M(" + OutInt + ") { x = 1; return 1; } public static int M() => 0;")] // taken
    [InlineData("bool M(in int {|PROCGEN003:x|}) => x > 0;")] // nothing is written
    [InlineData("int M(System.Span<int> {|PROCGEN003:x|}) => x.Length;")]
    public Task What_no_result_can_carry_is_not_offered(string method) => RuleTest.VerifyNoFixAsync<ReturnWrittenFix>(Class(method));

    [Fact]
    public Task Methods_of_an_interface_keep_their_signature() =>
        RuleTest.VerifyNoFixAsync<ReturnWrittenFix>("public interface I { void M(out int x); } public partial class C : I { [ProcGen.RunInProcess] public void M(out int {|PROCGEN003:x|}) { x = 1; } }");

    private static string Class(string method) => $$"""
        public partial class C
        {
            [ProcGen.RunInProcess] public static {{method}}
        }
        """;

    // All parameters of a method are one step, whichever of them is taken.
    private static Task VerifyAsync(string source, string fixedSource, int methods = 1) =>
        RuleTest.VerifyFixAsync<ReturnWrittenFix>(source, fixedSource, test => test.NumberOfIncrementalIterations = methods);
}
