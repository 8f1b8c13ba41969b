using Microsoft.CodeAnalysis.Testing;
using ProcGen.Analyzers.Bodies;
using ProcGen.Analyzers.Tests.Verification;

namespace ProcGen.Analyzers.Tests.Bodies;

/// <summary>What the build follows, and how it says where it came.</summary>
public sealed class CallChainTests
{
    private const string Counter = "static class Counter { public static int N; public static int Next() => {|#1:N|}++; }";

    [Fact]
    public Task A_use_some_calls_away_in_other_files_is_reported_on_the_call_with_the_chain() =>
        Sample.VerifyFilesAsync(
            [
                ("/0/C.cs", "public partial class C\n{\n    [RunInProcess] public static int M() => {|#0:A.First()|};\n}"),
                ("/0/A.cs", "static class A { public static int First() => B.Second(); }"),
                ("/0/B.cs", "static class B { public static int Second() => Counter.Next(); }"),
                ("/0/Counter.cs", "\n" + Counter),
            ],
            Report("C.M → A.First → B.Second → Counter.Next → Counter.N (Counter.cs:2)"));

    [Theory]
    [InlineData("[RunInProcess] public static int M() => {|#0:new Job()|}.N;", "class Job { public int N = Counter.Next(); }", "C.M → new Job → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static object M() => {|#0:new Job()|};", "class Job { public Job() { Counter.Next(); } }", "C.M → new Job → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static object M() => {|#0:new Job()|};", "class Job : Base; class Base { protected Base() => Counter.Next(); }", "C.M → new Job → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static object M() => {|#0:new Job(1)|};", "class Job(int i) : Base(i); class Base { protected Base(int i) => Counter.Next(); }", "C.M → new Job → new Base → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static object M() => {|#0:new Job(1)|};", "class Job { int _n = Counter.Next(); public Job() { } public Job(int i) : this() { } }", "C.M → new Job → new Job → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static void M() { using {|#0:var job = new Job()|}; }", "class Job : IDisposable { public void Dispose() => Counter.Next(); }", "C.M → Job.Dispose → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static void M() { using ({|#0:new Job()|}) { } }", "class Job : IDisposable { public void Dispose() => Counter.Next(); }", "C.M → Job.Dispose → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static async Task M() { await using {|#0:Job job = new()|}; }", "sealed class Job : IAsyncDisposable { public ValueTask DisposeAsync() { Counter.Next(); return default; } }", "C.M → Job.DisposeAsync → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static int M() => {|#0:Job.Size|};", "static class Job { public static int Size => Counter.Next(); }", "C.M → Job.Size → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static void M() => {|#0:Job.Size|} = 3;", "static class Job { public static int Size { get => 0; set => Counter.Next(); } }", "C.M → Job.Size → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static int M() => {|#0:new Job()[3]|};", "class Job { public int this[int i] => Counter.Next(); }", "C.M → Job[] → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static object M() => {|#0:new Job() + new Job()|};", "class Job { public static Job operator +(Job a, Job b) { Counter.Next(); return a; } }", "C.M → Job.operator +(Job, Job) → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static int M() => {|#0:Job.Run(1)|};", "static partial class Job { public static partial int Run(int i); } static partial class Job { public static partial int Run(int i) => Counter.Next(); }", "C.M → Job.Run → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static int M() { return Local(); int Local() => {|#0:Counter.Next()|}; }", "", "C.M → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static int M(int[] a) => a.Sum(_ => {|#0:Counter.Next()|});", "", "C.M → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static int M() => {|#0:Job.Twice(1)|};", "static class Job { public static int Twice<T>(T value) => Inner<T[]>(); static int Inner<T>() => Counter.Next(); }", "C.M → Job.Twice → Job.Inner → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static int M() => {|#0:1.Twice()|};", "static class Job { public static int Twice(this int value) => Counter.Next(); }", "C.M → Job.Twice → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static int M() => {|#0:Job.Even(4)|};", "static class Job { public static int Even(int i) => i == 0 ? Counter.Next() : Odd(i - 1); static int Odd(int i) => Even(i - 1); }", "C.M → Job.Even → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static int M(int i) => i == 0 ? {|#0:Counter.Next()|} : M(i - 1);", "", "C.M → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static async Task<int> M() => await {|#0:Job.RunAsync()|};", "static class Job { public static async Task<int> RunAsync() { await Task.Yield(); return Counter.Next(); } }", "C.M → Job.RunAsync → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static int M() => {|#0:Job.Rows()|}.Sum();", "static class Job { public static IEnumerable<int> Rows() { yield return Counter.Next(); } }", "C.M → Job.Rows → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static int M(Job job) => {|#0:job.Run()|};", "public sealed class Job : Base { public override int Run() => Counter.Next(); } public abstract class Base { public abstract int Run(); }", "C.M → Job.Run → Counter.Next → Counter.N")]
    [InlineData("[RunInProcess] public static void M() { {|#0:foreach (int i in new Job()) { }|} }", "class Job { public Job GetEnumerator() => this; public int Current => 1; public bool MoveNext() => Counter.Next() > 3; }", "C.M → Job.MoveNext → Counter.Next → Counter.N")]
    public Task What_certainly_runs_is_followed(string member, string others, string chain) =>
        Sample.VerifyFilesAsync([("/0/C.cs", Sample.Class(member)), ("/0/Counter.cs", Counter), ("/0/Others.cs", others)], Report(chain + " (Counter.cs:1)"));

