using ProcGen.Analyzers.MarkedMethods;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests.Extraction;

public sealed class ExtractMarkedFunctionFixTests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using ProcGen;


        """;

    [Fact]
    public Task A_local_function_becomes_a_method_and_its_captures_parameters() =>
        VerifyAsync(
            """
            public static class Report
            {
                public static async Task<int> MakeAsync(int year)
                {
                    int factor = 2;

                    // Twelve months.
                    [[|RunInProcess|]]
                    int Render(int month)
                    {
                        return year * 12 * factor + month; // the sum
                    }

                    return await Task.FromResult(1) + Render(3);
                }

                private static int Other() => 0;
            }
            """,
            """
            public static partial class Report
            {
                public static async Task<int> MakeAsync(int year)
                {
                    int factor = 2;

                    return await Task.FromResult(1) + await Report.InProcess.Render(year, factor, 3);
                }

                // Twelve months.
                [RunInProcess]
                private static int Render(int year, int factor, int month)
                {
                    return year * 12 * factor + month; // the sum
                }

                private static int Other() => 0;
            }
            """);

    [Fact]
    public Task A_caller_that_cannot_await_blocks() =>
        VerifyAsync(
            """
            public static partial class Report
            {
                public static int Make(int year)
                {
                    [[|RunInProcess|]]
                    int Render() => year * 12;

                    return Render() + Render();
                }
            }
            """,
            """
            public static partial class Report
            {
                public static int Make(int year)
                {
                    return ProcessPool.Shared.Run(Report.InProcess.Render(year)) + ProcessPool.Shared.Run(Report.InProcess.Render(year));
                }

                [RunInProcess]
                private static int Render(int year) => year * 12;
            }
            """);

    // Written as a caller would: { a call, the call of the stub }.
    [Theory]
    [InlineData("int F(int x) => x;", "async Task<string> M()", "return F(1).ToString();", "return (await C.InProcess.F(1)).ToString();", "int F(int x)")]
    [InlineData("int F(int x) => x;", "async Task<int> M()", "return F(F(1));", "return await C.InProcess.F(await C.InProcess.F(1));", "int F(int x)")]
    [InlineData("void F(int x) { }", "async Task M()", "F(x: 1);", "await C.InProcess.F(x: 1);", "void F(int x)")]
    [InlineData("void F() { }", "void M()", "F();", "ProcessPool.Shared.Run(C.InProcess.F());", "void F()")]
    [InlineData("async Task<int> F() { await Task.Yield(); return 1; }", "async Task<int> M()", "return await F();", "return await C.InProcess.F();", "async Task<int> F()")]
    [InlineData("async Task<int> F() { await Task.Yield(); return 1; }", "async Task<int> M()", "return await F().ConfigureAwait(false);", "return await C.InProcess.F().ConfigureAwait(false);", "async Task<int> F()")]
    [InlineData("async Task<int> F() { await Task.Yield(); return 1; }", "Task<int> M()", "return F();", "return C.InProcess.F().Start();", "async Task<int> F()")]
    [InlineData("async ValueTask<int> F() { await Task.Yield(); return 1; }", "async Task<int> M()", "return await F();", "return await C.InProcess.F();", "async ValueTask<int> F()")]
    [InlineData("IEnumerable<int> F() { yield return 1; }", "async Task M()", "foreach (int i in F()) { await Task.Yield(); }", "await foreach (int i in C.InProcess.F()) { await Task.Yield(); }", "IEnumerable<int> F()")]
    [InlineData("async IAsyncEnumerable<int> F() { await Task.Yield(); yield return 1; }", "async Task M()", "await foreach (int i in F()) { }", "await foreach (int i in C.InProcess.F()) { }", "async IAsyncEnumerable<int> F()")]
    [InlineData("int F(int x) => x;", "async Task<int> M()", "lock (s_lock) { return F(1); }", "lock (s_lock) { return ProcessPool.Shared.Run(C.InProcess.F(1)); }", "int F(int x)")]
    [InlineData("int F(int x) => x;", "async Task<int> M()", "Func<int> f = () => F(1); return f();", "Func<int> f = () => ProcessPool.Shared.Run(C.InProcess.F(1)); return f();", "int F(int x)")]
    [InlineData("int F(int x) => x < 2 ? 1 : x * F(x - 1);", "async Task<int> M()", "return F(5);", "return await C.InProcess.F(5);", "int F(int x)")]
    [InlineData("int F(int x, CancellationToken token = default) => x;", "async Task<int> M()", "return F(5);", "return await C.InProcess.F(5);", "int F(int x, CancellationToken token = default)")]
    public Task Calls_become_calls_of_the_stub(string function, string member, string call, string changed, string signature)
    {
        string declaration = function.Replace(signature, "private static " + signature, StringComparison.Ordinal);
        return VerifyAsync(
            $$"""
            partial class C
            {
                private static readonly object s_lock = new();

                {{member}}
                {
                    {{call}}

                    [[|RunInProcess|]]
                    {{function}}
                }
            }
            """,
            $$"""
            partial class C
            {
                private static readonly object s_lock = new();

                {{member}}
                {
                    {{changed}}
                }

                [RunInProcess]
                {{declaration}}
            }
            """);
    }

    [Fact]
    public Task A_call_of_itself_stays_in_the_worker_and_passes_the_captures_on() =>
        VerifyAsync(
            """
            partial class C
            {
                public async Task<int> MAsync(int limit)
                {
                    [[|RunInProcess(TimeoutMilliseconds = 500)|], Obsolete("old")]
                    int count(int x) => x > limit ? 0 : 1 + count(x + 1);

                    return count(0);
                }
            }
            """,
            """
            partial class C
            {
                public async Task<int> MAsync(int limit)
                {
                    return await C.InProcess.Count(limit, 0);
                }

                [RunInProcess(TimeoutMilliseconds = 500), Obsolete("old")]
                private static int Count(int limit, int x) => x > limit ? 0 : 1 + Count(limit, x + 1);
            }
            """);

    [Fact]
    public Task A_variable_that_the_function_assigns_becomes_its_result() =>
        VerifyAsync(
            """
            partial class C
            {
                public async Task<int> MAsync(int[] items)
                {
                    int total = 0;
                    Add(3);
                    return total;

                    [[|RunInProcess|]]
                    void Add(int times)
                    {
                        if (times == 0)
                        {
                            return;
                        }

                        total += times * items.Length;
                    }
                }
            }
            """,
            """
            partial class C
            {
                public async Task<int> MAsync(int[] items)
                {
                    int total = 0;
                    total = await C.InProcess.Add(total, items, 3);
                    return total;
                }

                [RunInProcess]
                private static int Add(int total, int[] items, int times)
                {
                    if (times == 0)
                    {
                        return total;
                    }

                    total += times * items.Length;
                    return total;
                }
            }
            """);

    [Fact]
    public Task Several_variables_become_a_tuple() =>
        VerifyAsync(
            """
            partial class C
            {
                public int M()
                {
                    int sum = 0, count = 0;
                    Add(3);
                    return sum / count;

                    [[|RunInProcess|]]
                    void Add(int x) => (sum, count) = (sum + x, count + 1);
                }
            }
            """,
            """
            partial class C
            {
                public int M()
                {
                    int sum = 0, count = 0;
                    (sum, count) = ProcessPool.Shared.Run(C.InProcess.Add(sum, count, 3));
                    return sum / count;
                }

                [RunInProcess]
                private static (int sum, int count) Add(int sum, int count, int x)
                {
                    (sum, count) = (sum + x, count + 1);
                    return (sum, count);
                }
            }
            """);

    [Fact]
    public Task An_instance_crosses_with_the_method() =>
        VerifyAsync(
            """
            public class Outer
            {
                public class Inner
                {
                    private int _factor = 2;

                    public async Task<int> MAsync()
                    {
                        [[|RunInProcess|]]
                        int F(int x) => x * _factor;

                        return F(1);
                    }
                }
            }
            """,
            """
            public partial class Outer
            {
                public partial class Inner
                {
                    private int _factor = 2;

                    public async Task<int> MAsync()
                    {
                        return await Inner.InProcess.F(this, 1);
                    }

                    [RunInProcess]
                    private int F(int x) => x * _factor;
                }
            }
            """);

    [Fact]
    public Task A_lambda_calls_the_stub_from_then_on() =>
        VerifyAsync(
            """
            partial class C
            {
                public int M(int factor)
                {
                    Func<int, int> scale = [[|RunInProcess|]] (x) => x * factor;
                    return scale(2);
                }
            }
            """,
            """
            partial class C
            {
                public int M(int factor)
                {
                    Func<int, int> scale = (x) => ProcessPool.Shared.Run(C.InProcess.Scale(factor, x));
                    return scale(2);
                }

                [RunInProcess]
                private static int Scale(int factor, int x) => x * factor;
            }
            """);

    [Fact]
    public Task An_asynchronous_lambda_awaits_the_stub() =>
        VerifyAsync(
            """
            partial class C
            {
                public async Task<int> MAsync(int factor)
                {
                    return await Task.Run([[|RunInProcess|]] async () =>
                    {
                        await Task.Yield();
                        return factor;
                    });
                }

                private readonly Func<int, Task<int>> _next = [[|RunInProcess|]] async (int x) => { await Task.Yield(); return x + 1; };
            }
            """,
            """
            partial class C
            {
                public async Task<int> MAsync(int factor)
                {
                    return await C.InProcess.M(factor);
                }

                [RunInProcess]
                private static async Task<int> M(int factor)
                {
                    await Task.Yield();
                    return factor;
                }

                private readonly Func<int, Task<int>> _next = async (int x) => await C.InProcess.Next(x);

                [RunInProcess]
                private static async Task<int> Next(int x) { await Task.Yield(); return x + 1; }
            }
            """);

    [Theory]
    [InlineData("public int M(IEnumerable<int> items) { [[|RunInProcess|]] int F(int x) => x; return System.Linq.Enumerable.Sum(System.Linq.Enumerable.Select(items, F)); }")] // a delegate
    [InlineData("public int M(System.IO.Stream s) { [[|RunInProcess|]] int F() => (int)s.Length; return F(); }")] // cannot cross
    [InlineData("public int M(int[] items) { [[|RunInProcess|]] void F(int x) => items[0] = x; F(1); return items[0]; }")] // what is changed would be lost
    [InlineData("public int M(List<int> items) { [[|RunInProcess|]] void F(int x) => items.Add(x); F(1); return items.Count; }")]
    [InlineData("private int _n; public int M() { [[|RunInProcess|]] void F() => _n++; F(); return _n; }")]
    [InlineData("public int M() { int n = 0; [[|RunInProcess|]] int F() => n++; return F() + n; }")]
    [InlineData("public int M() { int n = 0; [[|RunInProcess|]] void F() => n++; Action a = () => F(); a(); return n; }")]
    [InlineData("public int M() { [[|RunInProcess|]] int F() => G(); int G() => 1; return F(); }")] // another local function
    [InlineData("public int M() { [[|RunInProcess|]] IEnumerable<int> F() { yield return 1; } foreach (int i in F()) { return i; } return 0; }")] // no blocking sequence
    [InlineData("public T M<T>(T x) { [[|RunInProcess|]] T F() => x; return F(); }")] // a type parameter
    [InlineData("public void M(ref int x) { [[|RunInProcess|]] static void F(ref int y) => y++; F(ref x); }")] // by reference
    [InlineData("public int M() { var a = new { X = 1 }; [[|RunInProcess|]] int F() => a.X; return F(); }")] // no name
    [InlineData("public System.Linq.Expressions.Expression<Func<int>> M() { [[|RunInProcess|]] ValueTask<int> F() => new(1); _ = F(); return () => 1; }")]
    public Task Where_the_result_would_be_wrong_nothing_is_offered(string members)
    {
        string source = Usings + $"partial class C {{ {members} }}";
        return new FixTest<LocalFunctionAnalyzer, ExtractMarkedFunctionFix>().WithGenerator().WithFile("/0/C.cs", source).RunAsync();
    }

    [Fact]
    public Task All_functions_of_all_files_and_projects_are_extracted_at_once()
    {
        FixTest<LocalFunctionAnalyzer, ExtractMarkedFunctionFix> test = new FixTest<LocalFunctionAnalyzer, ExtractMarkedFunctionFix>().WithGenerator()
            .WithFile("/0/A.cs", Several("A", fix: false), Several("A", fix: true))
            .WithFile("/0/B.cs", Several("B", fix: false), Several("B", fix: true))
            .WithProject("Other", Several("C", fix: false), Several("C", fix: true));
        test.NumberOfIncrementalIterations = 6;
        test.NumberOfFixAllInDocumentIterations = 3;
        test.NumberOfFixAllInProjectIterations = 2;
        test.NumberOfFixAllIterations = 1;
        return test.RunAsync();
    }

    // Where the generator has not run yet, or never does in the editor, the stub is missing and nothing else.
    [Fact]
    public Task The_fix_does_not_wait_for_the_generator() =>
        new FixTest<LocalFunctionAnalyzer, ExtractMarkedFunctionFix>()
            .WithFile(
                "/0/C.cs",
                Usings + """
                partial class C
                {
                    public async Task<int> MAsync(int n)
                    {
                        [[|RunInProcess|]]
                        int F() => n;

                        return F();
                    }
                }
                """,
                Usings + """
                partial class C
                {
                    public async Task<int> MAsync(int n)
                    {
                        return await C.{|CS0117:InProcess|}.F(n);
                    }

                    [RunInProcess]
                    private static int F(int n) => n;
                }
                """)
            .RunAsync();

    [Fact]
    public Task Comments_above_and_behind_the_function_and_regions_inside_of_it_move_with_it() =>
        VerifyAsync(
            """
            partial class C
            {
                public async Task<int> MAsync(int n)
                {
                    // Above.
                    [[|RunInProcess|]]
                    int F()
                    {
                        #region inner
                        return n;
                        #endregion
                    } // Behind.

                    return F();
                }
            }
            """,
            """
            partial class C
            {
                public async Task<int> MAsync(int n)
                {
                    return await C.InProcess.F(n);
                }

                // Above.
                [RunInProcess]
                private static int F(int n)
                {
                    #region inner
                    return n;
                    #endregion
                } // Behind.
            }
            """);

    [Theory]
    [InlineData("#region all", "#endregion")]
    [InlineData("#if !NEVER", "#endif")]
    public Task Nothing_is_offered_where_half_of_a_directive_would_move(string begin, string end)
    {
        string source = Usings + $$"""
            partial class C
            {
                public int M(int n)
                {
            {{begin}}
                    [[|RunInProcess|]]
                    int F() => n;
            {{end}}
                    return F();
                }
            }
            """;
        return new FixTest<LocalFunctionAnalyzer, ExtractMarkedFunctionFix>().WithGenerator().WithFile("/0/C.cs", source).RunAsync();
    }

    private static string Several(string name, bool fix) => Usings + (fix
        ? $$"""
        partial class {{name}}
        {
            public async Task<int> MAsync(int n)
            {
                return await {{name}}.InProcess.F(n) + await {{name}}.InProcess.G(n);
            }

            [RunInProcess]
            private static int G(int n) => n + 1;

            [RunInProcess]
            private static int F(int n) => n;
        }
        """
        : $$"""
        partial class {{name}}
        {
            public async Task<int> MAsync(int n)
            {
                [[|RunInProcess|]]
                int F() => n;

                [[|RunInProcess|]]
                int G() => n + 1;

                return F() + G();
            }
        }
        """);

    private static Task VerifyAsync(string source, string fixedSource)
    {
        FixTest<LocalFunctionAnalyzer, ExtractMarkedFunctionFix> test = new FixTest<LocalFunctionAnalyzer, ExtractMarkedFunctionFix>().WithGenerator()
            .WithFile("/0/C.cs", Usings + source, Usings + fixedSource);
        return test.RunAsync();
    }
}
