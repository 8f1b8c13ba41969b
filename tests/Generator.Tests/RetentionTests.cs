using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Tests.Infrastructure;
using static ProcGen.Generator.Tests.Infrastructure.GeneratorRunner;

namespace ProcGen.Generator.Tests;

public sealed class RetentionTests
{
    private const string Marked = Usings + """
        public partial class C
        {
            [RunInProcess] public int M(Job job) => job.Id;
            [WorkerState] public static Job State() => new();
            [WorkerStartup] public static void Start() { }
        }
        public sealed class Job { public int Id; }
        """;

    [Fact]
    public void A_compilation_dies_when_the_driver_has_seen_the_next_one()
    {
        (GeneratorDriver driver, WeakReference first, WeakReference symbol) = RunTwice();

        // Stack slots of a collected frame may live a little longer in unoptimised code.
        for (var watch = Stopwatch.StartNew(); (first.IsAlive || symbol.IsAlive) && watch.Elapsed < TimeSpan.FromSeconds(10);)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(first.IsAlive, "The driver holds a compilation that is no longer current.");
        Assert.False(symbol.IsAlive, "The driver holds a symbol of a compilation that is no longer current.");
        GC.KeepAlive(driver);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorDriver Driver, WeakReference Compilation, WeakReference Symbol) RunTwice()
    {
        CSharpCompilation first = Compile(Marked, "class Unrelated;");
        GeneratorDriver driver = Run(first).Driver;
        CSharpCompilation second = first.ReplaceSyntaxTree(first.SyntaxTrees[1], Parse("class Unrelated { }", "Source1.cs"));
        driver = driver.RunGenerators(second, TestContext.Current.CancellationToken);
        return (driver, new WeakReference(first), new WeakReference(first.GetTypeByMetadataName("C")));
    }
}
