using ProcGen.CodeFixes.Use;
using UseTest = ProcGen.Analyzers.Tests.Use.UseTest<ProcGen.Analyzers.Use.BlockingCallAnalyzer>;

namespace ProcGen.Analyzers.Tests.Use;

public sealed class BlockingCallAnalyzerTests
{
    [Theory]
    [InlineData("int n = [|pool.RunAsync(Primes.InProcess.Count(0, 1)).Result|];")]
    [InlineData("[|pool.RunAsync(Primes.InProcess.Warm()).Wait()|];")]
    [InlineData("[|pool.RunAsync(Primes.InProcess.Warm()).Wait(token)|];")]
    [InlineData("bool ended = [|pool.CompleteAsync().Wait(TimeSpan.FromSeconds(1))|];")]
    [InlineData("int n = [|pool.RunAsync(Primes.InProcess.Count(0, 1)).GetAwaiter().GetResult()|];")]
    [InlineData("int n = [|pool.RunAsync(Primes.InProcess.Count(0, 1)).ConfigureAwait(false).GetAwaiter().GetResult()|];")]
    [InlineData("int n = [|Primes.InProcess.Count(0, 1).GetAwaiter().GetResult()|];")]
    [InlineData("int n = [|Primes.InProcess.Count(0, 1).Start().Result|];")]
    [InlineData("int n = [|Primes.InProcess.Count(0, 1).On(pool).Start().Result|];")]
    [InlineData("var call = Primes.InProcess.Count(0, 1); await call; int n = [|call.GetAwaiter().GetResult()|];")]
    [InlineData("var task = pool.RunAsync(Primes.InProcess.Count(0, 1)); int n = [|task.Result|];")]
    [InlineData("int n = [|pool.Run(Primes.InProcess.Count(0, 1))|];")]
    [InlineData("[|process.WaitForExit()|];")]
    [InlineData("[|process.Completion.Wait()|]; [|process.WaitForExitAsync().Wait()|];")]
    [InlineData("var made = WorkerProcess.Start(Primes.InProcess.Count(0, 1)); int n = [|made.Result.Result|];")]
    [InlineData("[|Task.WaitAll(Primes.InProcess.Warm().Start(), Primes.InProcess.Count(0, 1).Start())|];")]
    [InlineData("Func<Task> run = async () => { [|pool.Run(Primes.InProcess.Warm())|]; await Task.Yield(); }; await run();")]
    [InlineData("[|pool.DisposeAsync().AsTask().Wait()|];")]
    public Task Waiting_on_a_blocked_thread_is_reported(string statements) => UseTest.VerifyStatementsAsync(statements);

    [Theory]
    [InlineData("int n = await pool.RunAsync(Primes.InProcess.Count(0, 1));")]
    [InlineData("var task = pool.RunAsync(Primes.InProcess.Count(0, 1)); await Task.WhenAll(task); int n = task.Result;")]
    [InlineData("var task = pool.RunAsync(Primes.InProcess.Count(0, 1)); if (task.IsCompleted) { int n = task.Result; }")]
    [InlineData("var tasks = numbers.Select(n => pool.RunAsync(Primes.InProcess.Count(0, n))).ToArray(); await Task.WhenAll(tasks); int n = tasks[0].Result;")]
    [InlineData("Task.Delay(1).Wait(); int n = Task.FromResult(1).Result;")]
    [InlineData("Action run = () => pool.Run(Primes.InProcess.Warm()); run();")]
    [InlineData("int Local() => pool.Run(Primes.InProcess.Count(0, 1)); Local();")]
    [InlineData("lock (numbers) { pool.Run(Primes.InProcess.Warm()); }")]
    [InlineData("bool ended = process.WaitForExit(TimeSpan.FromSeconds(1));")]
    [InlineData("await foreach (var result in pool.MapResultsAsync(numbers, n => Primes.InProcess.Count(0, n))) { Console.WriteLine(result.Value); }")]
    [InlineData("Expression<Func<int>> tree = () => pool.Run(Primes.InProcess.Count(0, 1), null, default); tree.ToString();")]
    [InlineData("await Parallel.ForEachAsync(numbers, async (n, t) => await pool.RunAsync(Primes.InProcess.Count(0, n), t));")]
    [InlineData("Task<int>[] tasks = []; Task.WaitAll(tasks);")]
    public Task What_awaits_or_is_not_in_an_async_function_is_not(string statements) => UseTest.VerifyStatementsAsync(statements);

