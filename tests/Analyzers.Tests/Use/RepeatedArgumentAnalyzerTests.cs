using ProcGen.Analyzers.Tests.Verification;
using ProcGen.Analyzers.Use;
using ProcGen.CodeFixes.Use;
using UseTest = ProcGen.Analyzers.Tests.Use.UseTest<ProcGen.Analyzers.Use.RepeatedArgumentAnalyzer>;

namespace ProcGen.Analyzers.Tests.Use;

public sealed class RepeatedArgumentAnalyzerTests
{
    [Theory]
    [InlineData("for (int i = 0; i < 10; i++) { await Primes.InProcess.Sum([|data|], i); }")]
    [InlineData("foreach (int i in other) { await pool.RunAsync(Primes.InProcess.Sum([|data|], i)); }")]
    [InlineData("int i = 0; while (i < 10) { await Primes.InProcess.Sum([|data|], i++); }")]
    [InlineData("int i = 0; do { await Primes.InProcess.Sum([|data|], i++); } while (i < 10);")]
    [InlineData("var list = new List<int>(data); foreach (int i in other) { await Primes.InProcess.SumList([|list|], i); }")]
    [InlineData("await foreach (long sum in pool.MapAsync(other, i => Primes.InProcess.Sum([|data|], i))) { }")]
    [InlineData("await pool.ForEachAsync(other, i => Primes.InProcess.Sum([|data|], i));")]
    [InlineData("await Task.WhenAll(other.Select(i => Primes.InProcess.Sum([|data|], i).Start()));")]
    [InlineData("string text = System.IO.File.ReadAllText(\"a\"); foreach (int i in other) { await Primes.InProcess.Find([|text|], i.ToString()); }")]
    [InlineData("string text = await System.IO.File.ReadAllTextAsync(\"a\").ConfigureAwait(false); foreach (int i in other) { await Primes.InProcess.Find([|text|], i.ToString()); }")]
    [InlineData("int[] copy = new int[1000]; copy[0] = 1; for (int i = 0; i < copy.Length; i++) { await Primes.InProcess.Sum([|copy|], copy[i]); }")]
    [InlineData("foreach (int i in other) { await Primes.InProcess.Sum([|data|], i); await Primes.InProcess.Sum([|data|], i + 1); }")]
    [InlineData("foreach (int i in other) { if (i > 0) { foreach (int j in data) { await Primes.InProcess.Sum([|data|], j); } } }")]
    [InlineData("foreach (int i in other) { switch (i) { case 1: await Primes.InProcess.Sum([|data|], i); break; } }")] // leaves no loop
    [InlineData("foreach (int i in other) { foreach (int j in other) { await Primes.InProcess.Sum([|data|], j); break; } }")]
    [InlineData("foreach (int i in other) { long sum = await Primes.InProcess.Sum([|data|], i); if (sum > 3) { break; } }")]
    public Task Data_that_the_loop_never_changes_is_reported(string statements) => UseTest.VerifyMembersAsync(Method(statements));

