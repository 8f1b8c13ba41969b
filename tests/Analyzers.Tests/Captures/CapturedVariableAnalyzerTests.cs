using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Captures;
using ProcGen.Analyzers.Tests.Verification;
using RuleTest = ProcGen.Analyzers.Tests.Verification.RuleTest<ProcGen.Analyzers.Captures.CapturedVariableAnalyzer>;

namespace ProcGen.Analyzers.Tests.Captures;

public sealed class CapturedVariableAnalyzerTests
{
    [Theory]
    [InlineData("[RunInProcess] long F() => [|stream|].Length;")] // a parameter
    [InlineData("Action done = () => { }; [RunInProcess] void F() => [|done|]();")] // a local
    [InlineData("[RunInProcess] long F() => [|stream|].Length + stream.Position;")] // once for each
    [InlineData("var second = stream; [RunInProcess] long F() => [|stream|].Length + [|second|].Length;")]
    [InlineData("var source = new CancellationTokenSource(); [RunInProcess] void F() { void G() => [|source|].Cancel(); G(); }")] // through an inner function
    [InlineData("Func<long> f = [RunInProcess] () => [|stream|].Length;")] // a lambda
    [InlineData("Func<int, long> f = [RunInProcess] (x) => x + [|stream|].Length;")]
    [InlineData("Func<Task<long>> f = [RunInProcess] async () => { await Task.Yield(); return [|stream|].Length; };")]
    [InlineData("var job = new Job(() => { }); [RunInProcess] int F() => [|job|].Id;")] // by the path of members
    [InlineData("object any = 1; [RunInProcess] string F() => [|any|].ToString()!;")]
    [InlineData("IEnumerable<IEnumerable<int>> rows = []; [RunInProcess] int F() => [|rows|].Count();")] // a nested generator
    [InlineData("IProgress<Stream> progress = null!; [RunInProcess] void F() => [|progress|].Report(null!);")]
    [InlineData("nint handle = 0; [RunInProcess] void F() { [|handle|]++; }")]
    [InlineData("[RunInProcess] long F() => [|_file|].Length;")] // the object
    [InlineData("[RunInProcess] long F() => [|this|]._file.Length;")]
    [InlineData("Marked.{|CS0117:InProcess|}.Run(() => (int)[|stream|].Length);")] // passed to a stub
    [InlineData("Marked.{|CS0117:InProcess|}.Run(x => x + (int)[|stream|].Length, 1);")]
    public Task What_is_captured_and_cannot_cross_is_reported_at_its_first_use(string body) => RuleTest.VerifyAsync(SourceOf(body));

    [Theory]
    [InlineData("int factor = 2; [RunInProcess] int F(int x) => x * factor;")]
    [InlineData("string name = \"\"; [RunInProcess] int F() => items.Length + name.Length;")]
    [InlineData("[RunInProcess] void F() => token.ThrowIfCancellationRequested();")] // live parameters
    [InlineData("IProgress<int> progress = null!; [RunInProcess] void F() => progress.Report(1);")]
    [InlineData("IEnumerable<int> rows = []; [RunInProcess] int F() => rows.Count();")] // a sequence streams
    [InlineData("IAsyncEnumerable<int> rows = null!; [RunInProcess] async Task F() { await foreach (int row in rows) { } }")]
    [InlineData("[RunInProcess] long F(string path) { using Stream own = File.OpenRead(path); return own.Length; }")] // its own
    [InlineData("[RunInProcess] static long F(string path) => s_shared.Length;")] // static state is not captured
    [InlineData("[RunInProcess] string F() => nameof(stream) + nameof(_file);")] // only the name
    [InlineData("const string Name = \"a\"; [RunInProcess] string F() => Name;")]
    [InlineData("long F() => stream.Length; F();")] // not marked
    [InlineData("Func<long> f = () => stream.Length;")]
    [InlineData("Task.Run(() => stream.Length);")]
    [InlineData("items.Select(x => x + stream.Length).ToList();")]
    [InlineData("Marked.{|CS0117:InProcess|}.Run(() => items.Length);")] // passed to a stub, but crossing
    [InlineData("Marked.{|CS0117:InProcess|}.Prepare(() => stream);")] // state of the worker
    [InlineData("Marked.Run(() => (int)stream.Length);")] // runs in this process, and the method is reported for its delegate
    [InlineData("Marked.Run(x => x + (int)stream.Length, 1);")]
    [InlineData("Marked.Prepare(() => stream);")]
    [InlineData("Unmarked.Run(() => stream.Length);")]
    public Task What_crosses_or_stays_is_not(string body) => RuleTest.VerifyAsync(SourceOf(body));

    [Theory]
    [InlineData("pool.MapAsync(items, x => Marked.InProcess.Add(x, (int)stream.Length));")] // evaluated here, only the result crosses
    [InlineData("pool.MapAsync(items, x => { done(); return Marked.InProcess.Add(x, _count); });")]
    [InlineData("pool.RunAsync(Marked.InProcess.Add(1, (int)stream.Length));")]
    [InlineData("Task.Run(async () => { await Marked.InProcess.Add(1, 2); done(); });")]
    public Task Lambdas_that_only_make_calls_may_capture_anything(string body) =>
        RuleTest.VerifyGeneratedAsync(
            $$"""
            using System.IO;
            using ProcGen;

            public static partial class Marked { [RunInProcess] public static int Add(int a, int b) => a + b; }

            public class Caller
            {
                private int _count = 1;

                public void Call(ProcessPool pool, Stream stream, int[] items, Action done) { {{body}} }
            }
            """);

    [Fact]
    public async Task The_message_names_the_variable_the_function_its_method_and_the_path()
    {
        const string Source = """
            public sealed record Options(Action OnDone);
            public sealed record Job(Options Options);

            public class Report
            {
                public int Make(Job job)
                {
                    [RunInProcess] int Render() => job.GetHashCode();
                    return Render();
                }
            }
            """;
        Diagnostic report = Assert.Single(await TestCompilation.Create(Source).WithAnalyzers([new CapturedVariableAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith(
            "'job' is captured by the local function 'Render' in 'Report.Make(Job)' and cannot cross a process boundary: Job.Options.OnDone is System.Action (Sample.cs:1); it is a delegate",
            report.GetMessage(CultureInfo.InvariantCulture),
            StringComparison.Ordinal);
    }

    private static string SourceOf(string body) =>
        $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading;
        using System.Threading.Tasks;
        using ProcGen;

        public sealed record Job(Action OnDone) { public int Id { get; init; } }

        public static partial class Marked
        {
            [RunInProcess] public static int Run(Func<int> body) => body();
            [RunInProcess] public static int Run(Func<int, int> body, int x) => body(x);
            [RunInProcess] public static int Prepare([WorkerState] Func<Stream> open) => 0;
        }

        public static class Unmarked { public static long Run(Func<long> body) => body(); }

        public class Caller
        {
            private static Stream s_shared = Stream.Null;
            private Stream _file = Stream.Null;

            public void Call(Stream stream, int[] items, CancellationToken token)
            {
                {{body}}
            }
        }
        """;
}
