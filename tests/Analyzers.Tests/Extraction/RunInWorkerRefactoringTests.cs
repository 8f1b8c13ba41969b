using RefactoringTest = ProcGen.Analyzers.Tests.Verification.RefactoringTest<ProcGen.CodeFixes.RunInWorkerRefactoring>;

namespace ProcGen.Analyzers.Tests.Extraction;

public sealed class RunInWorkerRefactoringTests
{
    [Fact]
    public Task The_method_of_a_call_is_marked_and_the_call_becomes_one_of_its_stub() =>
        RefactoringTest.VerifyAsync(
            """
            public static class Primes
            {
                /// <summary>Counts.</summary>
                public static int Count(int from, int to) => to - from;

                public static async Task<int> MAsync() => await Task.FromResult(1) + [||]Count(0, 10);
            }
            """,
            """
            public static partial class Primes
            {
                /// <summary>Counts.</summary>
                [RunInProcess]
                public static int Count(int from, int to) => to - from;

                public static async Task<int> MAsync() => await Task.FromResult(1) + await Primes.InProcess.Count(0, 10);
            }
            """);

    [Fact]
    public Task The_method_may_stand_in_another_file_and_in_another_type() =>
        RefactoringTest.VerifyAsync(
            [
                ("/Call.cs", "class Caller { int M() => N.Outer.Inner.Count[||](0, to: 10); }"),
                ("/Primes.cs", """
                    namespace N
                    {
                        class Outer
                        {
                            internal static class Inner
                            {
                                // Counts.
                                internal static int Count(int from, int to) => to - from;
                            }
                        }
                    }
                    """),
            ],
            [
                ("/Call.cs", "class Caller { int M() => ProcessPool.Shared.Run(N.Outer.Inner.InProcess.Count(0, to: 10)); }"),
                ("/Primes.cs", """
                    namespace N
                    {
                        partial class Outer
                        {
                            internal static partial class Inner
                            {
                                // Counts.
                                [RunInProcess]
                                internal static int Count(int from, int to) => to - from;
                            }
                        }
                    }
                    """),
            ]);

    [Theory]
    [InlineData("int F(int x) => x + _n;", "return [|F(1)|];", "return await C.InProcess.F(this, 1);")]
    [InlineData("int F(int x) => x + _n;", "return new C().[||]F(1);", "return await C.InProcess.F(new C(), 1);")]
    [InlineData("static Task<int> F(int x) => Task.FromResult(x);", "return await [||]F(1);", "return await C.InProcess.F(1);")]
    [InlineData("static Task<int> F(int x) => Task.FromResult(x);", "Task<int> t = [||]F(1); return await t;", "Task<int> t = C.InProcess.F(1).Start(); return await t;")]
    [InlineData("static int F(int x) => x;", "return await Task.Run(() => [||]F(1));", "return await C.InProcess.F(1);")]
    [InlineData("static int F(int x) => x;", "return await Task.[||]Run(() => F(1));", "return await C.InProcess.F(1);")]
    [InlineData("static int F(int x) => x;", "return await Task.[||]Run(() => F(1), CancellationToken.None);", "return await C.InProcess.F(1).Start(CancellationToken.None);")]
    [InlineData("static int F(int x) => x;", "var t = Task.[||]Run(() => F(1)); return await t;", "var t = C.InProcess.F(1).Start(); return await t;")]
    [InlineData("[RunInProcess] static int F(int x) => x;", "return [||]F(1);", "return await C.InProcess.F(1);")]
    [InlineData("static int F(int x, CancellationToken token = default) => x;", "return [||]F(1);", "return await C.InProcess.F(1);")]
    public Task A_call_is_replaced_as_its_place_asks(string member, string statement, string changed)
    {
        string marked = member.StartsWith('[') ? member : "[RunInProcess]\n    " + member;
        return RefactoringTest.VerifyAsync(Source(member, statement, ""), Source(marked, changed, "partial "));
    }

    [Fact]
    public Task A_lambda_that_captures_is_extracted_together_with_Task_Run() =>
        RefactoringTest.VerifyAsync(
            """
            public class Report
            {
                public async Task<int> MakeAsync(int[] rows, int factor)
                {
                    int total = await Task.Run(() =>[||]
                    {
                        int sum = 0;
                        foreach (int row in rows)
                        {
                            sum += row * factor; // scaled
                        }

                        return sum;
                    }).ConfigureAwait(false);
                    return total;
                }
            }
            """,
            """
            public partial class Report
            {
                public async Task<int> MakeAsync(int[] rows, int factor)
                {
                    int total = await Report.InProcess.Make(rows, factor).ConfigureAwait(false);
                    return total;
                }

                [RunInProcess]
                private static int Make(int[] rows, int factor)
                {
                    int sum = 0;
                    foreach (int row in rows)
                    {
                        sum += row * factor; // scaled
                    }

                    return sum;
                }
            }
            """);

