using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.CallSites;
using ProcGen.Analyzers.Tests.Verification;
using RuleTest = ProcGen.Analyzers.Tests.Verification.RuleTest<ProcGen.Analyzers.CallSites.NestedGeneratorAnalyzer>;

namespace ProcGen.Analyzers.Tests.CallSites;

public sealed class NestedGeneratorAnalyzerTests
{
    [Theory]
    [InlineData("await Sources.InProcess.Consume(new DataSource2(new DataSource3([|Rows()|])));")] // through constructors
    [InlineData("await Sources.InProcess.Take(new DataSource3([|items.Where(i => i > 0)|]));")]
    [InlineData("await Sources.InProcess.Take(new DataSource3([|from i in items where i > 0 select i|]));")]
    [InlineData("await Sources.InProcess.Take(new DataSource3(Rows: [|Rows()|]));")]
    [InlineData("await Sources.InProcess.Take(new DataSource3([]) { Rows = [|Rows()|] });")] // through initializers
    [InlineData("await Sources.InProcess.Hold(new Holder { Inner = new DataSource3([|Rows()|]) });")]
    [InlineData("await Sources.InProcess.Hold(new Holder { Inner = { Rows = [|Rows()|] } });")]
    [InlineData("var old = new DataSource3([1]); await Sources.InProcess.Take(old with { Rows = [|Rows()|] });")]
    [InlineData("await Sources.InProcess.TakeAll([new DataSource3([|Rows()|]), new DataSource3([1])]);")] // through collections
    [InlineData("await Sources.InProcess.TakeAll(new[] { new DataSource3([|Rows()|]) });")]
    [InlineData("await Sources.InProcess.TakeList(new List<DataSource3> { new([|Rows()|]) });")]
    [InlineData("await Sources.InProcess.TakeList(new List<DataSource3>(new[] { new DataSource3([|Rows()|]) }));")]
    [InlineData("await Sources.InProcess.TakeMap(new Dictionary<string, DataSource3> { [\"a\"] = new([|Rows()|]) });")]
    [InlineData("await Sources.InProcess.TakePair((1, new DataSource3([|Rows()|])));")]
    [InlineData("await Sources.InProcess.TakeMany(new[] { new DataSource3([|Rows()|]) });")] // the outer one streams
    [InlineData("var rows = Rows(); await Sources.InProcess.Take(new DataSource3([|rows|]));")] // through locals
    [InlineData("var source = new DataSource3([|Rows()|]); await Sources.InProcess.Take(source);")]
    [InlineData("var source = new DataSource3([|Rows()|]); await Sources.InProcess.Take(source); await Sources.InProcess.Take(source);")]
    [InlineData("var inner = new DataSource3([|Rows()|]); var outer = new DataSource2(inner); await Sources.InProcess.Consume(outer);")]
    [InlineData("await Sources.InProcess.Take(flag ? new DataSource3([|Rows()|]) : new DataSource3([1]));")]
    [InlineData("await Sources.InProcess.Take(new DataSource3([|flag ? Rows() : [1]|]));")]
    [InlineData("await Sources.InProcess.Take(new DataSource3([|Evens()|]));")] // a method that returns a query
    [InlineData("await Sources.InProcess.Take(new DataSource3([|Odd|]));")]
    [InlineData("await Sources.InProcess.Take(new DataSource3([|Local()|])); IEnumerable<int> Local() { yield return 1; }")]
    [InlineData("await Sources.InProcess.Take(new DataSource3([|File.ReadLines(\"a\").Select(int.Parse)|]));")]
    [InlineData("await Sources.InProcess.Take(new DataSource3([|items.AsEnumerable().Skip(1).AsEnumerable()|]));")]
    [InlineData("await Sources.InProcess.Take(new DataSource3([|Enumerable.Range(0, 3)|]));")]
    [InlineData("await Sources.InProcess.Keep(new Keeper([|Rows()|]));")] // constructors of every kind
    [InlineData("await Sources.InProcess.Keep(new Keeper([|Rows()|], 1));")]
    [InlineData("await Sources.InProcess.Primary(new PrimaryKeeper([|Rows()|]));")]
    [InlineData("await Sources.InProcess.Known(new KnownHolder { Rows = [|Rows()|] });")] // no known type
    [InlineData("var calls = pool.MapAsync(items, i => Sources.InProcess.Take(new DataSource3([|Rows()|])));")]
    [InlineData("var calls = pool.MapAsync(new[] { new DataSource3([|Rows()|]) }, Sources.InProcess.Take);")] // a stub as a method group
    [InlineData("await pool.RunAsync(Sources.InProcess.Take(new DataSource3([|Rows()|])));")]
    [InlineData("var source = new DataSource3([1]); source.Rows = [|Rows()|]; await Sources.InProcess.Take(source);")] // assigned afterwards
    [InlineData("var source = new DataSource3([1]); source.Rows = items.Skip(1); source.Rows = [|Rows()|]; await Sources.InProcess.Take(source);")]
    [InlineData("var holder = new Holder(); holder.Inner.Rows = [|Rows()|]; await Sources.InProcess.Hold(holder);")]
    [InlineData("var holder = new Holder(); holder.Inner = new DataSource3([|Rows()|]); await Sources.InProcess.Hold(holder);")]
    [InlineData("var source = new DataSource3([1]); source.Rows = [|Rows()|]; if (flag) { foreach (int i in items) { await Sources.InProcess.Take(source); } }")]
    [InlineData("var source = new DataSource3([|Rows()|]); await Sources.InProcess.Take(source); source.Rows = [1];")]
    [InlineData("var known = new KnownHolder(); if (known.Rows is null) { System.Console.WriteLine(1); } known.Rows = [|Evens()|]; await Sources.InProcess.Known(known);")]
    public Task A_deferred_sequence_in_an_object_that_crosses_is_reported(string body) => VerifyAsync(body);