    [Theory]
    [InlineData("static int M(ProcessPool pool) => pool.Run(Primes.InProcess.Count(0, 1));")]
    [InlineData("static int M(ProcessPool pool) => pool.RunAsync(Primes.InProcess.Count(0, 1)).Result;")]
    [InlineData("static Task M(WorkerProcess process) { process.WaitForExit(); return Task.CompletedTask; }")]
    [InlineData("class Pool { public int Run(ProcessCall<int> call) => 0; } static async Task M(Pool pool) { pool.Run(Primes.InProcess.Count(0, 1)); await Task.Yield(); }")]
    public Task What_is_not_async_may_block(string members) => UseTest.VerifyMembersAsync(members);

    [Fact]
    public Task The_fix_awaits() =>
        UseTest.VerifyFixOfStatementsAsync<AwaitInsteadOfBlockingFix>(
            """
            // Above.
            [|process.WaitForExit()|]; // behind
            [|pool.RunAsync(Primes.InProcess.Warm()).Wait()|];
            [|pool.RunAsync(Primes.InProcess.Warm()).Wait(token)|];
            int a = [|pool.RunAsync(Primes.InProcess.Count(0, 1)).Result|] + 1;
            string b = [|Primes.InProcess.Count(0, 1).GetAwaiter().GetResult()|].ToString();
            int c = [|pool.RunAsync(Primes.InProcess.Count(0, 1)).ConfigureAwait(false).GetAwaiter().GetResult()|];
            int d = [|pool.Run(Primes.InProcess.Count(0, [|pool.Run(Primes.InProcess.Count(0, 1))|]))|];
            int e = [|pool.Run(Primes.InProcess.Count(0, 1), new ProcessCallOptions { Priority = 1 }, token)|];
            int f = [|pool.Run(Primes.InProcess.Count(0, 1), cancellationToken: token)|];
            [|Task.WaitAll(Primes.InProcess.Warm().Start(), Primes.InProcess.Warm().Start())|];
            """,
            """
            // Above.
            await process.WaitForExitAsync(); // behind
            await pool.RunAsync(Primes.InProcess.Warm());
            await pool.RunAsync(Primes.InProcess.Warm()).WaitAsync(token);
            int a = await pool.RunAsync(Primes.InProcess.Count(0, 1)) + 1;
            string b = (await Primes.InProcess.Count(0, 1)).ToString();
            int c = await pool.RunAsync(Primes.InProcess.Count(0, 1)).ConfigureAwait(false);
            int d = await pool.RunAsync(Primes.InProcess.Count(0, await pool.RunAsync(Primes.InProcess.Count(0, 1))));
            int e = await pool.RunAsync(Primes.InProcess.Count(0, 1), new ProcessCallOptions { Priority = 1 }, token);
            int f = await pool.RunAsync(Primes.InProcess.Count(0, 1), cancellationToken: token);
            await Task.WhenAll(Primes.InProcess.Warm().Start(), Primes.InProcess.Warm().Start());
            """,
            test => test.NumberOfIncrementalIterations = 11);

    [Fact]
    public Task No_fix_is_offered_where_the_answer_would_change() =>
        UseTest.VerifyNoFixAsync<AwaitInsteadOfBlockingFix>(UseSource.Method("bool ended = [|pool.CompleteAsync().Wait(TimeSpan.FromSeconds(1))|];"));

    [Fact]
    public Task Top_level_statements_are_async_where_they_await() =>
        UseTest.VerifyProgramAsync("int n = [|ProcessPool.Shared.Run(Primes.InProcess.Count(0, 1))|]; await Task.Yield();");

    [Fact]
    public Task Top_level_statements_that_await_nothing_may_block() => UseTest.VerifyProgramAsync("int n = ProcessPool.Shared.Run(Primes.InProcess.Count(0, 1));");
}
