using ProcGen.CodeFixes.Use;
using UseTest = ProcGen.Analyzers.Tests.Use.UseTest<ProcGen.Analyzers.Use.UndisposedAnalyzer>;

namespace ProcGen.Analyzers.Tests.Use;

public sealed class UndisposedAnalyzerTests
{
    [Theory]
    [InlineData("var [|own|] = new ProcessPool(); await own.RunAsync(Primes.InProcess.Warm());")]
    [InlineData("ProcessPool [|own|] = new() ; own.Run(Primes.InProcess.Warm());")]
    [InlineData("ProcessPool? [|own|] = new ProcessPool(new() { Workers = 2 }); own?.GetStatistics();")]
    [InlineData("var [|unused|] = new ProcessPool();")]
    [InlineData("[|new ProcessPool()|];")]
    [InlineData("int n = [|new ProcessPool()|].Run(Primes.InProcess.Count(0, 1));")]
    [InlineData("var [|own|] = new ProcessPool(); if (own is not null && own != pool) { own.Resize(2); }")]
    [InlineData("var [|started|] = WorkerProcess.Start(Primes.InProcess.Warm()); Console.WriteLine(started.Id);")]
    [InlineData("var [|started|] = WorkerProcess.Start(Primes.InProcess.Count(0, 1)); while (started.IsAlive) { await Task.Delay(1); }")]
    [InlineData("[|WorkerProcess.Start(Primes.InProcess.Warm())|];")]
    [InlineData("[|WorkerProcess.Start(Primes.InProcess.Warm(), new() { Name = \"a\" })|];")]
    [InlineData("[|WorkerProcess.Start(Primes.InProcess.Count(0, 1), null)|];")]
    [InlineData("int id = [|WorkerProcess.Start(Primes.InProcess.Warm())|].Id;")]
    [InlineData("[|new Ticker()|].Start();")]
    [InlineData("[|new Ticker { Name = \"a\" }|].Start();")]
    [InlineData("if (pool is null) { [|WorkerProcess.Start(Primes.InProcess.Warm())|]; }")]
    [InlineData("var [|ticker|] = new Ticker(); ticker.Start(); Console.WriteLine(ticker.Name);")]
    [InlineData("async Task Local() { var [|own|] = new ProcessPool(); await own.RunAsync(Primes.InProcess.Warm()); } await Local();")]
    [InlineData("Func<Task> run = async () => { var [|own|] = new ProcessPool(); await own.RunAsync(Primes.InProcess.Warm()); }; await run();")]
    [InlineData("ProcessPool [|own|]; own = new(); own.Run(Primes.InProcess.Warm());")]
    [InlineData("ProcessPool? [|own|] = null; if (numbers.Length > 1) { own = new ProcessPool(); } own?.Run(Primes.InProcess.Warm());")]
    [InlineData("WorkerProcess [|started|]; started = WorkerProcess.Start(Primes.InProcess.Warm()); Console.WriteLine(started.Id);")]
    [InlineData("ProcessPool [|own|]; try { own = new ProcessPool(new() { Workers = 2 }); own.Resize(1); } catch (TimeoutException) { }")]
    public Task What_stays_in_its_method_and_is_never_disposed_is_reported(string statements) => UseTest.VerifyStatementsAsync(statements);

