using Microsoft.CodeAnalysis.Testing;

namespace ProcGen.Analyzers.Tests.Bodies;

/// <summary>PROCGEN062.</summary>
public sealed class ArgumentTests
{
    private const string Job = "public sealed class Job { public string Name { get; set; } = \"\"; public int Count; public List<int> Items { get; } = []; public Job? Next; } ";

    [Theory]
    [InlineData("[RunInProcess] public static void M(int[] a) => {|PROCGEN062:a[0]|} = 1;")]
    [InlineData("[RunInProcess] public static void M(int[] a) { for (int i = 0; i < a.Length; i++) { {|PROCGEN062:a[i]|} *= 2; } }")]
    [InlineData("[RunInProcess] public static void M(int[] a) => Array.Sort({|PROCGEN062:a|});")]
    [InlineData("[RunInProcess] public static void M(List<int> a) => {|PROCGEN062:a|}.Add(1);")]
    [InlineData("[RunInProcess] public static void M(List<int> a) { foreach (int i in new[] { 1, 2 }) { {|PROCGEN062:a|}.Add(i); } }")]
    [InlineData("[RunInProcess] public static int M(List<int> a) { int first = a[0]; {|PROCGEN062:a|}.Clear(); return first; }")]
    [InlineData("[RunInProcess] public static void M(Dictionary<string, int> a) => {|PROCGEN062:a[\"x\"]|} = 1;")]
    [InlineData("[RunInProcess] public static void M(IList<int> a) => {|PROCGEN062:a|}.Clear();")]
    [InlineData("[RunInProcess] public static void M(HashSet<int> a, int i) => {|PROCGEN062:a|}.Remove(i);")]
    [InlineData(Job + "[RunInProcess] public static void M(Job job) => {|PROCGEN062:job.Name|} = \"x\";")]
    [InlineData(Job + "[RunInProcess] public static void M(Job job) => {|PROCGEN062:job.Count|}++;")]
    [InlineData(Job + "[RunInProcess] public static void M(Job job) => {|PROCGEN062:job.Items|}.Add(3);")]
    [InlineData(Job + "[RunInProcess] public static void M(Job job) { if (job.Next is not null) { {|PROCGEN062:job.Next.Name|} = \"x\"; } }")]
    [InlineData(Job + "[RunInProcess] public static void M(Job[] jobs) { foreach (Job job in jobs) { {|PROCGEN062:job.Count|} = 1; } }")]
    [InlineData(Job + "[RunInProcess] public static void M(Job job) { var items = job.Items; {|PROCGEN062:items|}.Add(3); }")]
    [InlineData(Job + "[RunInProcess] public static int M(Job job) { Console.WriteLine(job.Name); {|PROCGEN062:job.Count|} = 3; return 1; }")]
    [InlineData("[RunInProcess] public static void M(int[] a) { for (int i = 1; i < a.Length; i++) { for (int j = 0; j < a.Length - i; j++) { if (a[j] > a[j + 1]) { int x = a[j]; {|PROCGEN062:a[j]|} = a[j + 1]; a[j + 1] = x; } } } }")]
    [InlineData("[RunInProcess] public static void M(int[] a) => ({|PROCGEN062:a[0]|}, a[1]) = (a[1], a[0]);")]
    [InlineData("[RunInProcess] public static void M(int[] a) => {|PROCGEN062:a.AsSpan()|}.Fill(3);")]
    [InlineData("[RunInProcess] public static async Task M(List<int> a) { await Task.Yield(); {|PROCGEN062:a|}.Add(1); }")]
    [InlineData("[RunInProcess] public static void M((List<int> All, int N) a) => {|PROCGEN062:a.All|}.Add(a.N);")]
    [InlineData("int _n; [RunInProcess] public void M() => {|PROCGEN062:_n|}++;")]
    [InlineData("readonly List<int> _all = []; [RunInProcess] public int M(int i) { {|PROCGEN062:_all|}.Add(i); return i; }")]
    [InlineData("[RunInProcess] public static void M(int[] a) => {|PROCGEN062:Fill(a)|}; static void Fill(int[] all) => all[0] = 1;")]
    [InlineData("[RunInProcess] public static void M(List<int> a) => {|PROCGEN062:Deep(a, 3)|}; static void Deep(List<int> all, int n) { if (n > 0) { Deep(all, n - 1); } else { all.Add(1); } }")]
    [InlineData("int _n; void Count() => _n++; [RunInProcess] public void M() => {|PROCGEN062:Count()|};")]
    [InlineData("readonly Dictionary<int, string> _all = []; [RunInProcess] public void M(int i, string s) { if (!_all.ContainsKey(i)) { {|PROCGEN062:_all|}.Add(i, s); } }")]
    [InlineData("[RunInProcess] public static void M(Dictionary<int, string> all, int i) { if (!all.TryGetValue(i, out string? s)) { s = \"x\"; {|PROCGEN062:all|}.Add(i, s); } }")]
    [InlineData("string? _a, _b; [RunInProcess] public void M() { if (_a == null) { {|PROCGEN062:_b|} = \"x\"; } }")]
    [InlineData("[RunInProcess] public static void M(List<int> a) { var (all, n) = (a, 3); {|PROCGEN062:all|}.Add(n); }")] // another name for it
    [InlineData("[RunInProcess] public static void M(List<int> a) { (List<int> all, int n) = (a, 3); {|PROCGEN062:all|}.Add(n); }")]
    [InlineData("[RunInProcess] public static void M(List<int> a) { List<int> all; int n; (all, n) = (a, 3); {|PROCGEN062:all|}.Add(n); }")]
    [InlineData("[RunInProcess] public static void M(List<int> a, List<int> b) { var (x, y) = (b, new List<int>(a)); y.Add(1); {|PROCGEN062:x|}.Add(1); Console.WriteLine(y.Count); }")]
    [InlineData("[RunInProcess] public static void M((List<int> All, int N) a) { var (all, n) = a; {|PROCGEN062:all|}.Add(n); }")]
    [InlineData("public record Pair(List<int> All, int N); [RunInProcess] public static void M(Pair a) { var (all, n) = a; {|PROCGEN062:all|}.Add(n); }")]
    [InlineData("public record Pair(List<int> All, int N); [RunInProcess] public static void M(Pair a) { var (all, _) = a; {|PROCGEN062:all|}.Clear(); }")]
    [InlineData("[RunInProcess] public static void M(Dictionary<string, List<int>> a) { foreach (var (_, all) in a) { {|PROCGEN062:all|}.Clear(); } }")]
    public Task A_change_that_nobody_sees_is_reported(string members) => Sample.VerifyAsync(members);

