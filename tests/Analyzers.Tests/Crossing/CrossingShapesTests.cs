using ProcGen.Analyzers.Crossing;
using ProcGen.Analyzers.Tests.Verification;
using RuleTest = ProcGen.Analyzers.Tests.Verification.RuleTest<ProcGen.Analyzers.Crossing.CrossingAnalyzer>;

namespace ProcGen.Analyzers.Tests.Crossing;

/// <summary>Types at all places of a signature that are reported, and near ones that must not be. Those of <see cref="CrossingAnalyzerTests"/> count with them.</summary>
public sealed class CrossingShapesTests
{
    private const string Usings =
        "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading; using System.Threading.Tasks; using ProcGen; using Rows = System.Collections.Generic.IEnumerable<int>;\n";

    [Theory]
    [InlineData("System.Collections.Hashtable {|PROCGEN020:x|}")]
    [InlineData("System.Collections.ArrayList[] {|PROCGEN020:x|}")]
    [InlineData("(int, System.Collections.ArrayList) {|PROCGEN020:x|}")]
    [InlineData("Dictionary<string, System.Collections.ArrayList> {|PROCGEN020:x|}")]
    [InlineData("IAsyncEnumerable<System.Collections.ArrayList> {|PROCGEN020:x|}")]
    [InlineData("System.Collections.ArrayList? {|PROCGEN020:x|}")]
    [InlineData("Job {|PROCGEN020:x|}", "public sealed class Job { private System.Collections.ArrayList _h; public object Get() => _h; }")]
    public Task Rule_020_reports(string parameter, string types = "") => VerifyParameterAsync(parameter, types);

    [Theory]
    [InlineData("long x")]
    [InlineData("ulong[] x")]
    [InlineData("int? x")]
    [InlineData("(int, string) x")]
    [InlineData("IProgress<int> x")]
    [InlineData("CancellationToken x")]
    [InlineData("UriBuilder x")]
    [InlineData("Exception x")]
    [InlineData("Job x", "public sealed class Job { [ProcessIgnore] public System.Collections.ArrayList H; public int Id; }")]
    public Task Rule_020_does_not_report(string parameter, string types = "") => VerifyParameterAsync(parameter, types);

    [Theory]
    [InlineData("Job {|PROCGEN024:x|}", "public class Base { public IEnumerable<int>? Rows; } public sealed class Job : Base;")]
    [InlineData("Job {|PROCGEN024:x|}", "public class Base<T> { public T? Value; } public sealed class Job : Base<IEnumerable<int>>;")]
    [InlineData("Box<IAsyncEnumerable<int>> {|PROCGEN024:x|}", "public sealed class Box<T> { public T? Value; }")]
    [InlineData("List<Rows> {|PROCGEN024:x|}")]
    [InlineData("IEnumerable<Rows> {|PROCGEN024:x|}")]
    [InlineData("(string Name, Rows Rows) {|PROCGEN024:x|}")]
    [InlineData("KeyValuePair<int, IEnumerable<int>> {|PROCGEN024:x|}")]
    [InlineData("IOrderedEnumerable<int> {|PROCGEN024:x|}")]
    [InlineData("IProgress<IEnumerable<int>> {|PROCGEN024:x|}")]
    public Task Rule_024_reports(string parameter, string types = "") => VerifyParameterAsync(parameter, types);

    [Theory]
    [InlineData("Rows x")]
    [InlineData("IEnumerable<int>? x")]
    [InlineData("IAsyncEnumerable<int[]> x")]
    [InlineData("IReadOnlyList<int> x")]
    [InlineData("ICollection<int[]> x")]
    [InlineData("IEnumerable<List<int>> x")]
    [InlineData("List<List<int>> x")]
    [InlineData("Job x", "public sealed class Job { [ProcessIgnore] public IEnumerable<int>? Rows; public int[] All = []; public IEnumerable<int> Some => All; }")]
    public Task Rule_024_does_not_report(string parameter, string types = "") => VerifyParameterAsync(parameter, types);

    [Theory]
    [InlineData("List<object> {|PROCGEN026:x|}")]
    [InlineData("(int, object) {|PROCGEN026:x|}")]
    [InlineData("IFormattable? {|PROCGEN026:x|}")]
    [InlineData("Dictionary<string, object> {|PROCGEN026:x|}")]
    [InlineData("IEnumerable<object> {|PROCGEN026:x|}")]
    [InlineData("IProgress<object> {|PROCGEN026:x|}")]
    [InlineData("Job {|PROCGEN026:x|}", "public sealed class Job { public object? Tag; }")]
    [InlineData("Shape {|PROCGEN026:x|}", "[MemoryPack.MemoryPackable] public abstract partial class Shape;")]
    public Task Rule_026_reports(string parameter, string types = "") => VerifyParameterAsync(parameter, types);

