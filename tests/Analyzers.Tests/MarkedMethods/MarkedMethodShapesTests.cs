using ProcGen.Analyzers.MarkedMethods;
using ProcGen.Analyzers.Tests.Verification;

namespace ProcGen.Analyzers.Tests.MarkedMethods;

/// <summary>Shapes of marked methods and their types that are reported, and near ones that must not be. Those of <see cref="MarkedMethodAnalyzerTests"/> count with them.</summary>
public sealed class MarkedMethodShapesTests
{
    [Theory]
    [InlineData("public class {|PROCGEN001:C|} { [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public struct {|PROCGEN001:C|} { [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public record {|PROCGEN001:C|} { [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public record struct {|PROCGEN001:C|}(int X) { [ProcGen.RunInProcess] public int M() => X; }")]
    [InlineData("public static class {|PROCGEN001:O|} { public static partial class C { [ProcGen.RunInProcess] public static int M() => 0; } }")]
    [InlineData("public partial class O { internal class {|PROCGEN001:C|} { [ProcGen.RunInProcess] public static int M() => 0; } }")]
    [InlineData("namespace A.B { sealed class {|PROCGEN001:C|} { [ProcGen.RunInProcess] private static int M() => 0; } }")]
    [InlineData("public class {|PROCGEN001:C|} { [ProcGen.WorkerState] public static object S() => new(); }")]
    [InlineData("public class {|PROCGEN001:P|} : ProcGen.WorkerProcess { [ProcGen.RunInProcess] protected override void Run() { } }")]
    public Task Rule_001_reports(string source) => RuleTest<MarkedMethodAnalyzer>.VerifyAsync(source);

    [Theory]
    [InlineData("public class C { public static int M() => 0; }")]
    [InlineData("public class C { [System.Obsolete] public static int M() => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public partial class O { public partial class C { [ProcGen.RunInProcess] public static int M() => 0; } public class D { public void N() { } } }")]
    [InlineData("public partial class C { public class N { } [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public partial class C { } public partial class C { [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public class B { } public partial class C : B { [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public interface I { } public partial record struct C(int X) : I { [ProcGen.RunInProcess] public int M() => X; }")]
    public Task Rule_001_does_not_report(string source) => RuleTest<MarkedMethodAnalyzer>.VerifyAsync(source);

