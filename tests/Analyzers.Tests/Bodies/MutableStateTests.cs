using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using ProcGen.Analyzers.Bodies;
using ProcGen.Analyzers.Tests.Verification;

namespace ProcGen.Analyzers.Tests.Bodies;

/// <summary>PROCGEN060.</summary>
public sealed class MutableStateTests
{
    [Theory]
    [InlineData("static int s_n; [RunInProcess] public static void M() => {|PROCGEN060:s_n|}++;")]
    [InlineData("static int s_n; [RunInProcess] public static void M(int i) { {|PROCGEN060:s_n|} = i; }")]
    [InlineData("static int s_n; public static void Set(int i) => s_n = i; [RunInProcess] public static int M() => {|PROCGEN060:s_n|};")]
    [InlineData("internal static int N; internal static void Set(int i) => N = i; [RunInProcess] public static int M() => {|PROCGEN060:N|};")]
    [InlineData("static readonly List<int> s_all = new(); [RunInProcess] public static void M(int i) => {|PROCGEN060:s_all|}.Add(i);")]
    [InlineData("static readonly Dictionary<string, int> s_all = new(); [RunInProcess] public static void M(string k, int i) => {|PROCGEN060:s_all|}[k] = i;")]
    [InlineData("static readonly Dictionary<string, int> s_all = new(); [RunInProcess] public static int M(string k) => {|PROCGEN060:s_all|}[k]; public static void Add(string k, int i) => s_all.Add(k, i);")]
    [InlineData("static readonly int[] s_sums = new int[3]; [RunInProcess] public static void M(int i) => {|PROCGEN060:s_sums|}[i] += i;")]
    [InlineData("public static string? Name { get; set; } [RunInProcess] public static string? M() => {|PROCGEN060:Name|};")]
    [InlineData("public static string? Name { get; private set; } public static void Set() => Name = \"x\"; [RunInProcess] public static string? M() => {|PROCGEN060:Name|};")]
    [InlineData("sealed class Options { public int Level { get; set; } } static readonly Options s_options = new(); static void Set() => s_options.Level = 3; [RunInProcess] public static int M() => {|PROCGEN060:s_options|}.Level;")]
    [InlineData("public static event Action? Done; [RunInProcess] public static void M() => {|PROCGEN060:Done|}?.Invoke();")]
    [InlineData("static long s_id; [RunInProcess] public static long M() => Interlocked.Increment(ref {|PROCGEN060:s_id|});")]
    [InlineData("static int s_n; static void Set() => s_n = 1; [RunInProcess] public static int M(int[] a) => a.Select(i => i + {|PROCGEN060:s_n|}).Sum();")]
    [InlineData("static int s_n; static void Set() => s_n = 1; [RunInProcess] public static int M() { return Local(); int Local() => {|PROCGEN060:s_n|}; }")]
    [InlineData("static (int A, int B) s_pair; [RunInProcess] public static void M(int i) => ({|PROCGEN060:s_pair|}.A, _) = (i, i);")]
    [InlineData("static int[] s_a = [1, 2]; static void Mix() => Array.Sort(s_a); [RunInProcess] public static int M() => {|PROCGEN060:s_a|}[0];")]
    [InlineData("static int s_max; [RunInProcess] public static void M(int i) { if ({|PROCGEN060:s_max|} < i) s_max = i; }", true)]
    [InlineData("static readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> s_counts = new(); [RunInProcess] public static void M(string k) => {|PROCGEN060:s_counts|}.AddOrUpdate(k, 1, (_, n) => n + 1);")]
    [InlineData("static readonly HashSet<int> s_seen = []; [RunInProcess] public static bool M(int i) => {|PROCGEN060:s_seen|}.Add(i);")]
    [InlineData("static readonly System.Text.StringBuilder s_log = new(); [RunInProcess] public static void M(string s) => {|PROCGEN060:s_log|}.AppendLine(s);")]
    [InlineData("static int s_n; [RunInProcess] public static void M(int[] all) { foreach (int i in all) { Interlocked.Add(ref {|PROCGEN060:s_n|}, i); } }")]
    public Task Mutable_static_state_is_reported(string members, bool isReportedAtTheWrite = false) =>
        Sample.VerifyAsync(isReportedAtTheWrite ? members.Replace("{|PROCGEN060:s_max|} < i) s_max", "s_max < i) {|PROCGEN060:s_max|}", StringComparison.Ordinal) : members);

