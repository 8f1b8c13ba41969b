using ProcGen.Analyzers.Use;
using ProcGen.CodeFixes.Use;
using UseTest = ProcGen.Analyzers.Tests.Use.UseTest<ProcGen.Analyzers.Use.UnlaunchedCallAnalyzer>;

namespace ProcGen.Analyzers.Tests.Use;

public sealed class UnlaunchedCallAnalyzerTests
{
    [Theory]
    [InlineData("[|Primes.InProcess.Count(0, 1)|];")]
    [InlineData("[|Primes.InProcess.Warm()|];")]
    [InlineData("[|Primes.InProcess.Rows(3)|];")]
    [InlineData("[|Job.InProcess.Run(new Job(1), 2)|];")]
    [InlineData("[|pool.RunAsync(Primes.InProcess.Count(0, 1))|];")]
    [InlineData("[|pool.RunAsync(Primes.InProcess.Warm(), token)|];")]
    [InlineData("[|pool.MapAsync(numbers, n => Primes.InProcess.Count(0, n))|];")]
    [InlineData("[|pool.MapResultsUnorderedAsync(numbers, n => Primes.InProcess.Count(0, n))|];")]
    [InlineData("[|pool.StreamAsync(Primes.InProcess.Rows(3))|];")]
    [InlineData("[|pool.ForEachAsync(numbers, n => Primes.InProcess.Count(0, n))|];")]
    [InlineData("[|pool.BroadcastAsync(Primes.InProcess.Warm())|];")]
    [InlineData("[|Primes.InProcess.Count(0, 1).Start()|];")]
    [InlineData("[|Primes.InProcess.Count(0, 1).On(pool)|];")]
    [InlineData("[|Primes.InProcess.Count(0, 1).On(pool).Start()|];")]
    [InlineData("[|Primes.InProcess.Rows(3).On(pool)|];")]
    [InlineData("[|Primes.InProcess.Count(0, 1).ConfigureAwait(false)|];")]
    [InlineData("[|pool.RunAsync(Primes.InProcess.Count(0, 1)).ConfigureAwait(false)|];")]
    [InlineData("[|pool?.RunAsync(Primes.InProcess.Count(0, 1))|];")]
    [InlineData("_ = [|Primes.InProcess.Count(0, 1)|];")]
    [InlineData("_ = [|pool.MapAsync(numbers, n => Primes.InProcess.Count(0, n))|];")]
    [InlineData("var call = [|Primes.InProcess.Count(0, 1)|];")]
    [InlineData("ProcessCall call = [|Primes.InProcess.Count(0, 1)|];")]
    [InlineData("var task = [|pool.RunAsync(Primes.InProcess.Count(0, 1))|];")]
    [InlineData("var rows = [|pool.MapAsync(numbers, n => Primes.InProcess.Count(0, n))|];")]
    [InlineData("Action run = () => [|Primes.InProcess.Count(0, 1)|]; run();")]
    [InlineData("void Local() => [|pool.RunAsync(Primes.InProcess.Warm())|]; Local();")]
    [InlineData("[|await Task.Run(() => Primes.InProcess.Count(0, 1))|];")]
    [InlineData("foreach (int n in numbers) { [|Primes.InProcess.Count(0, n)|]; }")]
    [InlineData("IProcessExecutor executor = new InlineExecutor(); [|executor.RunAsync(Primes.InProcess.Warm())|];")]
    public Task What_is_dropped_is_reported(string statements) => UseTest.VerifyStatementsAsync(statements);

    [Theory]
    [InlineData("await Primes.InProcess.Count(0, 1);")]
    [InlineData("int n = await Primes.InProcess.Count(0, 1).ConfigureAwait(false);")]
    [InlineData("_ = pool.RunAsync(Primes.InProcess.Count(0, 1));")]
    [InlineData("_ = Primes.InProcess.Count(0, 1).Start();")]
    [InlineData("var _ = pool.RunAsync(Primes.InProcess.Count(0, 1));")]
    [InlineData("pool.Run(Primes.InProcess.Count(0, 1));")]
    [InlineData("var call = Primes.InProcess.Count(0, 1); await call;")]
    [InlineData("var call = Primes.InProcess.Count(0, 1); Func<Task> later = async () => await call; await later();")]
    [InlineData("var task = pool.RunAsync(Primes.InProcess.Count(0, 1)); await Task.WhenAll(task);")]
    [InlineData("await foreach (int n in pool.MapAsync(numbers, n => Primes.InProcess.Count(0, n))) { }")]
    [InlineData("await foreach (int n in Primes.InProcess.Rows(3)) { }")]
    [InlineData("var calls = numbers.Select(n => Primes.InProcess.Count(0, n)).ToList(); await calls[0];")]
    [InlineData("await Task.WhenAll(numbers.Select(n => Primes.InProcess.Count(0, n).Start()));")]
    [InlineData("Func<ProcessCall<int>> make = () => Primes.InProcess.Count(0, 1); await make();")]
    [InlineData("Expression<Action> tree = () => Primes.InProcess.Warm(); tree.ToString();")]
    [InlineData("int n = await await Task.Run(() => Primes.InProcess.Count(0, 1));")]
    [InlineData("await Task.Run(() => Primes.Count(0, 1));")]
    [InlineData("Task.Delay(5, token); Console.Out.FlushAsync();")]
    [InlineData("process.WaitForExit(); pool.GetStatistics(); process.ToString();")]
    [InlineData("await using var started = WorkerProcess.Start(Primes.InProcess.Warm());")]
    [InlineData("var options = new ProcessPoolOptions { Initializer = Primes.InProcess.Warm() }; await using var own = new ProcessPool(options);")]
    public Task What_is_awaited_kept_or_discarded_on_purpose_is_not(string statements) => UseTest.VerifyStatementsAsync(statements);