    [Fact]
    public Task A_lambda_that_assigns_gives_its_values_back() =>
        RefactoringTest.VerifyAsync(
            """
            public partial class Report
            {
                public async Task<int> MakeAsync(int[] rows)
                {
                    int total = 0;
                    await Task.[||]Run(() => { total = rows.Sum(); });
                    return total;
                }
            }
            """,
            """
            public partial class Report
            {
                public async Task<int> MakeAsync(int[] rows)
                {
                    int total = 0;
                    total = await Report.InProcess.Make(total, rows);
                    return total;
                }

                [RunInProcess]
                private static int Make(int total, int[] rows)
                {
                    total = rows.Sum(); return total;
                }
            }
            """);

    [Fact]
    public Task Another_lambda_calls_the_stub() =>
        RefactoringTest.VerifyAsync(
            """
            public partial class Report
            {
                public int[] Make(int[] rows, int factor) => rows.Select([|row => row * factor|]).ToArray();
            }
            """,
            """
            public partial class Report
            {
                public int[] Make(int[] rows, int factor) => rows.Select(row => ProcessPool.Shared.Run(Report.InProcess.MakeCore(factor, row))).ToArray();

                [RunInProcess]
                private static int MakeCore(int factor, int row) => row * factor;
            }
            """);

    [Fact]
    public Task Selected_statements_get_what_they_read_and_return_what_is_read_after_them() =>
        RefactoringTest.VerifyAsync(
            """
            public class Report
            {
                public async Task<double> MakeAsync(int[] rows, string name)
                {
                    int factor = name.Length;

                    [|// The sums.
                    int count = 0, sum = 0;
                    foreach (int row in rows)
                    {
                        count++;
                        sum += row * factor;
                    }|]

                    await Task.Yield();
                    return (double)sum / count;
                }
            }
            """,
            """
            public partial class Report
            {
                public async Task<double> MakeAsync(int[] rows, string name)
                {
                    int factor = name.Length;

                    (int count, int sum) = await Report.InProcess.Make(rows, factor);

                    await Task.Yield();
                    return (double)sum / count;
                }

                [RunInProcess]
                private static (int count, int sum) Make(int[] rows, int factor)
                {
                    // The sums.
                    int count = 0, sum = 0;
                    foreach (int row in rows)
                    {
                        count++;
                        sum += row * factor;
                    }
                    return (count, sum);
                }
            }
            """);

    [Fact]
    public Task The_block_of_a_loop_changes_a_variable_around_it() =>
        RefactoringTest.VerifyAsync(
            """
            public partial class Report
            {
                private int _factor = 2;

                public int Make(int[] rows)
                {
                    int sum = 0;
                    foreach (int row in rows)
                    [||]{
                        int scaled = row * _factor;
                        sum += scaled;
                    }

                    return sum;
                }
            }
            """,
            """
            public partial class Report
            {
                private int _factor = 2;

                public int Make(int[] rows)
                {
                    int sum = 0;
                    foreach (int row in rows)
                    {
                        sum = ProcessPool.Shared.Run(Report.InProcess.MakeCore(this, sum, row));
                    }

                    return sum;
                }

                [RunInProcess]
                private int MakeCore(int sum, int row)
                {
                    int scaled = row * _factor;
                    sum += scaled;
                    return sum;
                }
            }
            """);

    [Fact]
    public Task Awaiting_statements_make_an_asynchronous_method() =>
        RefactoringTest.VerifyAsync(
            """
            public partial class Report
            {
                public async Task<string> MakeAsync(string path)
                {
                    string text;
                    [|text = await File.ReadAllTextAsync(path);
                    text = text.Trim();|]
                    return text;
                }
            }
            """,
            """
            public partial class Report
            {
                public async Task<string> MakeAsync(string path)
                {
                    string text;
                    text = await Report.InProcess.Make(path);
                    return text;
                }

                [RunInProcess]
                private static async Task<string> Make(string path)
                {
                    string text;
                    text = await File.ReadAllTextAsync(path);
                    text = text.Trim();
                    return text;
                }
            }
            """);

