using UseTest = ProcGen.Analyzers.Tests.Use.UseTest<ProcGen.Analyzers.Use.UnscopedLockAnalyzer>;

namespace ProcGen.Analyzers.Tests.Use;

public sealed class UnscopedLockAnalyzerTests
{
    [Theory]
    [InlineData("[|gate.Enter()|];")]
    [InlineData("[|gate.Enter(token)|]; Console.WriteLine(1);")]
    [InlineData("_ = [|gate.Enter()|];")]
    [InlineData("[|await gate.EnterAsync(token)|];")]
    [InlineData("[|gate.EnterAsync(token)|];")]
    [InlineData("[|await gate.EnterAsync(token).ConfigureAwait(false)|];")]
    [InlineData("var scope = [|gate.Enter()|];")]
    [InlineData("var scope = [|gate.Enter()|]; Console.WriteLine(1); scope.Dispose();")]
    [InlineData("var scope = [|await gate.EnterAsync(token)|]; await Task.Delay(1); await scope.DisposeAsync();")]
    [InlineData("ProcessLock.Scope scope = [|gate.Enter()|]; try { Console.WriteLine(1); scope.Dispose(); } catch (TimeoutException) { }")]
    [InlineData("foreach (int n in new[] { 1 }) { [|gate.Enter()|]; }")]
    [InlineData("Action run = () => { var scope = [|gate.Enter()|]; scope.Dispose(); }; run();")]
    public Task A_lock_that_an_exception_would_keep_held_is_reported(string statements) => UseTest.VerifyMembersAsync(Method(statements));

    [Theory]
    [InlineData("using (gate.Enter()) { }")]
    [InlineData("using var scope = gate.Enter();")]
    [InlineData("using (await gate.EnterAsync(token)) { }")]
    [InlineData("await using (await gate.EnterAsync(token)) { }")]
    [InlineData("await using var scope = await gate.EnterAsync(token).ConfigureAwait(false);")]
    [InlineData("using (var scope = gate.Enter()) { }")]
    [InlineData("var scope = gate.Enter(); try { Console.WriteLine(1); } finally { scope.Dispose(); }")]
    [InlineData("var scope = await gate.EnterAsync(token); try { Console.WriteLine(1); } finally { await scope.DisposeAsync(); }")]
    [InlineData("var scope = gate.Enter(); using (scope) { }")]
    [InlineData("var scopes = new Stack<IDisposable>(); scopes.Push(gate.Enter());")]
    [InlineData("var scope = gate.Enter(); Keep(scope); void Keep(IDisposable kept) { }")]
    [InlineData("var scope = gate.Enter(); Action leave = () => scope.Dispose(); leave();")]
    [InlineData("ValueTask<ProcessLock.Scope> entering = gate.EnterAsync(token); using (await entering) { }")]
    [InlineData("if (gate.TryEnter(TimeSpan.FromSeconds(1), out var scope)) { using (scope) { } }")]
    public Task A_lock_that_is_left_on_every_way_is_not(string statements) => UseTest.VerifyMembersAsync(Method(statements));

    [Theory]
    [InlineData("static ProcessLock.Scope M(ProcessLock gate) => gate.Enter();")]
    [InlineData("static ValueTask<ProcessLock.Scope> M(ProcessLock gate) => gate.EnterAsync();")]
    [InlineData("ProcessLock.Scope _scope; void M(ProcessLock gate) => _scope = gate.Enter();")]
    [InlineData("class Gate { public IDisposable Enter() => null!; } static void M(Gate gate) { gate.Enter(); }")]
    [InlineData("static void M(Lock gate) { gate.Enter(); gate.Exit(); }")]
    public Task A_scope_that_leaves_its_method_and_another_lock_are_not(string members) => UseTest.VerifyMembersAsync(members);

    [Fact]
    public Task Other_locks_between_processes_are_known_too() =>
        UseTest.VerifyAsync(
            UseSource.Class(
                """
                static async Task M(ReentrantProcessLock gate, ProcessSemaphore permits)
                {
                    [|gate.Enter()|];
                    [|await permits.EnterAsync()|];
                }
                """)
            + """
              namespace ProcGen
              {
                  public sealed class ReentrantProcessLock { public Scope Enter() => default; public readonly ref struct Scope { public void Dispose() { } } }
                  public sealed class ProcessSemaphore { public Task<IAsyncDisposable> EnterAsync() => throw new NotSupportedException(); }
              }
              """);

    [Fact]
    public Task A_lock_that_a_finally_leaves_by_name_is_not_reported() =>
        UseTest.VerifyAsync(
            UseSource.Class("static void M(ProcessSemaphore permits) { permits.Enter(); try { } finally { permits.Release(); } }")
            + "namespace ProcGen { public sealed class ProcessSemaphore { public IDisposable Enter() => throw new NotSupportedException(); public void Release() { } } }");

    private static string Method(string statements) => $"static async Task M(ProcessLock gate, CancellationToken token) {{ {statements} await Task.Yield(); }}";
}
