using ProcGen.Generator.Tests.Infrastructure;
using static ProcGen.Generator.Tests.Infrastructure.GeneratorRunner;

namespace ProcGen.Generator.Tests;

/// <summary>Generated code beside other attributes, compiler settings and generators.</summary>
public sealed class CompatibilityTests
{
    [Fact]
    public void It_compiles_beside_MemoryPacks_own_generator()
    {
        GeneratorRun run = RunWithMemoryPack(Usings + """
            using MemoryPack;
            namespace N;

            [MemoryPackable] public partial class Packed { public int A { get; set; } public List<Inner>? B { get; set; } }
            [MemoryPackable] public partial struct Inner { public string? C; }
            [MemoryPackable, MemoryPackUnion(0, typeof(X)), MemoryPackUnion(1, typeof(Y))] public partial interface IUnion;
            [MemoryPackable] public partial class X : IUnion;
            [MemoryPackable] public partial class Y : IUnion { public int Z { get; set; } }

            public partial class C
            {
                [RunInProcess] public static Packed M(Packed packed, Inner inner, IUnion union) => packed;
                [RunInProcess] public static IEnumerable<IUnion> Stream(IEnumerable<Packed> items, IProgress<Inner> progress) => [];
                [RunInProcess] public static List<Packed> Many(Packed[] items, Dictionary<string, Inner> map) => [];
            }
            """).AssertCompiles("CS1591");

        Assert.Equal(3, LoadedTable.Of(run).Methods.Count);
    }

    [Fact]
    public void Obsolete_methods_and_types_stay_obsolete_and_compile()
    {
        GeneratorRun run = Run(Usings + """
            using System.Diagnostics.CodeAnalysis;

            [Obsolete("Use New.", true)] public class Old { public int A; }
            [Experimental("EXP1")] public class Trial { public int A; }

            public partial class C
            {
                [Obsolete("Use \"B\".", true, DiagnosticId = "OLD1", UrlFormat = "https://example.org/{0}")]
                [RunInProcess] public static Old A(Old x) => x;
                [Obsolete, RunInProcess] public static int B(int x) => x;
                [Experimental("EXP2"), RunInProcess] public static int E(int x) => x;
                [Obsolete, WorkerStartup] private static void S() { }
            }

            [Obsolete("Gone.", true)] public partial class D { [RunInProcess] public static int M(int x) => x; [WorkerStartup] private static Task S() => Task.CompletedTask; }

            #pragma warning disable EXP1
            public partial class F { [RunInProcess] public static Trial M(Trial x) => x; }
            """).AssertCompiles();

        string source = run.FileOf("C");
        Assert.Contains("[global::System.ObsoleteAttribute(\"Use \\\"B\\\".\", true, DiagnosticId = \"OLD1\", UrlFormat = \"https://example.org/{0}\")]", source, StringComparison.Ordinal);
        Assert.Contains("[global::System.Diagnostics.CodeAnalysis.ExperimentalAttribute(\"EXP2\")]", source, StringComparison.Ordinal);
        Assert.Equal(5, LoadedTable.Of(run).Methods.Count);
    }

    [Fact]
    public void Nullability_is_carried_over_and_code_without_it_stays_without()
    {
        Run("""
            #nullable disable
            using ProcGen;
            public partial class Old { [RunInProcess] public static string M(string x) => x; }
            #nullable enable
            public partial class New { [RunInProcess] public static System.Threading.Tasks.Task<string?> M(string? x, [System.Diagnostics.CodeAnalysis.AllowNull] string y) => System.Threading.Tasks.Task.FromResult(x); }
            public static class User
            {
                public static async System.Threading.Tasks.Task Use()
                {
                    int a = (await Old.InProcess.M(null)).Length;
                    int b = (await New.InProcess.M(null, null))!.Length;
                    int c = (await New.InProcess.M(null, null)).Length;
                }
            }
            """).AssertCompiles("CS8602").AssertNeedsNoPragma("CS8602", "CS8604");
    }

    [Fact]
    public void Every_kind_of_containing_type_and_result()
    {
        GeneratorRun run = Run(Usings + """
            public partial class A { [RunInProcess] public static void M() { } [RunInProcess] public int I() => 1; }
            public partial struct B { public int X; [RunInProcess] public static Task M() => Task.CompletedTask; [RunInProcess] public ValueTask<int> I() => new(X); }
            public partial record C(int X) { [RunInProcess] public static ValueTask M() => default; [RunInProcess] public virtual async Task<string?> I() { await Task.Yield(); return null; } }
            public readonly partial record struct D(int X) { [RunInProcess] public static async Task<IEnumerable<int>> M() { await Task.Yield(); return []; } [RunInProcess] public IAsyncEnumerable<int> I() => null!; }
            public static partial class E { [RunInProcess] public static ValueTask<IAsyncEnumerable<int>> M(this string text) => default; [RunInProcess] public static (int Count, string? Name) T((int A, int B) x) => default; }
            public partial interface I { public partial class N { [RunInProcess] public static int M() => 0; } }
            public unsafe partial class U { [RunInProcess] public static int M() => 0; }
            public partial class P { [RunInProcess] internal partial int M(int x); internal partial int M(int x) => x; }
            public sealed partial class W : WorkerProcess { [RunInProcess] protected override void Run() { } [RunInProcess] public static int M() => 0; }
            """).AssertCompiles().AssertNeedsNoPragma();

        Assert.Equal(15, LoadedTable.Of(run).Methods.Count);
        Assert.Contains("ProcessCall<(int Count, string? Name)> T((int A, int B) x)", run.FileOf("E"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_contract_of_the_attribute_is_in_the_description_of_the_method()
    {
        GeneratorRun run = Run(Usings + """
            public partial class C
            {
                [RunInProcess(TimeoutMilliseconds = 1, KillGraceMilliseconds = 2, MemoryLimitMegabytes = 3, Idempotent = true, Retries = 4)]
                public static int M(IProgress<int> p, int x, CancellationToken t) => 0;
            }
            """).AssertCompiles();

        CompilerServices.ProcessMethod method = Assert.Single(LoadedTable.Of(run).Methods);
        Assert.Equal((1, 2, 3, true, 4), (method.TimeoutMilliseconds, method.KillGraceMilliseconds, method.MemoryLimitMegabytes, method.Idempotent, method.Retries));
        Assert.Equal("C.M(IProgress<int>, int, CancellationToken)", method.DisplayName);
        Assert.True(method.ObservesCancellation);
        Assert.Equal(["p", "t"], method.LiveParameters);
    }
}
