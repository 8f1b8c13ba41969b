using ProcGen.Analyzers.CallSites;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.CodeFixes;

namespace ProcGen.Analyzers.Tests.CallSites;

public sealed class EvaluateSequenceFixTests
{
    private const string Types = """
        global using ProcGen;
        global using System.Collections.Generic;

        public sealed record Data([property: ProcessKnownTypes(typeof(int[]))] IEnumerable<int> Rows);

        public static partial class Loader
        {
            [RunInProcess] public static int Load(Data data) => 0;
            [RunInProcess] public static int LoadAll(Data[] data) => 0;
        }
        """;

    public static TheoryData<string, string> Fixes => new()
    {
        { "new Data([|Rows(items)|])", "new Data(Rows(items).ToArray())" },
        { "new Data([|rows|])", "new Data(rows.ToArray())" },
        { "new Data([|from item in items select item + 1|])", "new Data((from item in items select item + 1).ToArray())" },
        { "new Data([|items.Length > 0 ? Rows(items) : items|])", "new Data((items.Length > 0 ? Rows(items) : items).ToArray())" },
        { "new Data(/* all */ [|items.Skip(1)|] /* of them */)", "new Data(/* all */ items.Skip(1).ToArray() /* of them */)" },
        { "new Data([]) { Rows = [|items.Skip(1)|] }", "new Data([]) { Rows = items.Skip(1).ToArray() }" },
        { "new Data((IEnumerable<int>)[|Rows(items)|])", "new Data((IEnumerable<int>)Rows(items).ToArray())" },
        {
            """
            new Data(
                        // The rows.
                        [|items
                            .Skip(1)|])
            """,
            """
            new Data(
                        // The rows.
                        items
                            .Skip(1).ToArray())
            """
        },
    };

    [Theory]
    [MemberData(nameof(Fixes))]
    public Task The_sequence_is_evaluated_where_it_enters_the_object(string wrong, string right) =>
        NewTest(Caller(wrong), Caller(right)).RunAsync();

    [Fact]
    public Task The_namespace_of_ToArray_is_imported_where_it_is_missing() =>
        NewTest(
            """
            // Licence.
            using System;
            using System.Threading;

            public static class Caller
            {
                public static object Call(int[] items) => Loader.InProcess.Load(new Data([|Rows()|]));
                private static IEnumerable<int> Rows() { yield return 1; }
            }
            """,
            """
            // Licence.
            using System;
            using System.Linq;
            using System.Threading;

            public static class Caller
            {
                public static object Call(int[] items) => Loader.InProcess.Load(new Data(Rows().ToArray()));
                private static IEnumerable<int> Rows() { yield return 1; }
            }
            """).RunAsync();

    [Fact]
    public Task A_file_without_any_import_gets_one() =>
        NewTest(
            """
            // Licence.
            namespace N;

            public static class Caller
            {
                public static object Call(int[] items) => Loader.InProcess.Load(new Data([|Rows()|]));
                private static IEnumerable<int> Rows() { yield return 1; }
            }
            """,
            """
            // Licence.
            using System.Linq;

            namespace N;

            public static class Caller
            {
                public static object Call(int[] items) => Loader.InProcess.Load(new Data(Rows().ToArray()));
                private static IEnumerable<int> Rows() { yield return 1; }
            }
            """).RunAsync();

    [Fact]
    public Task A_sequence_that_cannot_be_an_array_is_left_to_its_author() =>
        new FixTest<NestedGeneratorAnalyzer, EvaluateSequenceFix>().WithGenerator()
            .WithFile(
                "/0/All.cs",
                """
                using System.Linq;
                using ProcGen;

                public sealed record Sorted([property: ProcessKnownTypes(typeof(Known))] IOrderedEnumerable<int> Rows);
                public sealed class Known : IOrderedEnumerable<int>
                {
                    public IOrderedEnumerable<int> CreateOrderedEnumerable<TKey>(System.Func<int, TKey> keySelector, System.Collections.Generic.IComparer<TKey>? comparer, bool descending) => this;
                    public System.Collections.Generic.IEnumerator<int> GetEnumerator() => throw new System.NotSupportedException();
                    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
                }

                public static partial class Loader
                {
                    [RunInProcess] public static int Load(Sorted sorted) => 0;
                    public static object Call(int[] items) => InProcess.Load(new Sorted([|items.OrderBy(i => i)|]));
                }
                """)
            .RunAsync();

    [Fact]
    public Task All_sequences_of_all_files_and_projects_are_evaluated_at_once()
    {
        FixTest<NestedGeneratorAnalyzer, EvaluateSequenceFix> test = NewTest(
                Caller("Loader.InProcess.LoadAll([new Data([|Rows(items)|]), new Data([|rows|])])", "A", isCall: true),
                Caller("Loader.InProcess.LoadAll([new Data(Rows(items).ToArray()), new Data(rows.ToArray())])", "A", isCall: true))
            .WithFile("/0/B.cs", Caller("new Data([|Rows(items)|])", "B"), Caller("new Data(Rows(items).ToArray())", "B"))
            .WithProject("Other", Whole("new Data([|Rows(items)|])"), Whole("new Data(Rows(items).ToArray())"));
        test.NumberOfIncrementalIterations = 4;
        test.NumberOfFixAllInDocumentIterations = 3;
        test.NumberOfFixAllInProjectIterations = 2;
        test.NumberOfFixAllIterations = 1;
        return test.RunAsync();

        // The global imports come first.
        static string Whole(string argument) => Types.Replace("\npublic sealed record", "using System.Linq;\npublic sealed record", StringComparison.Ordinal)
            + Caller(argument, "C").Replace("using System.Linq;", "", StringComparison.Ordinal);
    }

    private static FixTest<NestedGeneratorAnalyzer, EvaluateSequenceFix> NewTest(string source, string fixedSource) =>
        new FixTest<NestedGeneratorAnalyzer, EvaluateSequenceFix>().WithGenerator().WithFile("/0/Caller.cs", source, fixedSource).WithFile("/0/Types.cs", Types);

    private static string Caller(string argument, string name = "Caller", bool isCall = false) =>
        $$"""
        using System.Linq;

        public static class {{name}}
        {
            public static object Call(int[] items)
            {
                var rows = items.Where(item => item > 0);
                return {{(isCall ? argument : $"Loader.InProcess.Load({argument})")}};
            }

            private static IEnumerable<int> Rows(int[] items)
            {
                foreach (int item in items)
                {
                    yield return item;
                }
            }
        }
        """;
}
