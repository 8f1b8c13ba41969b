using ProcGen.Generator.Tests.Infrastructure;
using static ProcGen.Generator.Tests.Infrastructure.GeneratorRunner;

namespace ProcGen.Generator.Tests;

/// <summary>What cannot be generated is left out by name, and never makes an error of its own.</summary>
public sealed class SkippedMethodTests
{
    [Theory]
    [InlineData("[RunInProcess] public static T M<T>(T x) => x;", "PROCGEN002", "it is generic")]
    [InlineData("[RunInProcess] public static async void M() => await Task.Yield();", "PROCGEN002", "async void")]
    [InlineData("[RunInProcess] public abstract void M();", "PROCGEN002", "it is abstract")]
    [InlineData("[RunInProcess, System.Runtime.InteropServices.DllImport(\"c\")] public static extern int M();", "PROCGEN002", "it is extern")]
    [InlineData("[RunInProcess] public static void M(__arglist) { }", "PROCGEN002", "__arglist")]
    [InlineData("[RunInProcess] public static int operator +(C a, int b) => b;", "PROCGEN002", "not an ordinary method")]
    [InlineData("public int P { [RunInProcess] get => 1; }", "PROCGEN002", "not an ordinary method")]
    [InlineData("public event Action E { [RunInProcess] add { } remove { } }", "PROCGEN002", "not an ordinary method")]
    [InlineData("[RunInProcess] string IFormattable.ToString(string? f, IFormatProvider? p) => \"\";", "PROCGEN002", "explicit interface implementation")]
    [InlineData("[RunInProcess] public static void M(dynamic x) { }", "PROCGEN002", "'dynamic'")]
    [InlineData("[RunInProcess] public static List<dynamic> M() => [];", "PROCGEN002", "'dynamic'")]
    [InlineData("[RunInProcess, System.Runtime.InteropServices.UnmanagedCallersOnly] public static int M() => 0;", "PROCGEN002", "native code only")]
    [InlineData("[RunInProcess] public static void M(ref int x) { }", "PROCGEN003", "'x' is passed by reference")]
    [InlineData("[RunInProcess] public static void M(in int x) { }", "PROCGEN003", "'x' is passed by reference")]
    [InlineData("[RunInProcess] public static void M(ref readonly int x) { }", "PROCGEN003", "'x' is passed by reference")]
    [InlineData("[RunInProcess] public static void M(out int x) => x = 0;", "PROCGEN003", "'x' is passed by reference")]
    [InlineData("private static int s_x; [RunInProcess] public static ref int M() => ref s_x;", "PROCGEN003", "returns a reference")]
    [InlineData("[RunInProcess] public static void M(Span<int> x) { }", "PROCGEN003", "'x' is a ref struct")]
    [InlineData("[RunInProcess] public static void M(params ReadOnlySpan<int> x) { }", "PROCGEN003", "'x' is a ref struct")]
    [InlineData("[RunInProcess] public static unsafe void M(int* x) { }", "PROCGEN003", "pointer")]
    [InlineData("[RunInProcess] public static unsafe void M(int*[] x) { }", "PROCGEN003", "pointer")]
    [InlineData("[RunInProcess] public static unsafe void M(delegate*<void> x) { }", "PROCGEN003", "pointer")]
    [InlineData("[RunInProcess] public static void M(TypedReference x) { }", "PROCGEN003", "ref struct")]
    [InlineData("[RunInProcess] public static void M(Action x) { }", "PROCGEN028", "delegate")]
    [InlineData("[RunInProcess] public static void M(object x) { }", "PROCGEN026", "object")]
    [InlineData("[RunInProcess] public static void M(List<IEnumerable<int>> x) { }", "PROCGEN024", "IEnumerable")]
    [InlineData("[RunInProcess] public static System.Collections.ArrayList M() => null!;", "PROCGEN021", "ArrayList")]
    [InlineData("[RunInProcess] public static void M(System.Collections.ArrayList x) { }", "PROCGEN020", "parameter 'x'")]
    [InlineData("[RunInProcess] public static Task<Task<int>> M() => null!;", "PROCGEN028", "Task")]
    [InlineData("[RunInProcess] public static void M(int x) { } [System.Runtime.CompilerServices.OverloadResolutionPriority(1)] public static void M(long x) { }", "PROCGEN002", "higher [OverloadResolutionPriority]")]
    [InlineData("[WorkerState] public static void M() { }", "PROCGEN002", "returns nothing")]
    [InlineData("[WorkerState] public int M() => 1;", "PROCGEN002", "[WorkerState] method is static")]
    [InlineData("[WorkerStartup] public static void M(int x) { }", "PROCGEN002", "no parameters")]
    [InlineData("[WorkerStartup] public static int M() => 1;", "PROCGEN002", "void, Task or ValueTask")]
    [InlineData("[WorkerStartup] public void M() { }", "PROCGEN002", "[WorkerStartup] method is static")]
    [InlineData("[RunInProcess] public static void M(int a, C c) { } [RunInProcess] public static void M(int a, C c, [WorkerState] string s) { }", "PROCGEN004", "same signature")]
    public void A_method_is_left_out_by_the_rules_name_and_the_others_are_not(string member, string rule, string reason)
    {
        GeneratorRun run = Run(Usings + $$"""
            public abstract partial class C : IFormattable
            {
                [RunInProcess] public static int Good(int x) => x;
                {{member}}
                public string ToString(string? f, IFormatProvider? p) => "";
            }
            """).AssertCompiles();

        string source = run.FileOf("C");
        Assert.Matches($"(?m)^// {rule}: .*{System.Text.RegularExpressions.Regex.Escape(reason)}", source);
        Assert.Contains("ProcessCall<int> Good(int x)", source, StringComparison.Ordinal);
        Assert.Single(LoadedTable.Of(run).Methods);
    }