    [Theory]
    [InlineData("[ProcessKnownTypes(typeof(int), typeof(string))] object x")]
    [InlineData("[ProcessKnownTypes(typeof(int))] List<object> x")]
    [InlineData("Shape x", "[ProcessKnownTypes(typeof(Circle))] public abstract class Shape; public sealed class Circle : Shape;")]
    [InlineData("Shape x", "[MemoryPack.MemoryPackable, MemoryPack.MemoryPackUnion(0, typeof(Circle))] public abstract partial class Shape; [MemoryPack.MemoryPackable] public sealed partial class Circle : Shape;")]
    [InlineData("Job x", "public sealed class Job { [ProcessKnownTypes(typeof(int))] public object? Tag; }")]
    [InlineData("Job x", "public sealed class Job { [ProcessIgnore] public object? Tag; }")]
    [InlineData("Circle x", "public abstract class Shape { public int Id; } public sealed class Circle : Shape;")]
    [InlineData("IList<int> x")]
    [InlineData("IReadOnlyDictionary<string, int> x")]
    public Task Rule_026_does_not_report(string parameter, string types = "") => VerifyParameterAsync(parameter, types);

    [Theory]
    [InlineData("Func<int> {|PROCGEN028:x|}")]
    [InlineData("EventHandler {|PROCGEN028:x|}")]
    [InlineData("System.Reflection.MethodInfo {|PROCGEN028:x|}")]
    [InlineData("System.IO.FileInfo {|PROCGEN028:x|}")]
    [InlineData("System.Threading.Timer {|PROCGEN028:x|}")]
    [InlineData("System.Threading.SemaphoreSlim {|PROCGEN028:x|}")]
    [InlineData("ValueTask<int> {|PROCGEN028:x|}")]
    [InlineData("System.Data.IDbConnection {|PROCGEN028:x|}")]
    [InlineData("List<Stream> {|PROCGEN028:x|}")]
    public Task Rule_028_reports(string parameter, string types = "") => VerifyParameterAsync(parameter, types);

    [Theory]
    [InlineData("byte[] x")]
    [InlineData("ReadOnlyMemory<char> x")]
    [InlineData("TimeSpan x")]
    [InlineData("DayOfWeek x")]
    [InlineData("Version x")]
    [InlineData("System.Text.Encoding x")]
    [InlineData("Job x", "public sealed class Job { [ProcessIgnore] public Stream? S; public int Id; }")]
    [InlineData("Job x", "public sealed class Job : IDisposable { public int Id; public void Dispose() { } }")]
    [InlineData("Job x", "public sealed class Job { public static Stream? S; public Stream Open() => Stream.Null; }")]
    public Task Rule_028_does_not_report(string parameter, string types = "") => VerifyParameterAsync(parameter, types);

    [Theory]
    [InlineData("[ProcessKnownTypes(typeof(int))] string {|PROCGEN032:x|}")]
    [InlineData("[ProcessKnownTypes(typeof(int))] int {|PROCGEN032:x|}")]
    [InlineData("[ProcessKnownTypes(typeof(List<>))] object {|PROCGEN032:x|}")]
    [InlineData("[ProcessKnownTypes(typeof(string))] List<int> {|PROCGEN032:x|}")]
    [InlineData("[ProcessKnownTypes(typeof(int), typeof(Stream))] IComparable {|PROCGEN032:x|}")]
    [InlineData("Job {|PROCGEN032:x|}", "public sealed class Job { [ProcessKnownTypes(typeof(int))] public string? Text; }")]
    [InlineData("Shape[] {|PROCGEN032:x|}", "[ProcessKnownTypes(typeof(string))] public abstract class Shape;")]
    [InlineData("Shape {|PROCGEN032:x|}", "[ProcessKnownTypes(typeof(Round))] public abstract class Shape; public abstract class Round : Shape;")]
    [InlineData("[ProcessKnownTypes(typeof(IDisposable))] object {|PROCGEN032:x|}")]
    [InlineData("IShape {|PROCGEN032:x|}", "[ProcessKnownTypes(typeof(Circle<>))] public interface IShape; public sealed class Circle<T> : IShape;")]
    public Task Rule_032_reports(string parameter, string types = "") => VerifyParameterAsync(parameter, types);

