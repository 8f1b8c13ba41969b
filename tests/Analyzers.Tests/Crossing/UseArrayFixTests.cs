using ProcGen.Analyzers.Crossing;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.CodeFixes.Signatures;
using RuleTest = ProcGen.Analyzers.Tests.Verification.RuleTest<ProcGen.Analyzers.Crossing.CrossingAnalyzer>;

namespace ProcGen.Analyzers.Tests.Crossing;

public sealed class UseArrayFixTests
{
    [Theory]
    [InlineData("List<IEnumerable<int>>", "List<int[]>")]
    [InlineData("IEnumerable<IEnumerable<int>>", "IEnumerable<int[]>")]
    [InlineData("IEnumerable<IEnumerable<IEnumerable<int>>>", "IEnumerable<int[][]>")]
    [InlineData("(int Id, IAsyncEnumerable<string?> Rows)", "(int Id, string?[] Rows)")]
    [InlineData("IQueryable<int>", "int[]")]
    [InlineData("IEnumerator<DateTime>?", "DateTime[]?")]
    [InlineData("System.Collections.Generic.Dictionary<string, System.Collections.Generic.IEnumerable<int>>", "System.Collections.Generic.Dictionary<string, int[]>")]
    [InlineData("List<Rows>", "List<int[]>")]
    public Task A_sequence_inside_a_parameter_becomes_an_array(string type, string expected) =>
        RuleTest.VerifyFixAsync<UseArrayFix>(Method(type, "{|PROCGEN024:x|}"), Method(expected, "x"));

    [Fact]
    public Task A_sequence_inside_a_result_becomes_an_array() =>
        RuleTest.VerifyFixAsync<UseArrayFix>(
            Usings + "public partial class C { [RunInProcess] public static {|PROCGEN024:Task<IEnumerable<IEnumerable<int>>>|} M() => throw null!; }",
            Usings + "public partial class C { [RunInProcess] public static Task<IEnumerable<int[]>> M() => throw null!; }");

    [Fact]
    public Task A_member_becomes_an_array_and_what_is_stored_there_is_evaluated()
    {
        FixTest<CrossingAnalyzer, UseArrayFix> test = new FixTest<CrossingAnalyzer, UseArrayFix>()
            .WithFile(
                "/0/Batch.cs",
                Usings + "public sealed class Batch { /* rows */ public IEnumerable<int> Rows { get; set; } = Enumerable.Empty<int>(); }",
                Usings + "public sealed class Batch { /* rows */ public int[] Rows { get; set; } = [.. Enumerable.Empty<int>()]; }")
            .WithFile(
                "/0/Use.cs",
                Usings + "public partial class C { [RunInProcess] public static int M(Batch {|PROCGEN024:batch|}) => batch.Rows.Count(); static Batch Make(List<int> rows) { var b = new Batch { Rows = rows.Where(r => r > 0) }; b.Rows = new[] { 1 }; b.Rows = []; return b; } }",
                Usings + "public partial class C { [RunInProcess] public static int M(Batch batch) => batch.Rows.Count(); static Batch Make(List<int> rows) { var b = new Batch { Rows = [.. rows.Where(r => r > 0)] }; b.Rows = new[] { 1 }; b.Rows = []; return b; } }")
            .WithProject("Other", Usings + "class Far { Batch Make(Queue<int> rows) => new() { Rows = rows }; }", Usings + "class Far { Batch Make(Queue<int> rows) => new() { Rows = [.. rows] }; }");
        return test.RunAsync();
    }

    [Fact]
    public Task A_parameter_of_a_record_becomes_an_array_with_what_its_constructor_is_given() =>
        RuleTest.VerifyFixAsync<UseArrayFix>(
            Usings + """
            public sealed record Batch(string Name, IEnumerable<int> Rows);
            public partial class C
            {
                [RunInProcess] public static int M(Batch {|PROCGEN024:batch|}) => batch.Rows.Count();
                static Batch Make(List<int> rows) => new("a", rows);
                static Batch Other(List<int> rows) => new Batch(Rows: rows.Select(r => r + 1), Name: "b") with { Rows = rows };
            }
            """,
            Usings + """
            public sealed record Batch(string Name, int[] Rows);
            public partial class C
            {
                [RunInProcess] public static int M(Batch batch) => batch.Rows.Count();
                static Batch Make(List<int> rows) => new("a", [.. rows]);
                static Batch Other(List<int> rows) => new Batch(Rows: [.. rows.Select(r => r + 1)], Name: "b") with { Rows = [.. rows] };
            }
            """);

    [Theory]
    [InlineData("public sealed class Batch { public IEnumerable<int>? Rows { get; set; } } class Use { void A(Batch b, IEnumerable<int>? rows) => b.Rows = rows; }")]
    [InlineData("public interface IBatch { IEnumerable<int> Rows { get; } } public sealed class Batch : IBatch { public IEnumerable<int> Rows { get; } = []; }")]
    [InlineData("public sealed class Batch { public IEnumerable<int>? A, B; }")]
    [InlineData("public sealed class Batch { public Box<IEnumerable<int>>? Box; } public sealed class Box<T> { public T? Value; }")]
    [InlineData("public sealed class Batch { public IAsyncEnumerable<int>? Rows; } class Use { void A(Batch b, IAsyncEnumerable<int> rows) => b.Rows = rows; }")]
    public Task What_would_not_compile_is_not_offered(string source) =>
        RuleTest.VerifyNoFixAsync<UseArrayFix>(Usings + source + " public partial class C { [RunInProcess] public static int M(Batch {|PROCGEN024:batch|}) => 0; }");

    [Fact]
    public Task Callers_that_cannot_give_arrays_stop_it() =>
        RuleTest.VerifyNoFixAsync<UseArrayFix>(Method("List<IEnumerable<int>>", "{|PROCGEN024:x|}") + "class Use { int A(List<IEnumerable<int>> rows) => C.M(rows); }");

    [Fact]
    public Task All_members_of_all_projects_become_arrays_at_once()
    {
        FixTest<CrossingAnalyzer, UseArrayFix> test = new FixTest<CrossingAnalyzer, UseArrayFix>()
            .WithFile("/0/A.cs", Source("A", "IEnumerable<int>", "{|PROCGEN024:x|}"), Source("A", "int[]", "x"))
            .WithFile("/0/B.cs", Source("B", "IEnumerable<int>", "{|PROCGEN024:x|}"), Source("B", "int[]", "x"))
            .WithProject("Other", Source("C", "IEnumerable<int>", "{|PROCGEN024:x|}"), Source("C", "int[]", "x"));
        test.NumberOfFixAllInDocumentIterations = 3;
        test.NumberOfFixAllInProjectIterations = 2;
        test.NumberOfFixAllIterations = 1;
        return test.RunAsync();

        static string Source(string type, string rows, string x) => Usings + $"public partial class {type} {{ public sealed record Batch({rows} Rows); [RunInProcess] public static int M(Batch {x}) => 0; }}";
    }

    private const string Usings = "using System; using System.Collections.Generic; using System.Linq; using System.Threading.Tasks; using ProcGen; using Rows = System.Collections.Generic.IEnumerable<int>;\n";

    private static string Method(string type, string name) => Usings + $"public partial class C {{ [RunInProcess] public static int M({type} {name}) => 0; }}\n";
}