    [Theory]
    [InlineData("const int N = 3; [RunInProcess] public static int M() => N;")]
    [InlineData("static readonly int s_n = 3; [RunInProcess] public static int M() => s_n;")]
    [InlineData("static int s_n = 3; [RunInProcess] public static int M() => s_n;")]
    [InlineData("static int s_n; static C() { s_n = Environment.ProcessorCount; } [RunInProcess] public static int M() => s_n;")]
    [InlineData("static readonly int[] s_primes = [2, 3, 5]; [RunInProcess] public static int M(int i) => s_primes[i] + s_primes.Length;")]
    [InlineData("static readonly List<string> s_words = [\"a\"]; [RunInProcess] public static bool M(string s) => s_words.Contains(s);")]
    [InlineData("static readonly Dictionary<string, int> s_map = new(); static C() { s_map.Add(\"a\", 1); s_map[\"b\"] = 2; } [RunInProcess] public static int M(string s) => s_map[s];")]
    [InlineData("public static string Name { get; } = \"x\"; [RunInProcess] public static string M() => Name;")]
    [InlineData("static string Name { get; set; } = \"x\"; [RunInProcess] public static string M() => Name;")]
    [InlineData("static string? s_text; static string Text => s_text ??= File.ReadAllText(\"t\"); [RunInProcess] public static string M() => Text;")]
    [InlineData("static string? s_text; [RunInProcess] public static string M() { if (s_text is null) { s_text = File.ReadAllText(\"t\"); } return s_text; }")]
    [InlineData("static string? s_text; [RunInProcess] public static string M() { if (s_text != null) { return s_text; } s_text = File.ReadAllText(\"t\"); return s_text; }")]
    [InlineData("static int s_n; static bool s_ready; static void Prepare() { if (!s_ready) { s_n = 5; s_ready = true; } } [RunInProcess] public static int M() { Prepare(); return s_n; }")]
    [InlineData("static string? s_text; [RunInProcess] public static string M() => s_text ?? (s_text = \"x\");")]
    [InlineData("static string? s_text; [RunInProcess] public static string? M() { Interlocked.CompareExchange(ref s_text, \"x\", null); return s_text; }")]
    [InlineData("static string? s_text; [RunInProcess] public static string M() => LazyInitializer.EnsureInitialized(ref s_text, () => \"x\");")]
    [InlineData("static readonly Lazy<string> s_text = new(() => File.ReadAllText(\"t\")); [RunInProcess] public static string M() => s_text.Value;")]
    [InlineData("static readonly System.Collections.Concurrent.ConcurrentDictionary<int, int> s_cache = new(); [RunInProcess] public static int M(int i) => s_cache.GetOrAdd(i, x => x * x);")]
    [InlineData("static readonly Dictionary<int, int> s_cache = new(); [RunInProcess] public static int M(int i) { if (!s_cache.TryGetValue(i, out int r)) { s_cache[i] = r = i * i; } return r; }")]
    [InlineData("static readonly Dictionary<int, int> s_cache = new(); [RunInProcess] public static int M(int i) { if (s_cache.Count > 100) { s_cache.Clear(); } if (!s_cache.TryGetValue(i, out int r)) { s_cache.Add(i, r = i); } return r; }")]
    [InlineData("static string? s_key; [WorkerStartup] public static void Start() => s_key = \"k\"; [RunInProcess] public static string? M() => s_key;")]
    [InlineData("static string? s_key; static void Load() => s_key = \"k\"; public static void Main2() { Load(); s_key += \"!\"; } [WorkerStartup] public static void Start() => Load(); [RunInProcess] public static string? M() => s_key;")]
    [InlineData("static string? s_key; [System.Runtime.CompilerServices.ModuleInitializer] public static void Start() => s_key = \"k\"; [RunInProcess] public static string? M() => s_key;")]
    [InlineData("static int s_n; public static int Other() => s_n++; [RunInProcess] public static int M() => 0;")]
    [InlineData("static int s_n; public static int Other() => s_n++; [RunInProcess] public static string M() => nameof(s_n);")]
    [InlineData("static readonly object s_gate = new(); [RunInProcess] public static int M(object? o) => ReferenceEquals(o, s_gate) ? 1 : 0;")]
    [InlineData("sealed class Buffers { byte[]? _last; public byte[] Rent() { byte[] b = _last ?? new byte[9]; _last = null; return b; } } static readonly Buffers s_buffers = new(); [RunInProcess] public static int M() => s_buffers.Rent().Length;")]
    [InlineData("static readonly Random s_random = new(); [RunInProcess] public static int M() => s_random.Next();")]
    [InlineData("[RunInProcess] public static string M() => CultureInfoName() + Environment.NewLine; static string CultureInfoName() => System.Globalization.CultureInfo.CurrentCulture.Name;")]
    public Task Static_state_that_is_the_same_in_every_process_is_not_reported(string members) => Sample.VerifyAsync(members);

