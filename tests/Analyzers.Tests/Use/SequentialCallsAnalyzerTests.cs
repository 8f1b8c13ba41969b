using ProcGen.CodeFixes.Use;
using UseTest = ProcGen.Analyzers.Tests.Use.UseTest<ProcGen.Analyzers.Use.SequentialCallsAnalyzer>;

namespace ProcGen.Analyzers.Tests.Use;

public sealed class SequentialCallsAnalyzerTests
{
    private const string Two = "var a = Primes.InProcess.Count(0, 1); var b = Primes.InProcess.Count(1, 2); ";
    private const string TwoReported = "var [|a|] = Primes.InProcess.Count(0, 1); var b = Primes.InProcess.Count(1, 2); ";

    [Theory]
    [InlineData(TwoReported + "int x = await a; int y = await b;")]
    [InlineData(TwoReported + "int x = await b; int y = await a;")]
    [InlineData(TwoReported + "Console.WriteLine(await a + await b);")]
    [InlineData(TwoReported + "await a.ConfigureAwait(false); await b.ConfigureAwait(false);")]
    [InlineData(TwoReported + "await a; Console.WriteLine(numbers.Length); await b;")]
    [InlineData("ProcessCall<int> [|a|] = Primes.InProcess.Count(0, 1), b = Primes.InProcess.Count(1, 2); await a; await b;")]
    [InlineData("var [|a|] = Primes.InProcess.Count(0, 1).On(pool); var b = Primes.InProcess.Count(1, 2).On(pool); await a; await b;")]
    [InlineData("ProcessCall [|a|] = Primes.InProcess.Warm(); var b = Primes.InProcess.Warm(); var c = Primes.InProcess.Warm(); await a; await b; await c;")]
    [InlineData("foreach (int n in numbers) { var [|a|] = Primes.InProcess.Count(0, n); var b = Primes.InProcess.Count(1, n); int sum = await a + await b; }")]
    [InlineData("Func<Task<int>> run = async () => { " + TwoReported + "return await a + await b; }; await run();")]
    [InlineData("static ProcessCall<int> Make(int n) => Primes.InProcess.Count(0, n); var [|a|] = Make(1); var b = Make(2); await a; await b;")]
    public Task Stored_calls_that_are_awaited_in_turn_are_reported(string statements) => UseTest.VerifyStatementsAsync(statements);

    [Theory]
    [InlineData("int x = await Primes.InProcess.Count(0, 1); int y = await Primes.InProcess.Count(1, x);")]
    [InlineData("var a = Primes.InProcess.Count(0, 1).Start(); var b = Primes.InProcess.Count(1, 2).Start(); await a; await b;")]
    [InlineData("var a = Primes.InProcess.Count(0, 1); int x = await a; var b = Primes.InProcess.Count(x, 2); int y = await b;")]
    [InlineData(Two + "await Task.WhenAll(a.Start(), b.Start());")]
    [InlineData(Two + "if (await a > 0) { await b; }")]
    [InlineData(Two + "int x = await a; if (x == 0) { return; } int y = await b;")]
    [InlineData(Two + "bool both = await a > 0 && await b > 0;")]
    [InlineData(Two + "await a; await a; await b; await b;")]
    [InlineData(Two + "await a; await Task.Delay(5); await b;")]
    [InlineData(Two + "foreach (int n in numbers) { await a; await b; }")]
    [InlineData(Two + "await a; Func<Task> later = async () => await b; await later();")]
    [InlineData(Two + "try { await a; } catch (TimeoutException) { } await b;")]
    [InlineData("Task<int> a = pool.RunAsync(Primes.InProcess.Count(0, 1)), b = pool.RunAsync(Primes.InProcess.Count(1, 2)); await a; await b;")]
    [InlineData("var rows = Primes.InProcess.Rows(1); var more = Primes.InProcess.Rows(2); await foreach (int n in rows) { } await foreach (int n in more) { }")]
    [InlineData("var a = Primes.InProcess.Count(0, 1); await a;")]
    public Task What_depends_on_another_or_is_started_before_is_not(string statements) => UseTest.VerifyStatementsAsync(statements);

    [Fact]
    public Task The_fix_starts_all_of_them() =>
        UseTest.VerifyFixOfStatementsAsync<StartCallsFix>(
            """
            // The first.
            var [|a|] = Primes.InProcess.Count(0, 1); // behind
            ProcessCall<int> b = Primes.InProcess.Count(1, 2);
            ProcessCall c = Primes.InProcess.Warm();
            int x = await a;
            int y = await b.ConfigureAwait(false);
            await c;

            if (x > y)
            {
                BoundProcessCall<int> [|d|] = Primes.InProcess.Count(0, 1).On(pool), e = Primes.InProcess.Count(0, 1).On(pool);
                Console.WriteLine(await d + await e);
            }
            """,
            """
            // The first.
            var a = Primes.InProcess.Count(0, 1).Start(); // behind
            Task<int> b = Primes.InProcess.Count(1, 2).Start();
            Task c = Primes.InProcess.Warm().Start();
            int x = await a;
            int y = await b.ConfigureAwait(false);
            await c;

            if (x > y)
            {
                Task<int> d = Primes.InProcess.Count(0, 1).On(pool).Start(), e = Primes.InProcess.Count(0, 1).On(pool).Start();
                Console.WriteLine(await d + await e);
            }
            """,
            test => test.NumberOfIncrementalIterations = 2);

    [Fact]
    public Task Top_level_statements_are_looked_at() =>
        UseTest.VerifyProgramAsync("var [|a|] = Primes.InProcess.Count(0, 1); var b = Primes.InProcess.Count(1, 2); Console.WriteLine(await a + await b);");
}