    [Theory]
    [InlineData("[RunInProcess] public static int M(Job job) => job.Run();", "public class Job { public virtual int Run() => Counter.Next(); }")]
    [InlineData("[RunInProcess] public static int M(Job job) => job.Run();", "public abstract class Job { public abstract int Run(); } sealed class Mine : Job { public override int Run() => Counter.Next(); }")]
    [InlineData("[RunInProcess] public static int M(int i) { IJob job = new Job(); return job.Run(); }", "interface IJob { int Run(); } class Job : IJob { public int Run() => Counter.Next(); }")]
    [InlineData("[RunInProcess] public static int M(int i) { Func<int> f = Counter.Next; return i; }", "")]
    [InlineData("[RunInProcess] public static int M(int i) => Other.N(i); static class Other { static Other() => Counter.Next(); public static int N(int i) => i; }", "")]
    [InlineData("[RunInProcess] public static int M(int i) => Other.X; static class Other { public static readonly int X = Counter.Next(); }", "")]
    [InlineData("public static int M(int i) => Counter.Next();", "")]
    [InlineData("[WorkerStartup] public static void M() => Counter.Next();", "")]
    [InlineData("[RunInProcess] public static string M(int i) => nameof(Counter.Next);", "")]
    [InlineData("[RunInProcess] public static int M(int i) => Other(i); static int Other(int i) => i; static int Unused() => Counter.Next();", "")]
    public Task What_may_not_run_is_not_followed(string member, string others) =>
        Sample.VerifyFilesAsync([("/0/C.cs", Sample.Class(member)), ("/0/Counter.cs", Counter.Replace("{|#1:N|}", "N", StringComparison.Ordinal)), ("/0/Others.cs", others)]);

    [Fact]
    public Task A_marked_method_that_is_called_directly_has_its_own_report() =>
        Sample.VerifyAsync("static int s_n; [RunInProcess] public static void Outer() => Inner(); [RunInProcess] public static void Inner() => {|PROCGEN060:s_n|}++;");

    [Fact]
    public Task Each_variable_is_reported_once_by_the_shortest_way() =>
        Sample.VerifyFilesAsync(
            [
                ("/0/C.cs", Sample.Class("[RunInProcess] public static int M() => Far() + {|#0:Counter.Next()|} + Counter.Next(); static int Far() => Counter.Next();")),
                ("/0/Counter.cs", Counter),
            ],
            Report("C.M → Counter.Next → Counter.N (Counter.cs:1)"));

    [Fact]
    public Task Every_marked_method_that_gets_there_is_reported() =>
        Sample.VerifyAsync("static int s_n; static void Count() => s_n++; [RunInProcess] public static void A() => {|PROCGEN060:Count()|}; [RunInProcess] public static void B() => {|PROCGEN060:Count()|};");

    [Fact]
    public Task A_report_can_be_suppressed_at_the_call() =>
        Sample.VerifyAsync(
            """
            static int s_n; static void Count() => s_n++;
            [RunInProcess] public static void A() => {|PROCGEN060:Count()|};
            [System.Diagnostics.CodeAnalysis.SuppressMessage("ProcGen.Body", "PROCGEN060", Justification = "Per worker on purpose.")]
            [RunInProcess] public static void B() => Count();
            #pragma warning disable PROCGEN060
            [RunInProcess] public static void D() => Count();
            """);

    [Fact]
    public Task A_report_can_be_suppressed_for_the_file_of_the_call()
    {
        FixTest<BodyAnalyzer, EmptyCodeFixProvider> test = Sample.NewTest();
        test.TestState.Sources.Add(("/0/Usings.cs", TestCompilation.Usings));
        test.TestState.Sources.Add(("/0/C.cs", Sample.Class("[RunInProcess] public static int M() => Counter.Next();")));
        test.TestState.Sources.Add(("/0/D.cs", "public partial class D { [RunInProcess] public static int M() => {|PROCGEN060:Counter.Next()|}; }"));
        test.TestState.Sources.Add(("/0/Counter.cs", "static class Counter { static int s_n; public static int Next() => s_n++; }"));
        test.TestState.AnalyzerConfigFiles.Add(("/0/.editorconfig", "root = true\n[C.cs]\ndotnet_diagnostic.PROCGEN060.severity = none\n"));
        return test.RunAsync();
    }

    private static DiagnosticResult Report(string chain) =>
        DiagnosticResult.CompilerWarning("PROCGEN060").WithLocation(0).WithLocation(1).WithArguments("C.M", "changes", "Counter.N", chain);
}