    [Fact]
    public Task The_message_names_the_method_and_the_variable() =>
        Sample.VerifyAsync(
            "static int s_n; [RunInProcess] public static void M() => {|#0:s_n|}++;",
            DiagnosticResult.CompilerWarning("PROCGEN060").WithLocation(0)
                .WithMessage("'C.M' changes 'C.s_n', which is mutable static state: a worker has its own copy of it, so changes do not pass between it and its caller. Pass the value as a parameter and return what changed."));

    [Fact]
    public Task State_that_another_file_changes_is_reported_with_the_place() =>
        Sample.VerifyFilesAsync(
            [
                ("/0/C.cs", "public partial class C { internal static int Total; [RunInProcess] public static int M() => {|#0:Total|}; }"),
                ("/0/Other.cs", "class Other { void Set() => {|#1:C.Total|} = 4; }"),
            ],
            DiagnosticResult.CompilerWarning("PROCGEN060").WithLocation(0).WithLocation(1)
                .WithMessage("'C.M' reads 'C.Total', which is mutable static state: a worker has its own copy of it, so changes do not pass between it and its caller. Reached by C.M → C.Total (C.cs:1)."));

    // Only what marked methods call is bound by the analyzer, so what changes their state has to be found by its name, wherever it stands.
    [Theory]
    [InlineData("class D { void Set() => C.N = 1; }", true)]
    [InlineData("class D { int Next => C.N++; }", true)]
    [InlineData("class D { int this[int i] => C.N = i; }", true)]
    [InlineData("class D { int Next { get { return 0; } set { C.N = value; } } }", true)]
    [InlineData("class D { int _first = C.N++; }", true)]
    [InlineData("class D { int First { get; } = C.N++; }", true)]
    [InlineData("class D { event Action E { add { C.@N = 1; } remove { } } }", true)]
    [InlineData("class B(int n) { public int Of => n; } class D(int n) : B(C.N = n) { }", true)]
    [InlineData("struct D { public static D operator +(D d) { C.N = 1; return d; } }", true)]
    [InlineData("namespace Other { using static C; class D { class E { ~E() { N = 1; } } } }", true)]
    [InlineData("// <auto-generated/>\nclass D { void Set() => C.N = 1; }", true)]
    [InlineData("// <auto-generated/>\nclass D { [WorkerStartup] internal static void Set() => C.N = 1; }", false)]
    [InlineData("class D { [WorkerStartup] internal static void Set() => C.N = 1; }", false)]
    [InlineData("class D { static int N; void Set() => N = 1; string Name => \"C.N = 1\"; /* C.N = 1 */ }", false)]
    [InlineData("class D { int Next => C.N; int C2_N = 1; int NN; void Set() => NN = 1; }", false)]
    public Task State_that_any_file_may_change_is_judged_by_all_files(string other, bool isReported)
    {
        string place = isReported ? "{|PROCGEN060:N|}" : "N";
        return Sample.VerifyFilesAsync([("/0/C.cs", Sample.Class($"internal static int N; [RunInProcess] public static int M() => {place};")), ("/0/Other.cs", other)]);
    }

    [Fact]
    public Task What_top_level_statements_change_is_mutable_state()
    {
        FixTest<BodyAnalyzer, EmptyCodeFixProvider> test = Sample.NewTest();
        test.TestState.OutputKind = OutputKind.ConsoleApplication;
        test.TestState.Sources.Add(("/0/Usings.cs", TestCompilation.Usings));
        test.TestState.Sources.Add(("/0/C.cs", Sample.Class("internal static int N; [RunInProcess] public static int M() => {|PROCGEN060:N|};")));
        test.TestState.Sources.Add(("/0/Program.cs", "C.N = args.Length;\nConsole.WriteLine(C.M());\n"));
        return test.RunAsync();
    }
}