    [Theory]
    [InlineData("await Sources.InProcess.Stream(Rows());")] // an argument itself streams
    [InlineData("await Sources.InProcess.Stream(items.Where(i => i > 0));")]
    [InlineData("var calls = pool.MapAsync(items.Where(i => i > 0), Sources.InProcess.Single);")]
    [InlineData("var calls = pool.MapAsync(new[] { Rows(), items.Skip(1) }, Sources.InProcess.Stream);")]
    [InlineData("await Sources.InProcess.Take(new DataSource3(Rows().ToArray()));")] // evaluated
    [InlineData("await Sources.InProcess.Take(new DataSource3(items.Where(i => i > 0).ToList()));")]
    [InlineData("await Sources.InProcess.Take(new DataSource3([.. Rows()]));")]
    [InlineData("await Sources.InProcess.Take(new DataSource3(items));")]
    [InlineData("IEnumerable<int> list = new List<int> { 1 }; await Sources.InProcess.Take(new DataSource3(list));")]
    [InlineData("await Sources.InProcess.Take(new DataSource3(Enumerable.Empty<int>()));")]
    [InlineData("await Sources.InProcess.Take(new DataSource3(items.AsEnumerable()));")]
    [InlineData("await Sources.InProcess.Take(new DataSource3(Listed()));")]
    [InlineData("await Sources.InProcess.Take(new DataSource3(Virtual()));")] // what cannot be known
    [InlineData("await Sources.InProcess.Take(new DataSource3(Parameter(items)));")]
    [InlineData("await Sources.InProcess.Copy(new Copier(Rows()));")] // constructors and setters that copy
    [InlineData("await Sources.InProcess.Copy(new Copier(Rows(), 1));")]
    [InlineData("await Sources.InProcess.Copy(new Copier([]) { Source = Rows() });")]
    [InlineData("await Sources.InProcess.Count(new Counter(Rows()));")]
    [InlineData("await Sources.InProcess.TakeList(new List<DataSource3>(items.Select(i => new DataSource3([i]))));")]
    [InlineData("await Sources.InProcess.Hold(new Holder { Hidden = Rows() });")] // left out
    [InlineData("await Sources.InProcess.Hold(new Holder { Skipped = new DataSource3(Rows()) });")]
    [InlineData("await Sources.InProcess.Code(new Coded(Rows()));")] // the user's codec
    [InlineData("var source = new DataSource3(Rows()); Sources.Take(source);")] // no stub
    [InlineData("var source = new DataSource3(Rows()); source.Rows = [1]; await Sources.InProcess.Take(source);")] // changed on the way
    [InlineData("var source = new DataSource3(Rows()); source.Load(); await Sources.InProcess.Take(source);")]
    [InlineData("var source = new DataSource3(Rows()); source = new DataSource3([1]); await Sources.InProcess.Take(source);")]
    [InlineData("IEnumerable<int> rows = Rows(); rows = rows.ToList(); await Sources.InProcess.Take(new DataSource3(rows));")]
    [InlineData("await Sources.InProcess.Known(new KnownHolder { Rows = items.ToList() });")]
    [InlineData("var source = new DataSource3(Rows()); source.Rows = Rows(); source.Rows = [1]; await Sources.InProcess.Take(source);")]
    [InlineData("var source = new DataSource3([1]); source.Rows = Rows(); source.Rows = source.Rows.ToArray(); await Sources.InProcess.Take(source);")]
    [InlineData("var source = new DataSource3([1]); source.Rows = Rows(); source.Load(); await Sources.InProcess.Take(source);")]
    [InlineData("var source = new DataSource3([1]); source.Rows = Rows(); if (flag) { source.Rows = [1]; } await Sources.InProcess.Take(source);")]
    [InlineData("var source = new DataSource3([1]); if (flag) { source.Rows = Rows(); } await Sources.InProcess.Take(source);")]
    [InlineData("var source = new DataSource3([1]); source.Rows = Rows(); Evaluate(); await Sources.InProcess.Take(source); void Evaluate() => source.Rows = [1];")]
    [InlineData("var source = new DataSource3([1]); source.Rows = Rows(); source = new DataSource3([1]); await Sources.InProcess.Take(source);")]
    [InlineData("var source = new DataSource3([1]); await Sources.InProcess.Take(source); source.Rows = Rows();")]
    [InlineData("var holder = new Holder(); holder.Hidden = Rows(); await Sources.InProcess.Hold(holder);")]
    [InlineData("var copier = new Copier([]); copier.Source = Rows(); await Sources.InProcess.Copy(copier);")]
    public Task Everything_else_is_not(string body) => VerifyAsync(body);