    [Theory]
    [InlineData("[ProcessKnownTypes(typeof(int))] object x")]
    [InlineData("[ProcessKnownTypes(typeof(int), typeof(string))] List<IComparable> x")]
    [InlineData("[ProcessKnownTypes(typeof(int))] Dictionary<string, object> x")]
    [InlineData("[ProcessKnownTypes(typeof(int))] (string, object) x")]
    [InlineData("Shape x", "[ProcessKnownTypes(typeof(Circle))] public abstract class Shape; public sealed class Circle : Shape;")]
    [InlineData("Shape x", "[ProcessKnownTypes(typeof(Circle))] public class Shape; public sealed class Circle : Shape { public int R; }")]
    [InlineData("IShape x", "[ProcessKnownTypes(typeof(Circle<int>))] public interface IShape; public sealed class Circle<T> : IShape;")]
    [InlineData("Job x", "public sealed class Job { [ProcessKnownTypes(typeof(int), typeof(string))] public IComparable? Value; }")]
    public Task Rule_032_does_not_report(string parameter, string types = "") => VerifyParameterAsync(parameter, types);

    [Theory]
    [InlineData("{|PROCGEN021:System.Collections.ArrayList[]|}")]
    [InlineData("{|PROCGEN021:Task<List<System.Collections.ArrayList>>|}")]
    [InlineData("{|PROCGEN021:ValueTask<System.Collections.ArrayList>|}")]
    [InlineData("{|PROCGEN021:(int, System.Collections.ArrayList)|}")]
    [InlineData("{|PROCGEN021:IAsyncEnumerable<System.Collections.ArrayList>|}")]
    [InlineData("{|PROCGEN021:Task<IEnumerable<System.Collections.Hashtable>>|}")]
    public Task Rule_021_reports(string type) => VerifyResultAsync(type);

    [Theory]
    [InlineData("int")]
    [InlineData("Task")]
    [InlineData("ValueTask")]
    [InlineData("Task<string>")]
    [InlineData("IEnumerable<int>")]
    [InlineData("Task<IEnumerable<int>>")]
    [InlineData("IAsyncEnumerable<int[]>")]
    [InlineData("(int, string)[]")]
    [InlineData("ValueTask<IAsyncEnumerable<int>>")]
    public Task Rule_021_does_not_report(string type) => VerifyResultAsync(type);

    [Theory]
    [InlineData("public partial class C { private System.Collections.ArrayList _h; [RunInProcess] public int {|PROCGEN022:M|}() => _h.Count; }")]
    [InlineData("public partial struct C { public System.Collections.Hashtable H; [RunInProcess] public int {|PROCGEN022:M|}() => 0; }")]
    [InlineData("public sealed partial record C(System.Collections.ArrayList H) { [RunInProcess] public int {|PROCGEN022:M|}() => 0; }")]
    [InlineData("public partial class C(System.Collections.ArrayList h) { [RunInProcess] public int {|PROCGEN022:M|}() => h.Count; }")]
    [InlineData("public partial class C { public System.Collections.ArrayList H { get; set; } [RunInProcess] public int {|PROCGEN022:M|}() => 0; }")]
    [InlineData("public partial class C { public List<System.Collections.ArrayList> All = []; [RunInProcess] public int {|PROCGEN022:M|}() => 0; }")]
    [InlineData("public class B { public System.Collections.ArrayList H; } public partial class C : B { [RunInProcess] public int {|PROCGEN022:M|}() => 0; }")]
    [InlineData("public partial class P : WorkerProcess { private System.Collections.ArrayList _h; [RunInProcess] protected override void {|PROCGEN022:Run|}() => _h = new(); }")]
    public Task Rule_022_reports(string source) => RuleTest.VerifyAsync(Usings + source);

    [Theory]
    [InlineData("public partial class C { public static System.Collections.ArrayList H; [RunInProcess] public int M() => 0; }")]
    [InlineData("public partial class C { public System.Collections.ArrayList H => new(); [RunInProcess] public int M() => 0; }")]
    [InlineData("public partial class C { [ProcessIgnore] public System.Collections.ArrayList H; [RunInProcess] public int M() => 0; }")]
    [InlineData("public partial class C { public int Id; [RunInProcess] public int M() => 0; }")]
    [InlineData("public partial class C(System.Collections.ArrayList h) { public int L { get; } = h.Count; [RunInProcess] public int M() => 0; }")]
    [InlineData("public partial class P : WorkerProcess { private int _x; [RunInProcess] protected override void Run() => _x = 1; }")]
    [InlineData("public partial record struct C(int X) { [RunInProcess] public int M() => X; }")]
    [InlineData("public partial class C { private System.Collections.ArrayList _h; public int N() => _h.Count; [RunInProcess] public static int M() => 0; }")]
    public Task Rule_022_does_not_report(string source) => RuleTest.VerifyAsync(Usings + source);

    private static Task VerifyParameterAsync(string parameter, string types) =>
        RuleTest.VerifyAsync($"{Usings}public static partial class Methods {{ [RunInProcess] public static int M({parameter}) => 0; }}\n{types}");

    private static Task VerifyResultAsync(string type) =>
        RuleTest.VerifyAsync($"{Usings}public static partial class Methods {{ [RunInProcess] public static {type} M() => throw null!; }}");
}