    [Theory]
    [InlineData("await Primes.InProcess.Sum(data, 1);")]
    [InlineData("foreach (int i in other) { data[0] = i; await Primes.InProcess.Sum(data, i); }")]
    [InlineData("foreach (int i in other) { data[0]++; await Primes.InProcess.Sum(data, i); }")]
    [InlineData("foreach (int i in other) { data = new int[i]; await Primes.InProcess.Sum(data, i); }")]
    [InlineData("foreach (int i in other) { Array.Reverse(data); await Primes.InProcess.Sum(data, i); }")]
    [InlineData("foreach (int i in other) { ref int first = ref data[0]; first = i; await Primes.InProcess.Sum(data, i); }")]
    [InlineData("var list = new List<int>(data); foreach (int i in other) { list.Add(i); await Primes.InProcess.SumList(list, i); }")]
    [InlineData("foreach (int i in other) { int[] own = new int[1000]; await Primes.InProcess.Sum(own, i); }")]
    [InlineData("int[] few = [1, 2, 3]; foreach (int i in other) { await Primes.InProcess.Sum(few, i); }")]
    [InlineData("int[] few = new int[8]; foreach (int i in other) { await Primes.InProcess.Sum(few, i); }")]
    [InlineData("string word = \"prime\"; foreach (int i in other) { await Primes.InProcess.Find(word, i.ToString()); }")]
    [InlineData("string path = System.IO.Path.Combine(\"a\", \"b\"); foreach (int i in other) { await Primes.InProcess.Find(path, i.ToString()); }")]
    [InlineData("foreach (int i in other) { await Primes.InProcess.SumRows(data, i); }")]
    [InlineData("foreach (int i in other) { await Primes.InProcess.Count(data.Length, i); }")]
    [InlineData("foreach (int i in other) { Console.WriteLine(Primes.Sum(data, i)); }")]
    [InlineData("foreach (long sum in new[] { await Primes.InProcess.Sum(data, 1) }) { }")]
    [InlineData("void Change() => data[0] = 1; foreach (int i in other) { Change(); await Primes.InProcess.Sum(data, i); }")]
    [InlineData("Func<Task> once = async () => await Primes.InProcess.Sum(data, 1); await once();")]
    [InlineData("foreach (int i in other) { int[] alias = data; alias[0] = i; await Primes.InProcess.Sum(data, i); }")]
    [InlineData("foreach (int i in other) { if (i > 3) { await Primes.InProcess.Sum(data, i); break; } }")] // leaves the loop
    [InlineData("foreach (int i in other) { if (i > 3) { await Primes.InProcess.Sum(data, i); return; } }")]
    [InlineData("while (true) { try { await Primes.InProcess.Sum(data, 1); return; } catch (TimeoutException) { await Task.Delay(1); } }")]
    [InlineData("foreach (int i in other) { foreach (int j in other) { if (j > i) { await Primes.InProcess.Sum(data, i); return; } } }")]
    [InlineData("foreach (int i in other) { if (i > 3) { throw new InvalidOperationException((await Primes.InProcess.Sum(data, i)).ToString()); } }")]
    [InlineData("await Local(); async Task<long> Local() { int[] own = new int[1000]; foreach (int i in other) { if (i > 3) { return await Primes.InProcess.Sum(own, i); } } return 0; }")]
    public Task What_is_sent_once_or_may_change_or_is_little_is_not(string statements) => UseTest.VerifyMembersAsync(Method(statements));

    private const string Caller =
        """
        using System.Threading.Tasks;
        using ProcGen;

        static class Caller
        {
            static async Task M(int[] table, int[] other, int[] keys)
            {
                foreach (int key in keys)
                {
                    await Search.InProcess.Find([|table|], key);
                    await Search.InProcess.Find([|other|], key);
                }

                foreach (int key in keys)
                {
                    await Search.InProcess.Sum(key, [|table|]);
                }
            }
        }
        """;

    private const string Unmarked =
        """
        using ProcGen;

        static partial class Search
        {
            [RunInProcess]
            public static int Find(int[] table, int key) => table.Length + key;

            [RunInProcess]
            public static int Sum(
                int key,
                // The table.
                int[] table) => table.Length + key;
        }
        """;

    [Fact]
    public Task The_fix_marks_the_parameter_also_in_another_file() =>
        new FixTest<RepeatedArgumentAnalyzer, ShareArgumentFix> { NumberOfIncrementalIterations = 2, NumberOfFixAllIterations = 1 }
            .WithGenerator()
            .WithFile("/0/Caller.cs", Caller, Caller.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal))
            .WithFile(
                "/0/Search.cs",
                Unmarked,
                Unmarked.Replace("Find(int[]", "Find([Shared] int[]", StringComparison.Ordinal).Replace("        int[] table) =>", "        [Shared] int[] table) =>", StringComparison.Ordinal))
            .RunAsync();

    [Fact]
    public Task A_marked_parameter_is_not_reported() =>
        UseTest.VerifyAsync(
            Caller.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)
            + Unmarked.Replace("using ProcGen;", "", StringComparison.Ordinal).Replace("int[] table", "[Shared] int[] table", StringComparison.Ordinal));

    private static string Method(string statements) => $"static async Task M(ProcessPool pool, int[] data, int[] other) {{ {statements} await Task.Yield(); }}";
}