    [Theory]
    [InlineData("static ProcessCall<int> Make() => Primes.InProcess.Count(0, 1);")]
    [InlineData("static Task<int> Start(ProcessPool pool) => pool.RunAsync(Primes.InProcess.Count(0, 1));")]
    [InlineData("readonly ProcessCall<int> _call = Primes.InProcess.Count(0, 1);")]
    [InlineData("static IEnumerable<ProcessCall> All() { yield return Primes.InProcess.Warm(); }")]
    [InlineData("readonly List<ProcessCall> _calls = []; void Add() => _calls.Add(Primes.InProcess.Warm());")]
    [InlineData("ProcessCall Remember(ProcessCall call) => call; void Add() { Remember(Primes.InProcess.Warm()); }")]
    [InlineData("static class InProcess { public static int Count(int n) => n; } static void Other() { InProcess.Count(1); }")]
    [InlineData("class Runner { public Task RunAsync(ProcessCall call) => Task.CompletedTask; } static void Other(Runner runner) { runner.RunAsync(Primes.InProcess.Warm()); }")]
    public Task What_leaves_its_method_or_is_somebody_elses_is_not(string members) => UseTest.VerifyMembersAsync(members);

    [Fact]
    public Task The_run_of_an_executor_of_the_users_own_is_reported_like_that_of_a_pool() =>
        UseTest.VerifyMembersAsync(
            """
            class Other : IProcessExecutor
            {
                public Task RunAsync(ProcessCall call, CancellationToken token = default) => Task.CompletedTask;
                public Task<T> RunAsync<T>(ProcessCall<T> call, CancellationToken token = default) => throw new NotSupportedException();
                public IAsyncEnumerable<T> StreamAsync<T>(ProcessStream<T> stream, CancellationToken token = default) => throw new NotSupportedException();
            }

            static void Use(Other other)
            {
                [|other.RunAsync(Primes.InProcess.Warm())|];
                [|other.RunAsync(Primes.InProcess.Count(0, 1))|];
                [|other.StreamAsync(Primes.InProcess.Rows(1))|];
            }
            """);

    [Fact]
    public Task Code_that_a_tool_wrote_is_not_reported() =>
        UseTest.VerifyAsync("// <auto-generated/>\nclass G { static void M() { Primes.InProcess.Warm(); } }");

    [Fact]
    public Task A_pragma_turns_it_off() =>
        UseTest.VerifyStatementsAsync(
            """
            #pragma warning disable PROCGEN040
            Primes.InProcess.Warm();
            #pragma warning restore PROCGEN040
            [|Primes.InProcess.Warm()|];
            """);

    [Fact]
    public Task The_fix_awaits_calls_and_enumerates_sequences_one_at_a_time_and_all_at_once() =>
        UseTest.VerifyFixOfStatementsAsync<LaunchCallFix>(
            """
            // First.
            [|Primes.InProcess.Warm()|]; // behind
            _ = [|Primes.InProcess.Count(0, 1)|];
            var a = [|Primes.InProcess.Count(0, 1)|];
            ProcessCall<int> b = [|Primes.InProcess.Count(0, await Primes.InProcess.Count(0, 1))|];
            ProcessCall c = [|Primes.InProcess.Warm()|];
            [|pool.RunAsync(Primes.InProcess.Count(0, 1), token).ConfigureAwait(false)|];
            Func<Task> later = async () => [|pool.RunAsync(Primes.InProcess.Warm())|];
            await later();
            [|pool.MapAsync(numbers, n => Primes.InProcess.Count(0, n))|];
            var rows = [|Primes.InProcess.Rows(3)|];
            """,
            """
            // First.
            await Primes.InProcess.Warm(); // behind
            await Primes.InProcess.Count(0, 1);
            var a = await Primes.InProcess.Count(0, 1);
            var b = await Primes.InProcess.Count(0, await Primes.InProcess.Count(0, 1));
            await Primes.InProcess.Warm();
            await pool.RunAsync(Primes.InProcess.Count(0, 1), token).ConfigureAwait(false);
            Func<Task> later = async () => await pool.RunAsync(Primes.InProcess.Warm());
            await later();
            await foreach (var item in pool.MapAsync(numbers, n => Primes.InProcess.Count(0, n)))
            {
            }
            await foreach (var item in Primes.InProcess.Rows(3))
            {
            }
            """,
            test => test.NumberOfIncrementalIterations = 9);

    [Theory]
    [InlineData("static void M() { [|Primes.InProcess.Warm()|]; }")]
    [InlineData("static async Task M(object gate) { lock (gate) { [|Primes.InProcess.Warm()|]; } await Task.Yield(); }")]
    [InlineData("static async Task M(ProcessPool? pool) { [|pool?.RunAsync(Primes.InProcess.Warm())|]; await Task.Yield(); }")]
    [InlineData("static async Task M() { Action a = () => [|Primes.InProcess.Warm()|]; a(); await Task.Yield(); }")]
    [InlineData("int P { get { [|Primes.InProcess.Warm()|]; return 0; } }")]
    public Task No_fix_is_offered_where_nothing_can_be_awaited(string members) => UseTest.VerifyNoFixAsync<LaunchCallFix>(UseSource.Class(members));

    [Fact]
    public Task Top_level_statements_are_looked_at() =>
        UseTest.VerifyProgramAsync("[|Primes.InProcess.Warm()|]; var call = [|Primes.InProcess.Count(0, 1)|]; var kept = Primes.InProcess.Count(0, 1); await kept;");
}
