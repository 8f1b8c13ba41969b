using UseTest = ProcGen.Analyzers.Tests.Use.UseTest<ProcGen.Analyzers.Use.UnmarkedItemAnalyzer>;

namespace ProcGen.Analyzers.Tests.Use;

public sealed class UnmarkedItemAnalyzerTests
{
    [Theory]
    [InlineData("int item = [|queue.Take()|]; Handle(item);")]
    [InlineData("[|queue.Take()|];")]
    [InlineData("Handle([|queue.Take()|]); Console.WriteLine(1);")]
    [InlineData("int item = [|queue.Take()|]; if (item == 0) { return; } Handle(item); queue.MarkDone();")]
    [InlineData("int item = await [|queue.TakeAsync(token)|]; if (item > 0) { queue.MarkDone(); }")]
    [InlineData("int item = [|queue.Take()|]; switch (item) { case 1: queue.MarkDone(); break; case 2: queue.MarkDone(); break; }")]
    [InlineData("while ([|queue.TryTake(out int item)|]) { if (item == 0) { continue; } Handle(item); queue.MarkDone(); }")]
    [InlineData("if ([|queue.TryTake(out int item)|]) { Handle(item); }")]
    [InlineData("if (![|queue.TryTake(out int item)|]) { return; } if (item > 0) { queue.MarkDone(); }")]
    [InlineData("int item = [|queue.Take()|]; try { Handle(item); queue.MarkDone(); } catch (Exception e) { Console.WriteLine(e); }")]
    [InlineData("try { int item = [|queue.Take()|]; Handle(item); queue.MarkDone(); } catch { }")]
    [InlineData("while (true) { int item = [|queue.Take()|]; if (item == 0) { continue; } queue.MarkDone(); }", false)]
    [InlineData("int item = [|queue.Take()|]; try { Handle(item); } finally { Console.WriteLine(1); }")]
    [InlineData("int first = queue.Take(); queue.MarkDone(); int second = [|queue.Take()|]; Handle(second);")]
    [InlineData("async Task Local() { int item = await [|queue.TakeAsync(token)|]; Handle(item); await Task.Yield(); } await Local();", true, "JoinableProcessQueue<int> queue = new();")]
    public Task An_item_that_some_way_leaves_unmarked_is_reported(string statements, bool ends = true, string before = "") => UseTest.VerifyMembersAsync(Method(before + statements, ends));

    [Theory]
    [InlineData("int item = queue.Take(); Handle(item); queue.MarkDone();")]
    [InlineData("int item = queue.Take(); try { Handle(item); } finally { queue.MarkDone(); }")]
    [InlineData("while (queue.TryTake(out int item)) { Handle(item); queue.MarkDone(); }")]
    [InlineData("if (!queue.TryTake(out int item)) { return; } queue.MarkDone();")]
    [InlineData("while (await Task.FromResult(true)) { int item = await queue.TakeAsync(token).ConfigureAwait(false); Handle(item); queue.MarkDone(); }")]
    [InlineData("int item = queue.Take(); if (item == 0) { queue.MarkDone(); return; } Handle(item); queue.MarkDone();")]
    [InlineData("int item = queue.Take(); if (item == 0) { throw new InvalidOperationException(); } queue.MarkDone();")]
    [InlineData("int item = queue.Take(); try { Handle(item); queue.MarkDone(); } catch (OperationCanceledException) { return; }")]
    [InlineData("int item = queue.Take(); try { Handle(item); } catch (Exception) { queue.MarkDone(); throw; } queue.MarkDone();")]
    [InlineData("try { int item = queue.Take(); queue.MarkDone(); Handle(item); } catch { }")]
    [InlineData("var batch = new List<int>(); while (queue.TryTake(out int item)) { batch.Add(item); } foreach (int each in batch) { queue.MarkDone(); }")]
    [InlineData("int item = queue.Take(); Finish(queue, item);")]
    [InlineData("int item = queue.Take(); Action done = () => queue.MarkDone(); done();")]
    [InlineData("int item = queue.Take(); queue?.MarkDone();")]
    [InlineData("bool taken = queue.TryTake(out int item); if (taken) { Handle(item); queue.MarkDone(); }")]
    [InlineData("queue.Add(1); queue.MarkDone();")]
    public Task An_item_that_every_way_marks_or_somebody_else_may_is_not(string statements) => UseTest.VerifyMembersAsync(Method(statements));

    [Theory]
    [InlineData("static int M(JoinableProcessQueue<int> queue) => queue.Take();")]
    [InlineData("static async Task<int> M(JoinableProcessQueue<int> queue) { int item = await queue.TakeAsync(); Console.WriteLine(item); return item; }")]
    [InlineData("static bool M(JoinableProcessQueue<int> queue, out int item) => queue.TryTake(out item);")]
    [InlineData("readonly JoinableProcessQueue<int> _queue = new(); int _current; void M() => _current = _queue.Take(); void N() => _queue.MarkDone();")]
    [InlineData("readonly JoinableProcessQueue<int> _queue = new(); void M() { int item = _queue.Take(); Use(item); } void Use(int item) => _queue.MarkDone();")]
    [InlineData("public JoinableProcessQueue<int> Queue { get; } = new(); void M() { int item = Queue.Take(); Console.WriteLine(item); }")]
    [InlineData("class Bag { public int Take() => 0; } static void M(Bag bag) { bag.Take(); }")]
    public Task An_item_that_is_handed_on_or_is_none_is_not(string members) => UseTest.VerifyMembersAsync(members);

    [Fact]
    public Task A_queue_of_the_type_itself_is_followed_where_no_other_member_marks_its_items() =>
        UseTest.VerifyMembersAsync(
            """
            private readonly JoinableProcessQueue<int> _queue = new();

            private void M()
            {
                int item = [|_queue.Take()|];
                if (item > 0)
                {
                    _queue.MarkDone();
                }
            }
            """);

    private static string Method(string statements, bool ends = true) =>
        $$"""
        static async Task M({{(statements.StartsWith("JoinableProcessQueue", StringComparison.Ordinal) ? "" : "JoinableProcessQueue<int> queue, ")}}CancellationToken token) { {{statements}} {{(ends ? "await Task.Yield();" : "")}} }
        static void Handle(int item) { }
        static void Finish(JoinableProcessQueue<int> queue, int item) { }
        """;
}
