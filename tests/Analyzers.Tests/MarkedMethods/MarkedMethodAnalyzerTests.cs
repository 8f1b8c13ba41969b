using ProcGen.Analyzers.MarkedMethods;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.CodeFixes;
using RuleTest = ProcGen.Analyzers.Tests.Verification.RuleTest<ProcGen.Analyzers.MarkedMethods.MarkedMethodAnalyzer>;

namespace ProcGen.Analyzers.Tests.MarkedMethods;

public sealed class MarkedMethodAnalyzerTests
{
    [Fact]
    public Task A_compilation_without_marked_methods_has_no_report() => RuleTest.VerifyAsync("public class C { public int M<T>(ref T value) => 0; }");

    [Theory]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int M(int a, string b = \"x\", params int[] c) => a; }")]
    [InlineData("public partial struct C { [ProcGen.RunInProcess] private int M() => 0; }")]
    [InlineData("public partial record C(int X) { [ProcGen.RunInProcess] internal System.Threading.Tasks.Task<int> M() => System.Threading.Tasks.Task.FromResult(X); }")]
    [InlineData("public static partial class Outer { public static partial class C { [ProcGen.RunInProcess] public static void M() { } } }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int M(int x) => x; [ProcGen.RunInProcess] public static int M(long x) => 0; }")]
    [InlineData("public partial class C { [ProcGen.WorkerStartup] public static void M() { } [ProcGen.WorkerState] public static object S() => new(); }")]
    [InlineData("public partial class C { private sealed record D(int X); [ProcGen.RunInProcess] private static int M(D d) => d.X; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int M(System.Threading.CancellationToken token, System.IProgress<int> progress) => 0; }")]
    public Task A_supported_method_is_not_reported(string source) => RuleTest.VerifyAsync(source);

    // The names were searched for: with them, and the name of the tests' assembly, the hashes really are equal.
    [Theory]
    [InlineData("""
        using ProcGen;
        public static partial class Calls { [RunInProcess] public static void {|PROCGEN004:AFuoKI9DRV1|}() { } [RunInProcess] public static void {|PROCGEN004:Fun3vYnZexw|}() { } }
        """)]
    [InlineData("""
        using ProcGen;
        public static partial class DbéFénwBoK5 { [RunInProcess] public static int {|PROCGEN004:Run|}(int x) => x; [RunInProcess] public static void Fine() { } }
        public static partial class PéM8f4s4z98 { [RunInProcess] public static int {|PROCGEN004:Run|}(int x) => -x; }
        """)]
    public Task Methods_with_one_id_are_reported_in_one_type_and_in_two(string source) => RuleTest.VerifyAsync(source);

    [Fact]
    public Task A_type_that_is_not_partial_is_reported_and_made_partial() =>
        RuleTest.VerifyFixAsync<MakePartialFix>(
            """
            using ProcGen;

            // A comment that stays.
            public static class {|PROCGEN001:Primes|}
            {
                [RunInProcess]
                public static int Count(int from, int to) => to - from;
            }
            """,
            """
            using ProcGen;

            // A comment that stays.
            public static partial class Primes
            {
                [RunInProcess]
                public static int Count(int from, int to) => to - from;
            }
            """);

    [Fact]
    public Task All_types_around_a_marked_method_are_made_partial_at_once() =>
        RuleTest.VerifyFixAsync<MakePartialFix>(
            """
            using ProcGen;

            struct {|PROCGEN001:Outer|}
            {
                public partial interface IBetween
                {
                    /// <summary>Inner.</summary>
                    record {|PROCGEN001:Inner|}
                    {
                        [RunInProcess]
                        public static void Run() { }
                    }
                }

                class {|PROCGEN001:Other|}
                {
                    [RunInProcess]
                    public static void Run() { }
                }
            }
            """,
            """
            using ProcGen;

            partial struct Outer
            {
                public partial interface IBetween
                {
                    /// <summary>Inner.</summary>
                    partial record Inner
                    {
                        [RunInProcess]
                        public static void Run() { }
                    }
                }

                partial class Other
                {
                    [RunInProcess]
                    public static void Run() { }
                }
            }
            """,
            test => test.NumberOfIncrementalIterations = 3);

    [Theory]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int {|PROCGEN002:M|}<T>(T x) => 0; }")]
    [InlineData("public partial class C<T> { [ProcGen.RunInProcess] public static int {|PROCGEN002:M|}(int x) => 0; }")]
    [InlineData("public abstract partial class C { [ProcGen.RunInProcess] public abstract int {|PROCGEN002:M|}(int x); }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess, System.Runtime.InteropServices.DllImport(\"c\")] public static extern int {|PROCGEN002:M|}(int x); }")]
    [InlineData("public partial interface I { [ProcGen.RunInProcess] int {|PROCGEN002:M|}(int x); }")]
    [InlineData("public interface I { int M(int x); } public partial class C : I { [ProcGen.RunInProcess] int I.{|PROCGEN002:M|}(int x) => x; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static async void {|PROCGEN002:M|}(int x) => await System.Threading.Tasks.Task.Yield(); }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static C operator {|PROCGEN002:+|}(C a, C b) => a; }")]
    [InlineData("public partial class C { public int P { [ProcGen.RunInProcess] {|PROCGEN002:get|} => 0; } }")]
    [InlineData("public static partial class C { extension(int x) { [ProcGen.RunInProcess] public int {|PROCGEN002:M|}() => x; } }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess, System.Runtime.InteropServices.UnmanagedCallersOnly] public static int {|PROCGEN002:M|}(int x) => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int M(dynamic {|PROCGEN002:x|}) => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int {|PROCGEN002:M|}(__arglist) => 0; }")]
    [InlineData("file partial class C { [ProcGen.RunInProcess] public static int {|PROCGEN002:M|}(int x) => 0; }")]
    [InlineData("public partial class C { [ProcGen.WorkerStartup] public static void {|PROCGEN002:M|}(int x) { } }")]
    [InlineData("public partial class C { [ProcGen.WorkerStartup] public void {|PROCGEN002:M|}() { } }")]
    [InlineData("public partial class C { [ProcGen.WorkerState] public static void {|PROCGEN002:M|}() { } }")]
    public Task A_shape_that_no_stub_can_have_is_reported(string source) => RuleTest.VerifyAsync(source);

    [Theory]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int M(ref int {|PROCGEN003:x|}) => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int M(in int {|PROCGEN003:x|}) => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static bool M(out int {|PROCGEN003:x|}) { x = 0; return true; } }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int M(ref readonly int {|PROCGEN003:x|}) => 0; }")]
    [InlineData("public partial class C { static int s; [ProcGen.RunInProcess] public static ref int {|PROCGEN003:M|}() => ref s; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int M(System.Span<int> {|PROCGEN003:x|}) => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static unsafe int M(int* {|PROCGEN003:x|}) => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static unsafe int M(int*[] {|PROCGEN003:x|}) => 0; }")]
    [InlineData("public ref partial struct C { [ProcGen.RunInProcess] public int {|PROCGEN003:M|}() => 0; }")]
    public Task What_is_passed_by_reference_is_reported(string source) => RuleTest.VerifyAsync(source);

    [Theory]
    [InlineData("public partial class {|PROCGEN004:C|} { public int InProcess; [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public partial class {|PROCGEN004:C|} { public class InProcess; [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public partial class {|PROCGEN004:InProcess|} { [ProcGen.RunInProcess] public static int M() => 0; }")]
    [InlineData("public partial class C { [ProcGen.RunInProcess] public static int {|PROCGEN004:M|}(C c) => 0; [ProcGen.RunInProcess] public int {|PROCGEN004:M|}() => 0; }")]
    public Task A_name_or_a_signature_that_is_taken_is_reported(string source) => RuleTest.VerifyAsync(source);

    [Theory]
    [InlineData("public partial class C { private sealed record D(int X); [ProcGen.RunInProcess] private static int M(D {|PROCGEN006:d|}) => 0; [ProcGen.RunInProcess] public static int N() => 0; }")]
    [InlineData("public partial class C { private protected sealed record D(int X); [ProcGen.RunInProcess] private protected static D {|PROCGEN006:M|}() => new(0); [ProcGen.RunInProcess] public static int N() => 0; }")]
    public Task A_type_that_is_less_accessible_than_the_stub_is_reported(string source) => RuleTest.VerifyAsync(source);

    [Theory]
    [InlineData("public partial class {|PROCGEN007:P|} : ProcGen.WorkerProcess;")]
    [InlineData("public partial class {|PROCGEN007:P|} : ProcGen.WorkerProcess { protected override void Run() { } }")]
    [InlineData("public abstract partial class B : ProcGen.WorkerProcess; public partial class {|PROCGEN007:P|} : B;")]
    public Task A_process_without_a_marked_body_is_reported(string source) => RuleTest.VerifyAsync(source);

    [Theory]
    [InlineData("public partial class P : ProcGen.WorkerProcess { [ProcGen.RunInProcess] protected override void Run() { } }")]
    [InlineData("public abstract partial class B : ProcGen.WorkerProcess;")]
    [InlineData("public abstract partial class B : ProcGen.WorkerProcess { [ProcGen.RunInProcess] protected override void Run() { } } public partial class P : B;")]
    public Task A_process_with_a_marked_body_is_not(string source) => RuleTest.VerifyAsync(source);

    [Fact]
    public Task Two_marked_bodies_of_a_process_are_reported() =>
        RuleTest.VerifyAsync(
            """
            using System.Threading;
            using System.Threading.Tasks;
            using ProcGen;

            public partial class Import : WorkerProcess
            {
                [RunInProcess]
                protected override void {|PROCGEN007:Run|}() { }

                [RunInProcess]
                protected override Task {|PROCGEN007:RunAsync|}(CancellationToken cancellationToken) => Task.CompletedTask;
            }
            """);
}