    [Theory]
    [InlineData("[RunInProcess] public static int[] M(int[] a) { a[0] = 1; return a; }")]
    [InlineData("[RunInProcess] public static int M(int[] a) { Array.Sort(a); return a[0]; }")]
    [InlineData("[RunInProcess] public static int M(List<int> a) { a.Add(1); return a.Count; }")]
    [InlineData("[RunInProcess] public static void M(List<string> a, string p) { a.Sort(); File.WriteAllLines(p, a); }")]
    [InlineData("[RunInProcess] public static int M(List<int> a) { int sum = 0; while (a.Count > 0) { sum += a[0]; a.RemoveAt(0); } return sum; }")]
    [InlineData("[RunInProcess] public static int M(Stack<int> a) => a.Pop();")]
    [InlineData("[RunInProcess] public static void M(Queue<string> a) { while (a.TryDequeue(out string? s)) { Console.WriteLine(s); } }")]
    [InlineData("[RunInProcess] public static void M(int[] a) { a = [1, 2]; a[0] = 3; }")]
    [InlineData("[RunInProcess] public static int M(int[] a) { int[] mine = [.. a]; mine[0] = 3; return mine.Length; }")]
    [InlineData("[RunInProcess] public static int M(int i) { i++; var all = new List<int>(); all.Add(i); return all.Count; }")]
    [InlineData(Job + "[RunInProcess] public static Job M(Job job) { job.Name = \"x\"; return job; }")]
    [InlineData(Job + "[RunInProcess] public static void M(Job job, IProgress<Job> progress) { job.Name = \"x\"; progress.Report(job); }")]
    [InlineData(Job + "[RunInProcess] public static string M(Job job) { job.Name = \"x\"; return Describe(job); } static string Describe(Job j) => j.Name;")]
    [InlineData(Job + "[RunInProcess] public static void M(Job job) { Action print = () => Console.WriteLine(job.Name); job.Name = \"x\"; print(); }")]
    [InlineData(Job + "static readonly List<Job> s_none = []; [RunInProcess] public static void M(Job job) { var view = new View(job); job.Name = \"x\"; view.Print(); } sealed class View(Job job) { public void Print() => Console.WriteLine(job.Name); }")]
    [InlineData(Job + "[RunInProcess] public static void M(Job job) { Job? j = job; j.Name = \"x\"; Console.WriteLine(job.Name); }")]
    [InlineData(Job + "[RunInProcess] public static IEnumerable<string> M(Job[] jobs) { foreach (Job job in jobs) { job.Name += \"x\"; yield return job.Name; } }")]
    [InlineData("public struct P { public int X; } [RunInProcess] public static void M(P p) => p.X = 1;")]
    [InlineData("int _n; [RunInProcess] public int M() => ++_n;")]
    [InlineData("int _n; [RunInProcess] public int M() { _n++; return Twice(); } int Twice() => _n * 2;")]
    [InlineData("string? _text; [RunInProcess] public int M() => (_text ??= \"x\").Length;")]
    [InlineData("public sealed class Engine { public int Calls; } [WorkerState] public static Engine Open() => new(); [RunInProcess] public static void M([WorkerState] Engine engine) => engine.Calls++;")]
    [InlineData("[RunInProcess] public static void M(byte[] a) { Scramble(a); File.WriteAllBytes(\"x\", a); } static void Scramble(byte[] all) => Array.Reverse(all);")]
    [InlineData("[RunInProcess] public static void M(byte[] a) { using var stream = new MemoryStream(a); stream.WriteByte(1); }")]
    [InlineData("public static void M(int[] a) => a[0] = 1;")]
    [InlineData("[RunInProcess] public static bool M(HashSet<int> seen, int[] all) { foreach (int i in all) { if (!seen.Add(i)) { return true; } } return false; }")]
    [InlineData("int _first; [RunInProcess] public int M() => View()[0]; Span<int> View() => System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref _first, 1);")]
    [InlineData("readonly Dictionary<int, string> _all = []; [RunInProcess] public string M(int i) { if (!_all.TryGetValue(i, out string? s)) { s = i.ToString(); _all.Add(i, s); } return s; }")] // a cache
    [InlineData("readonly Dictionary<int, string> _all = []; [RunInProcess] public string M(int i) { if (_all.TryGetValue(i, out var s)) return s; s = i.ToString(); _all[i] = s; return s; }")]
    [InlineData("byte[]? _buffer; char[]? _chars; [RunInProcess] public void M(int n) { if (_buffer == null) { _buffer = new byte[8]; } if (_chars is null) { int size = n * 2; _chars = new char[size]; } }")]
    [InlineData("string? _text; [RunInProcess] public string M() { if (_text != null) { return _text; } _text = \"x\"; return \"y\"; }")]
    [InlineData("[RunInProcess] public static void M(List<int> a) { List<int> mine; int n; (n, mine) = (a.Count, new List<int>()); mine.Add(n); }")]
    [InlineData("[RunInProcess] public static void M(List<int> a) { var (n, mine) = (a.Count, new List<int>()); mine.Add(n); }")]
    [InlineData("[RunInProcess] public static int M(List<int> a) { var (all, n) = (a, 3); all.Add(n); return a.Count; }")]
    [InlineData("[RunInProcess] public static List<int> M(List<int> a) { var (all, n) = (a, 3); all.Add(n); return all; }")]
    [InlineData("public sealed class Box { private readonly List<int> _all = []; public void Deconstruct(out List<int> all, out int n) { all = [.. _all]; n = 1; } } [RunInProcess] public static void M(Box a) { var (all, n) = a; all.Add(n); }")]
    [InlineData("public sealed record Box(List<int> All) { public void Deconstruct(out List<int> all, out int n) { all = [.. All]; n = 1; } } [RunInProcess] public static void M(Box a) { var (all, n) = a; all.Add(n); }")]
    [InlineData("static (List<int>, int) Copy(List<int> a) => ([.. a], 1); [RunInProcess] public static void M(List<int> a) { var (all, n) = Copy(a); all.Add(n); }")]
    public Task A_change_that_somebody_sees_is_not_reported(string members) => Sample.VerifyAsync(members);