    [Fact]
    public Task A_local_function_of_top_level_statements_moves_into_the_class_of_the_program() =>
        RefactoringTest.VerifyAsync(
            """
            // top-level
            int factor = 2;
            Console.WriteLine([||]Scale(3));

            int Scale(int x) => x * factor;
            """,
            """
            // top-level
            int factor = 2;
            Console.WriteLine(await Program.InProcess.Scale(factor, 3));

            partial class Program
            {
                [RunInProcess]
                private static int Scale(int factor, int x) => x * factor;
            }

            """);

    [Fact]
    public Task A_file_that_does_not_import_the_namespace_names_it() =>
        RefactoringTest.VerifyAsync(
            [
                ("/Call.cs", """
                    namespace Plain
                    {
                        public static class ProcessPool { }
                        public static class RunInProcessAttribute { }

                        public static class Caller
                        {
                            private static int Add(int a, int b) => a + b;
                            public static int M() => [||]Add(1, 2);
                        }
                    }
                    """),
            ],
            [
                ("/Call.cs", """
                    namespace Plain
                    {
                        public static class ProcessPool { }
                        public static class RunInProcessAttribute { }

                        public static partial class Caller
                        {
                            [ProcGen.RunInProcess]
                            private static int Add(int a, int b) => a + b;
                            public static int M() => ProcGen.ProcessPool.Shared.Run(Caller.InProcess.Add(1, 2));
                        }
                    }
                    """),
            ]);

    [Theory]
    [InlineData("public void M() { Console.[||]WriteLine(1); }")] // a method of a library
    [InlineData("public int M(Stream s) => [||]F(s); private int F(Stream s) => 0;")] // what cannot cross
    [InlineData("public T M<T>(T x) => [||]F(x); private static T F<T>(T x) => x;")] // generic
    [InlineData("public void M(int x) { [||]F(ref x); } private static void F(ref int x) => x++;")] // by reference
    [InlineData("public override string ToString() => [||]base.ToString()!;")]
    [InlineData("private string _name = \"\"; public int? M(C? c) => c?.[||]F(); private int F() => 1;")] // a conditional receiver
    [InlineData("public int M(IEnumerable<int> rows) { foreach (int row in [||]F(rows)) { return row; } return 0; } private static IEnumerable<int> F(IEnumerable<int> rows) => rows;")] // no blocking sequence
    [InlineData("public int M(Stream s) => Task.[||]Run(() => s.ReadByte()).Result;")]
    [InlineData("public void M(List<int> rows) { Parallel.For(0, 3, [|i => rows[i] = i|]); }")] // what is changed would be lost
    [InlineData("public int M(int[] rows) { var all = new List<int>(); foreach (int row in rows) [||]{ all.Add(row); } return all.Count; }")]
    [InlineData("private int _n; public int M() { [|_n++; Console.WriteLine(_n);|] return _n; }")]
    [InlineData("public int M(int x) { [|if (x > 0) { return 1; }|] return 0; }")] // control leaves
    [InlineData("public void M(int x) { while (true) { [|if (x > 0) { break; } x++;|] } }")]
    [InlineData("public void M(int x) { int n = 0; Action a = () => Console.WriteLine(n); [|n = x;|] a(); }")] // a captured variable
    [InlineData("public System.Linq.Expressions.Expression<Func<int>> M() => [|() => 1|];")] // no delegate
    [InlineData("public int M(int x) => F([||]x); private static int F(int x) => x;")] // a value among the arguments
    [InlineData("public static class InProcess; public int M(int x) => [||]F(x); private static int F(int x) => x;")] // the name is taken
    [InlineData("public int M(int x) {\n#region half\n[|int y = x * 2; y++;|]\n#endregion\nreturn y; }")] // half of a directive
    [InlineData("public int M(int x) { const int One = 1; [|int y = x switch { One => 2, _ => 3 };|] return y; }")] // a parameter is no constant
    public Task Elsewhere_nothing_is_offered(string members) => RefactoringTest.VerifyNothingAsync($"public class C {{ {members} }}");

    [Fact]
    public Task A_member_of_an_interface_cannot_be_marked() =>
        RefactoringTest.VerifyNothingAsync("namespace Other { public interface I { int F(int x); } public class C { public int M(I i) => i.[||]F(1); } }");

    private static string Source(string member, string statement, string modifiers) =>
        $$"""
        {{modifiers}}class C
        {
            private int _n = 1;

            {{member}}

            async Task<int> M()
            {
                {{statement}}
            }
        }
        """.Replace("\r\n", "\n", StringComparison.Ordinal);
}