    [Theory]
    [InlineData("await using var own = new ProcessPool(); own.Resize(2);")]
    [InlineData("using var own = new ProcessPool(); own.Resize(2);")]
    [InlineData("using (var own = new ProcessPool()) { own.Resize(2); }")]
    [InlineData("await using (new ProcessPool()) { }")]
    [InlineData("var own = new ProcessPool(); await using (own) { own.Resize(2); }")]
    [InlineData("var own = new ProcessPool(); await using (own.ConfigureAwait(false)) { own.Resize(2); }")]
    [InlineData("var own = new ProcessPool(); try { own.Resize(2); } finally { await own.DisposeAsync(); }")]
    [InlineData("ProcessPool? own = null; try { own = new ProcessPool(); } finally { own?.Dispose(); }")]
    [InlineData("var own = new ProcessPool(); await own.CompleteAsync();")]
    [InlineData("var own = new ProcessPool(); Console.CancelKeyPress += (_, _) => own.Dispose();")]
    [InlineData("var own = new ProcessPool(); var pools = new List<ProcessPool> { own };")]
    [InlineData("ProcessPool[] pools = [new ProcessPool(), new ProcessPool()]; foreach (var each in pools) { await each.DisposeAsync(); }")]
    [InlineData("var own = new ProcessPool(); pool = own;")]
    [InlineData("var shared = ProcessPool.Shared; shared.Run(Primes.InProcess.Warm());")]
    [InlineData("var current = WorkerProcess.Current; Console.WriteLine(current?.Id);")]
    [InlineData("_ = WorkerProcess.Start(Primes.InProcess.Warm());")] // deliberate
    [InlineData("WorkerProcess.Start(Primes.InProcess.Warm()).WaitForExit();")]
    [InlineData("await WorkerProcess.Start(Primes.InProcess.Warm()).WaitForExitAsync();")]
    [InlineData("int n = await WorkerProcess.Start(Primes.InProcess.Count(0, 1)).Result;")]
    [InlineData("WorkerProcess.Start(Primes.InProcess.Warm(), new() { IsDaemon = true });")] // decided
    [InlineData("WorkerProcess.Start(Primes.InProcess.Warm(), new() { IsDaemon = false });")]
    [InlineData("var options = new WorkerProcessOptions { IsDaemon = false }; WorkerProcess.Start(Primes.InProcess.Warm(), options);")]
    [InlineData("var options = new WorkerProcessOptions { IsDaemon = false }; var started = WorkerProcess.Start(Primes.InProcess.Warm(), options); Console.WriteLine(started.Id);")]
    [InlineData("new Ticker { IsDaemon = false }.Start();")]
    [InlineData("Console.WriteLine(new Ticker().Name);")]
    [InlineData("var started = WorkerProcess.Start(Primes.InProcess.Warm()); started.WaitForExit();")]
    [InlineData("var started = WorkerProcess.Start(Primes.InProcess.Warm()); await started.WaitForExitAsync(); started.Close();")]
    [InlineData("var started = WorkerProcess.Start(Primes.InProcess.Count(0, 1)); Console.WriteLine(await started.Result);")]
    [InlineData("var started = WorkerProcess.Start(Primes.InProcess.Warm(), new() { IsDaemon = false }); Console.WriteLine(started.Id);")]
    [InlineData("var ticker = new Ticker(); Console.WriteLine(ticker.Name);")]
    [InlineData("var executor = new InlineExecutor(); await executor.RunAsync(Primes.InProcess.Warm());")]
    [InlineData("var stream = new System.IO.MemoryStream(); stream.WriteByte(1);")]
    [InlineData("ProcessPool? own = new(); if (own is { } other) { other.Dispose(); }")]
    [InlineData("ProcessPool own; own = new(); await own.DisposeAsync();")]
    [InlineData("ProcessPool? own = null; own = new ProcessPool(); await using (own) { own.Resize(2); }")]
    [InlineData("ProcessPool own; own = new(); pool = own;")]
    [InlineData("ProcessPool own, other; other = own = new(); other.Resize(2);")]
    [InlineData("ProcessPool own; own = ProcessPool.Shared; own.Resize(2);")]
    [InlineData("ProcessPool own; if (numbers.Length > 1) { own = new(); } else { own = pool; } own.Resize(2);")]
    [InlineData("ProcessPool own; own = new(); Console.CancelKeyPress += (_, _) => own.Dispose();")]
    [InlineData("ProcessPool? own = null; void Open() => own = new(); Open(); own?.Resize(2);")]
    [InlineData("IDisposable own; own = new ProcessPool(); own.Dispose();")]
    public Task What_is_disposed_or_leaves_its_method_is_not(string statements) => UseTest.VerifyStatementsAsync(statements);

    [Theory]
    [InlineData("static ProcessPool M() { var own = new ProcessPool(); own.Resize(2); return own; }")]
    [InlineData("readonly ProcessPool _pool = new(); ProcessPool P { get; } = new();")]
    [InlineData("ProcessPool? _pool; void M() { var own = new ProcessPool(); own.Resize(2); _pool = own; }")]
    [InlineData("static void Give(out ProcessPool made) { made = new ProcessPool(); }")]
    [InlineData("static Func<ProcessPool> M() => () => new ProcessPool();")]
    [InlineData("static void Take(ProcessPool p) { } static void M() { var own = new ProcessPool(); Take(own); }")]
    [InlineData("static IEnumerable<ProcessPool> M() { var own = new ProcessPool(); yield return own; }")]
    [InlineData("static Action M() { var own = new ProcessPool(); return () => own.Resize(2); }")]
    public Task What_somebody_else_has_then_is_not(string members) => UseTest.VerifyMembersAsync(members);

    [Fact]
    public Task The_fix_declares_it_with_await_using_or_with_using() =>
        UseTest.VerifyFixAsync<DeclareUsingFix>(
            UseSource.Class(
                """
                static async Task M()
                {
                    // The pool.
                    var [|own|] = new ProcessPool(); // behind
                    await own.RunAsync(Primes.InProcess.Warm());
                    WorkerProcess [|started|] = WorkerProcess.Start(Primes.InProcess.Warm());
                    Console.WriteLine(started.Id);
                }

                static void N()
                {
                    var [|own|] = new ProcessPool();
                    own.Resize(2);
                }
                """),
            UseSource.Class(
                """
                static async Task M()
                {
                    // The pool.
                    await using var own = new ProcessPool(); // behind
                    await own.RunAsync(Primes.InProcess.Warm());
                    await using WorkerProcess started = WorkerProcess.Start(Primes.InProcess.Warm());
                    Console.WriteLine(started.Id);
                }

                static void N()
                {
                    using var own = new ProcessPool();
                    own.Resize(2);
                }
                """),
            test => test.NumberOfIncrementalIterations = 3);

    [Theory]
    [InlineData("static void M() { var [|a|] = new ProcessPool(); a.Resize(1); a = null; }")]
    [InlineData("static int M() => [|new ProcessPool()|].Run(Primes.InProcess.Count(0, 1));")]
    [InlineData("static void M(int n) { switch (n) { case 1: var [|a|] = new ProcessPool(); a.Resize(1); break; } }")]
    public Task No_fix_is_offered_where_using_cannot_stand(string members) => UseTest.VerifyNoFixAsync<DeclareUsingFix>(UseSource.Class(members));

    [Fact]
    public Task Top_level_statements_are_looked_at() =>
        UseTest.VerifyProgramAsync("var [|pool|] = new ProcessPool(); await using var other = new ProcessPool(); await pool.RunAsync(Primes.InProcess.Warm());");
}