    [Theory]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int M(int x, string s, int[] a) => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int M(System.ReadOnlyMemory<byte> x) => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int M(params int[] x) => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static (int, string) M(int x) => (x, \"\"); }")]
    [InlineData("public partial struct C { [ProcGen.RunInProcess] public readonly int M() => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int M(int x) { ref int y = ref x; return y; } }")]
    [InlineData("public partial class C { public static int N(ref int x) => x; [ProcGen.RunInProcess] public static int M(int x) => N(ref x); }")]
    [InlineData("public ref partial struct C { [ProcGen.RunInProcess] public static int M() => 0; }")]
    public Task Rule_003_does_not_report(string source) => RuleTest<MarkedMethodAnalyzer>.VerifyAsync(source);

    [Theory]
    [InlineData("public partial class {|PROCGEN004:C|} { public int InProcess { get; } [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public partial class {|PROCGEN004:C|} { public void InProcess() { } [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public partial class {|PROCGEN004:C|} { public event System.Action? InProcess; [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public partial class {|PROCGEN004:C|} { private const int InProcess = 1; [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public partial struct {|PROCGEN004:InProcess|} { [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int {|PROCGEN004:M|}(int a, [ProcGen.WorkerState] string s) => 0; [ProcGen.RunInProcess] public static int {|PROCGEN004:M|}(int a) => 0; }")]
    public Task Rule_004_reports(string source) => RuleTest<MarkedMethodAnalyzer>.VerifyAsync(source);

    [Theory]
    [InlineData("public partial class C { public int inProcess; [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public partial class C { public int InProcess2; [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public partial class O { public int InProcess; public partial class C { [ProcGen.RunInProcess] public static int M() => 0; } }")]
    [InlineData("public class B { public int InProcess; } public partial class C : B { [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int M(int x) => x; [ProcGen.RunInProcess] public static int M(string x) => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int M(int x) => x; public static int M(long x) => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public int M() => 0; [ProcGen.RunInProcess] public static int M(int x) => 0; }")]
    [InlineData("namespace InProcess { public partial class C { [ProcGen.RunInProcess] public static int M() => 0; } }")]
    public Task Rule_004_does_not_report(string source) => RuleTest<MarkedMethodAnalyzer>.VerifyAsync(source);

    [Theory]
    [InlineData("public partial class C { private struct D { } [ProcGen.RunInProcess] private static int M(D[] {|PROCGEN006:d|}) => 0; [ProcGen.RunInProcess] public static int N() => 0; }")]
    [InlineData("public partial class C { private enum E { A } [ProcGen.RunInProcess] private static int M(System.Collections.Generic.List<E> {|PROCGEN006:e|}) => 0; [ProcGen.RunInProcess] public static int N() => 0; }")]
    [InlineData("public partial class C { private sealed record D(int X); [ProcGen.RunInProcess] private static D {|PROCGEN006:M|}() => new(0); [ProcGen.RunInProcess] public static int N() => 0; }")]
    [InlineData("public partial class C { private sealed record D(int X); [ProcGen.RunInProcess] private static System.Threading.Tasks.Task<D> {|PROCGEN006:M|}() => null!; [ProcGen.RunInProcess] internal static int N() => 0; }")]
    [InlineData("public partial class C { private sealed record D(int X); [ProcGen.RunInProcess] private static int M(System.Collections.Generic.IEnumerable<D> {|PROCGEN006:d|}) => 0; [ProcGen.RunInProcess] public static int N() => 0; }")]
    [InlineData("public partial class C { protected sealed record D(int X); [ProcGen.RunInProcess] protected static int M(D {|PROCGEN006:d|}) => 0; [ProcGen.RunInProcess] public static int N() => 0; }")]
    public Task Rule_006_reports(string source) => RuleTest<MarkedMethodAnalyzer>.VerifyAsync(source);

    [Theory]
    [InlineData("public partial class C { private sealed record D(int X); [ProcGen.RunInProcess] private static int M(D d) => d.X; }")]
    [InlineData("public partial class C { internal sealed record D(int X); [ProcGen.RunInProcess] internal static int M(D d) => d.X; }")]
    [InlineData("internal partial class C { public sealed record D(int X); [ProcGen.RunInProcess] public static int M(D d) => d.X; }")]
    [InlineData("internal sealed record D(int X); internal partial class C { [ProcGen.RunInProcess] public static int M(D d) => d.X; }")]
    [InlineData("public partial class C { public sealed record D(int X); [ProcGen.RunInProcess] private static int M(D d) => d.X; [ProcGen.RunInProcess] public static int N() => 0; }")]
    [InlineData("internal sealed record D(int X); public partial class C { [ProcGen.RunInProcess] private static int M(D d) => d.X; [ProcGen.RunInProcess] public static int N() => 0; }")]
    [InlineData("public partial class C { private sealed record D(int X); [ProcGen.RunInProcess] private static int M([ProcGen.WorkerState] D d) => d.X; [ProcGen.RunInProcess] public static int N() => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static System.Collections.Generic.List<int> M(System.Guid g) => []; }")]
    public Task Rule_006_does_not_report(string source) => RuleTest<MarkedMethodAnalyzer>.VerifyAsync(source);

    [Theory]
    [InlineData("public class {|PROCGEN007:P|} : ProcGen.WorkerProcess { }")]
    [InlineData("public partial class {|PROCGEN007:P|} : ProcGen.WorkerProcess { protected override System.Threading.Tasks.Task RunAsync(System.Threading.CancellationToken c) => System.Threading.Tasks.Task.CompletedTask; }")]
    [InlineData("public partial class {|PROCGEN007:P|} : ProcGen.WorkerProcess { private int _x; public int Get() => _x++; }")]
    [InlineData("public partial class O { public partial class {|PROCGEN007:P|} : ProcGen.WorkerProcess; }")]
    [InlineData("public class {|PROCGEN007:B|} : ProcGen.WorkerProcess; public class {|PROCGEN007:P|} : B;")]
    public Task Rule_007_reports(string source) => RuleTest<MarkedMethodAnalyzer>.VerifyAsync(source);

    [Theory]
    [InlineData("public partial class P : ProcGen.WorkerProcess { [ProcGen.RunInProcess] protected override System.Threading.Tasks.Task RunAsync(System.Threading.CancellationToken c) => System.Threading.Tasks.Task.CompletedTask; }")]
    [InlineData("public class P { protected virtual void Run() { } }")]
    [InlineData("public partial class B : ProcGen.WorkerProcess { [ProcGen.RunInProcess] protected override void Run() { } } public class P : B { public int X; }")]
    [InlineData("public partial class P : ProcGen.WorkerProcess { [ProcGen.RunInProcess] protected override void Run() { } public void RunAsync() { } }")]
    [InlineData("public abstract class A : ProcGen.WorkerProcess { protected override void Run() { } }")]
    [InlineData("namespace Mine { public class WorkerProcess { } public class P : WorkerProcess { } }")]
    public Task Rule_007_does_not_report(string source) => RuleTest<MarkedMethodAnalyzer>.VerifyAsync(source);

    [Theory]
    [InlineData("class C { void M() { System.Action a = [{|PROCGEN005:ProcGen.RunInProcess|}] () => { }; } }")]
    [InlineData("class C { int P { get { return F(); [{|PROCGEN005:ProcGen.RunInProcess|}] static int F() => 1; } } }")]
    [InlineData("class C { void M() { _ = F(); [{|PROCGEN005:ProcGen.RunInProcess|}] async System.Threading.Tasks.Task F() => await System.Threading.Tasks.Task.Yield(); } }")]
    [InlineData("class C { C() { F(); [{|PROCGEN005:ProcGen.RunInProcessAttribute|}] void F() { } } }")]
    public Task Rule_005_reports(string source) => RuleTest<LocalFunctionAnalyzer>.VerifyAsync(source);

    [Theory]
    [InlineData("class C { int M() { return F(1); static int F(int x) => x; } }")]
    [InlineData("class C { System.Func<int, int> F = x => x; }")]
    [InlineData("class C { void M() { System.Action a = delegate { }; } }")]
    [InlineData("class C { void M() { F(); [System.Diagnostics.Conditional(\"DEBUG\")] static void F() { } } }")]
    [InlineData("namespace Mine { class RunInProcessAttribute : System.Attribute; class C { void M() { F(); [RunInProcess] void F() { } } } }")]
    public Task Rule_005_does_not_report(string source) => RuleTest<LocalFunctionAnalyzer>.VerifyAsync(source);
}