    [Fact]
    public async Task Where_the_signature_carries_the_report_its_calls_carry_none()
    {
        const string Source = """
            public sealed record Batch(IEnumerable<int> Rows);

            public static partial class Loader
            {
                [RunInProcess] public static int Load(Batch batch) => 0;

                public static object Call() => InProcess.Load(new Batch(Rows()));

                private static IEnumerable<int> Rows() { yield return 1; }
            }
            """;

        // As an IDE may see it for a moment: the stub is older than the type.
        const string Stale = """
            partial class Loader
            {
                [System.CodeDom.Compiler.GeneratedCode("ProcGen", "1.0.0")]
                public static class InProcess { public static ProcessCall<int> Load(Batch batch) => null!; }
            }
            """;
        Microsoft.CodeAnalysis.CSharp.CSharpCompilation compilation = TestCompilation.Create(Source).AddSyntaxTrees(TestCompilation.Parse(Stale, "/Stale.g.cs"));
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), d => d.Severity == DiagnosticSeverity.Error);
        Assert.Empty(await compilation.WithAnalyzers([new NestedGeneratorAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_message_names_the_argument_the_method_and_the_path_with_its_place()
    {
        const string Source = """
            public sealed record Inner([property: ProcessKnownTypes(typeof(int[]))] IEnumerable<int> Rows);
            public sealed record Outer(Inner Inner);

            public static partial class Loader
            {
                [RunInProcess] public static int Load(Outer batch) => 0;

                public static object Call(int[] items) => InProcess.Load(new Outer(new Inner(items.Skip(1))));
            }
            """;
        Diagnostic report = Assert.Single(await TestCompilation.Generate(TestCompilation.Create(Source))
            .WithAnalyzers([new NestedGeneratorAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith(
            "'batch' of 'Loader.Load(Outer)' holds a sequence that is evaluated lazily: Outer.Inner.Rows (Sample.cs:1) would run in this process",
            report.GetMessage(CultureInfo.InvariantCulture),
            StringComparison.Ordinal);
        Assert.Single(report.AdditionalLocations);
    }

    private static Task VerifyAsync(string body) => RuleTest.VerifyGeneratedAsync(NestedGeneratorSource.With(body));
}
