using Microsoft.CodeAnalysis;
using ProcGen.Generator.Tests.Infrastructure;
using static ProcGen.Generator.Tests.Infrastructure.GeneratorRunner;

namespace ProcGen.Generator.Tests;

public sealed class TableTests
{
    private const string Table = "ProcGen.MethodTable.g.cs";
    private const string Marked = Usings + "namespace {0} {{ public partial class C {{ [RunInProcess] public static int M(int x) => x; }} }}";

    [Fact]
    public void A_program_without_marked_methods_names_the_tables_of_its_libraries_and_a_library_does_not()
    {
        MetadataReference first = CompileLibrary("Lib.First", string.Format(null, Marked, "F"));
        MetadataReference second = CompileLibrary("Second", string.Format(null, Marked, "S"));

        GeneratorRun program = Run(Compile("App", OutputKind.ConsoleApplication, [second, first], "class P { static void Main() { } }")).AssertCompiles();
        GeneratorRun library = Run(Compile("Lib", OutputKind.DynamicallyLinkedLibrary, [first], "class P;")).AssertCompiles();
        GeneratorRun alone = Run(Compile("App", OutputKind.ConsoleApplication, [], "class P { static void Main() { } }")).AssertCompiles();

        Assert.Matches(@"(?s)new global::ProcGen\.Generated\.Lib_First_[0-9A-F]{8}\.MethodTable\(\),\s+new global::ProcGen\.Generated\.Second\.MethodTable\(\),", program.Sources[Table]);
        Assert.Empty(library.Sources);
        Assert.Empty(alone.Sources);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(500)]
    public void Any_number_of_methods_is_found(int count)
    {
        GeneratorRun run = Run([Usings, .. Enumerable.Range(0, count).Select(i => $"public static partial class C{i % 40} {{ [ProcGen.RunInProcess] public static void M{i}() {{ }} }}")]).AssertCompiles().AssertNeedsNoPragma();
        Assert.Equal(count, LoadedTable.Of(run).Methods.Select(method => method.DisplayName).Distinct().Count());
    }

    [Fact]
    public void No_switch_of_the_table_grows_with_the_number_of_methods()
    {
        // The compiler's time grows with the square of the cases of one.
        GeneratorRun run = Run([Usings, .. Enumerable.Range(0, 1000).Select(i => $"public static partial class C{i} {{ [ProcGen.RunInProcess] public static void M() {{ }} }}")]);
        Assert.All(run.Sources[Table].Split("switch (id)").Skip(1), text => Assert.InRange(text.Split("case 0x").Length - 1, 1, 60));
    }

    [Fact]
    public void A_library_under_an_extern_alias_only_is_not_named()
    {
        MetadataReference aliased = CompileLibrary("First", string.Format(null, Marked, "F")).WithAliases(["f"]);

        Assert.Empty(Run(Compile("App", OutputKind.ConsoleApplication, [aliased], "class P { static void Main() { } }")).AssertCompiles().Sources);
    }

    [Fact]
    public async Task Start_up_methods_run_in_the_order_of_their_full_names()
    {
        GeneratorRun run = Run(Usings + """
            public static class Log { public static readonly List<string> Lines = []; }
            namespace B { internal static partial class X { [WorkerStartup] static void Second() => Log.Lines.Add("B.X.Second"); [WorkerStartup] internal static void First() => Log.Lines.Add("B.X.First"); } }
            namespace A { public partial class Z { private partial class Y { [WorkerStartup] static async Task Run() { await Task.Yield(); Log.Lines.Add("A.Z.Y.Run"); } } [WorkerStartup] public static ValueTask Early() { Log.Lines.Add("A.Z.Early"); return default; } } }
            """).AssertCompiles().AssertNeedsNoPragma();

        var loaded = LoadedTable.Of(run);
        await loaded.Table.RunStartupAsync();

        Assert.Equal(["A.Z.Early", "A.Z.Y.Run", "B.X.First", "B.X.Second"], (List<string>)loaded.Assembly.GetType("Log")!.GetField("Lines")!.GetValue(null)!);
        Assert.Empty(loaded.Methods);
    }

    [Theory]
    [InlineData("public static int M(int x) => x;", "public static int M(int y) => y + 1;", true)]
    [InlineData("public static int M(int x) => x;", "internal static int M(int x = 3) => x;", true)]
    [InlineData("public static int M(int x) => x;", "public static int M(long x) => 0;", false)]
    [InlineData("public static int M(int x) => x;", "public static long M(int x) => x;", false)]
    [InlineData("public static int M(int x) => x;", "public static Task<int> M(int x) => null!;", false)]
    [InlineData("public static int M(Job x) => 0;", "public static int M([WorkerState] Job x) => 0;", false)]
    public void The_hash_changes_exactly_with_what_crosses(string before, string after, bool same)
    {
        string first = Hash(before);

        Assert.Equal(same, first == Hash(after));

        static string Hash(string method) =>
            System.Text.RegularExpressions.Regex.Match(Run(Usings + $"public class Job {{ public int A; }} public partial class C {{ [RunInProcess] {method} }}").AssertCompiles().Sources[Table], "Hash => (\\w+)").Groups[1].Value;
    }

    [Fact]
    public void Ids_are_what_they_were_in_the_first_version()
    {
        var table = LoadedTable.Of(Run(Usings + "namespace N { public partial class C { [RunInProcess] public static int M(int x, List<string> y) => x; } }").AssertCompiles());

        // A caller and a worker of different builds find each other's methods by these numbers: a change here is a breaking one.
        Assert.Equal(12839424557376208754UL, Assert.Single(table.Methods).Id);
    }
}
