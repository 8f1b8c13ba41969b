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

    public static TheoryData<string> Entered =>
    [
        "[|gate.EnterReadLock()|];",
        "[|await gate.EnterWriteAsync(token)|];",
        "var scope = [|gate.EnterUpgradeable()|]; Console.WriteLine(1); scope.Dispose();",
        "if ([|gate.TryEnterRead(1)|] is { } scope) { Console.WriteLine(1); scope.Dispose(); }",
        "var scope = [|gate.TryEnterRead(1)|]; Console.WriteLine(1); scope?.Dispose();",
        "if ([|gate.TryEnter(1, out var scope)|]) { Console.WriteLine(1); scope.Dispose(); }",
        "if ([|gate.TryEnter(1, out _)|]) { Console.WriteLine(1); }",
        "var scope = [|await gate.TryEnterAsync(1)|]; Console.WriteLine(1);",
        "[|permits.Enter(2)|];",
    ];

    [Theory]
    [MemberData(nameof(Entered))]
    public Task Every_method_that_enters_is_known_by_its_name_and_its_scope(string statements) => VerifyReadersAsync(statements);

    [Theory]
    [InlineData("using (gate.EnterReadLock()) { }")]
    [InlineData("await using (await gate.EnterWriteAsync(token)) { }")]
    [InlineData("using var scope = gate.TryEnterRead(1); if (scope is null) { return; }")]
    [InlineData("if (gate.TryEnterRead(1) is { } scope) { using (scope) { } }")]
    [InlineData("var scope = gate.TryEnterRead(1); try { } finally { scope?.Dispose(); }")]
    [InlineData("if (gate.TryEnter(1, out var scope)) { try { } finally { scope.Dispose(); } }")]
    [InlineData("if (gate.TryEnter(1, out var scope)) { using (scope) { Console.WriteLine(1); } }")]
    [InlineData("IDisposable scope; if (gate.TryEnter(1, out scope)) { Keep(scope); } void Keep(IDisposable kept) { }")]
    [InlineData("var scope = await gate.TryEnterAsync(1); if (scope is { } entered) { using (entered) { } }")]
    [InlineData("var scope = await gate.TryEnterAsync(1); if (scope.HasValue) { using (scope.Value) { } }")]
    [InlineData("if (gate.TryEnterUntil(1)) { gate.Exit(); }")] // no scope, so none is dropped
    [InlineData("using (permits.Enter(2)) { }")]
    public Task A_scope_that_is_left_on_every_way_is_not_whatever_entered_it(string statements) => VerifyReadersAsync(statements);

    private static Task VerifyReadersAsync(string statements) =>
        UseTest.VerifyAsync(
            UseSource.Class($"static async Task M(ProcessRWLock gate, ProcessSemaphore permits, CancellationToken token) {{ {statements} await Task.Yield(); }}")
            + """
              namespace ProcGen
              {
                  public abstract class PermitSource { public IDisposable Enter(int permits) => throw new NotSupportedException(); }
                  public sealed class ProcessSemaphore : PermitSource { }
                  public sealed class ProcessRWLock
                  {
                      public IDisposable EnterReadLock() => throw new NotSupportedException();
                      public Scope EnterUpgradeable() => throw new NotSupportedException();
                      public ValueTask<IAsyncDisposable> EnterWriteAsync(CancellationToken token) => default;
                      public IDisposable? TryEnterRead(int milliseconds) => null;
                      public bool TryEnter(int milliseconds, out IDisposable scope) => throw new NotSupportedException();
                      public bool TryEnterUntil(int milliseconds) => false;
                      public Task<Scope?> TryEnterAsync(int milliseconds) => throw new NotSupportedException();
                      public void Exit() { }
                      public readonly struct Scope : IDisposable { public void Dispose() { } }
                  }
              }
              """);

    private static string Method(string statements) => $"static async Task M(ProcessLock gate, CancellationToken token) {{ {statements} await Task.Yield(); }}";
}
