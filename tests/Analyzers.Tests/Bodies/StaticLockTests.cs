using Microsoft.CodeAnalysis.Testing;

namespace ProcGen.Analyzers.Tests.Bodies;

/// <summary>PROCGEN063.</summary>
public sealed class StaticLockTests
{
    private const string Gate = "static readonly object s_gate = new(); ";

    [Theory]
    [InlineData(Gate + "[RunInProcess] public static void M(string p) { lock ({|PROCGEN063:s_gate|}) { File.AppendAllText(p, p); } }")]
    [InlineData("static readonly Lock s_gate = new(); [RunInProcess] public static void M(string p) { lock ({|PROCGEN063:s_gate|}) { File.AppendAllText(p, p); } }")]
    [InlineData("static readonly Lock s_gate = new(); [RunInProcess] public static void M(string p) { using ({|PROCGEN063:s_gate.EnterScope()|}) { File.AppendAllText(p, p); } }")]
    [InlineData("[RunInProcess] public static void M(string p) { lock ({|PROCGEN063:typeof(C)|}) { File.AppendAllText(p, p); } }")]
    [InlineData(Gate + "[RunInProcess] public static void M(string p) { {|PROCGEN063:Monitor.Enter(s_gate)|}; try { File.AppendAllText(p, p); } finally { Monitor.Exit(s_gate); } }")]
    [InlineData("static readonly SemaphoreSlim s_one = new(1); [RunInProcess] public static async Task M(string p) { await {|PROCGEN063:s_one.WaitAsync()|}; try { await File.AppendAllTextAsync(p, p); } finally { s_one.Release(); } }")]
    [InlineData("static readonly SemaphoreSlim s_one = new(1); [RunInProcess] public static void M() { {|PROCGEN063:s_one.Wait()|}; s_one.Release(); }")]
    [InlineData("static readonly ReaderWriterLockSlim s_many = new(); [RunInProcess] public static void M(string p) { {|PROCGEN063:s_many.EnterWriteLock()|}; File.AppendAllText(p, p); s_many.ExitWriteLock(); }")]
    [InlineData(Gate + "static int s_n; [RunInProcess] public static void M() { lock ({|PROCGEN063:s_gate|}) { {|PROCGEN060:s_n|}++; } }")]
    [InlineData(Gate + "static void Append(string p) { lock (s_gate) { File.AppendAllText(p, p); } } [RunInProcess] public static void M(string p) => {|PROCGEN063:Append(p)|};")]
    [InlineData(Gate + "[RunInProcess] public static void M(string p) { lock ({|PROCGEN063:s_gate|}) { Append(p); } } static void Append(string p) => File.AppendAllText(p, p);")]
    [InlineData("static object Gate { get; } = new(); [RunInProcess] public static void M(string p) { lock ({|PROCGEN063:Gate|}) { File.AppendAllText(p, p); } }")]
    [InlineData(Gate + "static readonly SemaphoreSlim s_one = new(1); [RunInProcess] public static async Task M() { await {|PROCGEN063:s_one.WaitAsync()|}; lock ({|PROCGEN063:s_gate|}) { } }")] // one lock is no state of the other
    public Task A_static_lock_that_others_would_have_to_wait_for_is_reported(string members) => Sample.VerifyAsync(members);

    [Theory]
    [InlineData("readonly object _gate = new(); public void Other(string p) { lock (_gate) { File.AppendAllText(p, p); } } [RunInProcess] public static int M() => 0;")]
    [InlineData("[RunInProcess] public static int M(int[] a) { object gate = new(); int n = 0; Parallel.ForEach(a, i => { lock (gate) { n += i; } }); return n; }")]
    [InlineData(Gate + "static string? s_text; static string Text { get { lock (s_gate) { return s_text ??= File.ReadAllText(\"t\"); } } } [RunInProcess] public static string M() => s_text ?? \"\";")]
    [InlineData(Gate + "static string? s_text; [RunInProcess] public static string M() { lock (s_gate) { return s_text ??= string.Join(\",\", 1, 2); } }")]
    [InlineData(Gate + "static readonly Dictionary<int, int> s_cache = new(); [RunInProcess] public static int M(int i) { lock (s_gate) { if (!s_cache.TryGetValue(i, out int r)) { s_cache.Add(i, r = i); } return r; } }")]
    [InlineData(Gate + "static readonly Dictionary<int, int> s_cache = new(); static int Find(int i) { lock (s_gate) { if (!s_cache.TryGetValue(i, out int r)) { s_cache.Add(i, r = i); } return r; } } [RunInProcess] public static int M(int i) => Find(i);")]
    [InlineData(Gate + "[RunInProcess] public static void M(string s) { lock (s_gate) { Console.WriteLine(s); } }")]
    [InlineData(Gate + "static void Write(string s) { lock (s_gate) { Console.WriteLine(s); } } [RunInProcess] public static void M(string s) => Write(s);")]
    [InlineData(Gate + "public static void Other(string p) { lock (s_gate) { File.AppendAllText(p, p); } } [RunInProcess] public static int M() => 0;")]
    [InlineData("[RunInProcess] public static void M(string p) { using var mutex = new Mutex(false, \"everybody\"); mutex.WaitOne(); File.AppendAllText(p, p); mutex.ReleaseMutex(); }")]
    [InlineData("static readonly SemaphoreSlim s_one = new(1); [RunInProcess] public static int M() => s_one.CurrentCount;")]
    [InlineData(Gate + "static string? s_text; public static void Use(string t) => s_text = t; static string Text { get { lock (s_gate) { if (s_text == null) { Prepare(); } } return s_text ?? \"\"; } } static void Prepare() => s_text = \"x\"; [RunInProcess] public static string M() => {|PROCGEN060:Text|};")] // made once
    public Task A_lock_that_only_threads_of_this_process_need_is_not_reported(string members) => Sample.VerifyAsync(members);

    [Fact]
    public Task The_message_names_the_lock_and_what_helps() =>
        Sample.VerifyAsync(
            Gate + "[RunInProcess] public static void M(string p) { lock ({|#0:s_gate|}) { File.AppendAllText(p, p); } }",
            DiagnosticResult.CompilerWarning("PROCGEN063").WithLocation(0)
                .WithMessage("'C.M' takes 'C.s_gate' (lock), which excludes the threads of this worker but no other process. Use a ProcessLock where only one process may be in at a time."));
}