    [Theory]
    [InlineData("public class C { [RunInProcess] public static int M() => 0; }", "PROCGEN001", "'C' is not partial")]
    [InlineData("public class O { public partial class C { [RunInProcess] public static int M() => 0; } }", "PROCGEN001", "'O' is not partial")]
    [InlineData("public partial class C<T> { [RunInProcess] public static int M() => 0; }", "PROCGEN002", "'C' is generic")]
    [InlineData("public partial class O<T> { public partial class C { [RunInProcess] public static int M() => 0; } }", "PROCGEN002", "'O' is generic")]
    [InlineData("public partial interface C { [RunInProcess] int M(); }", "PROCGEN002", "member of an interface")]
    [InlineData("public partial interface C { [RunInProcess] static int M() => 0; }", "PROCGEN002", "member of an interface")]
    [InlineData("file partial class C { [RunInProcess] public static int M() => 0; }", "PROCGEN002", "file-local")]
    [InlineData("file class F; partial class C { [RunInProcess] public static int M(int x) => 0; } partial class D { [RunInProcess] static int M(List<int[]> x) => 0; }", null, "")]
    [InlineData("public ref partial struct C { [RunInProcess] public int M() => 0; }", "PROCGEN003", "'C', which is a ref struct")]
    [InlineData("public ref partial struct C { [RunInProcess] public static int M() => 0; }", null, "")]
    [InlineData("public partial class InProcess { [RunInProcess] public static int M() => 0; }", "PROCGEN004", "itself named")]
    [InlineData("public partial class C { public int InProcess; [RunInProcess] public static int M() => 0; }", "PROCGEN004", "has a member named")]
    [InlineData("public partial class C { [RunInProcess] public static int InProcess() => 0; }", "PROCGEN004", "has a member named")]
    [InlineData("public partial class C { public class InProcess; [RunInProcess] public static int M() => 0; }", "PROCGEN004", "has a member named")]
    [InlineData("public abstract partial class C { [RunInProcess] public int M() => 0; }", "PROCGEN026", "C")]
    [InlineData("public partial class C { private Action? _a; [RunInProcess] public int M() { _a?.Invoke(); return 0; } }", "PROCGEN028", "C._a")]
    [InlineData("public partial class C : WorkerProcess { [RunInProcess] protected override void Run() { } [RunInProcess] protected override Task RunAsync(CancellationToken t) => Task.CompletedTask; }", "PROCGEN007", "one body")]
    [InlineData("public partial class C : WorkerProcess { [RunInProcess] public int M() => 0; }", "PROCGEN002", "only Run or RunAsync")]
    [InlineData("public partial class C : WorkerProcess { private System.IO.Stream? _s; [RunInProcess] protected override void Run() => _s?.Flush(); }", "PROCGEN028", "C._s")]
    [InlineData("public static partial class C { extension(int x) { [RunInProcess] public int M() => x; [RunInProcess] public static int S() => 0; } }", null, "")]
    [InlineData("public static partial class C { public static void M() { [RunInProcess] static int Local() => 0; Local(); } }", null, "")]
    [InlineData("public static partial class C { public static Func<int> M() => [RunInProcess] static () => 0; }", null, "")]
    public void A_type_or_its_only_method_is_left_out_by_the_rules_name(string type, string? rule, string reason)
    {
        GeneratorRun run = Run(Usings + type).AssertCompiles();

        if (rule is not null)
        {
            Assert.Matches($"(?m)^// {rule}: .*{System.Text.RegularExpressions.Regex.Escape(reason)}", run.Text);
            Assert.DoesNotContain("ProcGen.MethodTable.g.cs", run.Sources.Keys);
        }
    }

    [Fact]
    public void An_unknown_type_is_the_only_error()
    {
        GeneratorRun run = Run(Usings + """
            public partial class C
            {
                [RunInProcess] public static int Good(int x) => x;
                [RunInProcess] public static Missing M(List<Missing> x) => x[0];
            }
            """);

        run.AssertErrors("CS0246", "CS0246");
        Assert.Contains("// PROCGEN002: C.M(List<Missing>) is not generated: the type 'Missing'", run.FileOf("C"), StringComparison.Ordinal);
    }

    [Fact]
    public void Duplicate_attributes_and_parts_give_one_file()
    {
        GeneratorRun run = Run(Usings + """
            public partial class C
            {
                [RunInProcess, RunInProcess] public static int A(int x) => x;
                [RunInProcess] public static partial int B(int x);
                [RunInProcess] public static partial int B(int x) => x;
            }
            """);

        run.AssertErrors("CS0579", "CS0579");
        Assert.Equal(2, run.Sources.Count);
    }

    [Fact]
    public void Nothing_is_generated_without_the_runtime_or_without_marks()
    {
        Assert.Empty(Run(Usings + "public partial class C { public static int M() => 0; }").AssertCompiles().Sources);
        Assert.Empty(Run(Compile("Sample", Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, [], "namespace ProcGen { class RunInProcessAttribute : System.Attribute; } partial class C { [ProcGen.RunInProcess] public static int M() => 0; }")
            .WithReferences(Basic.Reference.Assemblies.Net100.References.All)).AssertCompiles().Sources);
    }
}