    [Fact]
    public Task The_message_names_the_argument() =>
        Sample.VerifyAsync(
            "[RunInProcess] public static void M(int[] numbers) => {|#0:numbers[0]|} = 1;",
            DiagnosticResult.CompilerWarning("PROCGEN062").WithLocation(0)
                .WithMessage("'C.M' changes its argument 'numbers' and neither returns nor reads it afterwards: the worker has a copy, so the caller never sees the change. Return what changed."));

    [Fact]
    public Task The_message_of_the_build_names_the_way() =>
        Sample.VerifyFilesAsync(
            [
                ("/0/C.cs", Sample.Class("[RunInProcess] public static void M(int[] a) => {|#0:Other.First(a)|};")),
                ("/0/Other.cs", "static class Other { public static void First(int[] a) => Second(a); static void Second(int[] b) => {|#1:b[0]|} = 1; }"),
            ],
            DiagnosticResult.CompilerWarning("PROCGEN062").WithLocation(0).WithLocation(1)
                .WithArguments("C.M", "its argument 'a'", "C.M → Other.First → Other.Second → a (Other.cs:1)"));

    [Fact]
    public Task A_static_object_that_a_method_changes_is_mutable_state() =>
        Sample.VerifyAsync("static readonly int[] s_a = new int[3]; static void Fill(int[] all) => all[0] = 1; static void Prepare() => Fill(s_a); [RunInProcess] public static int M() => {|PROCGEN060:s_a|}[0];");
}
