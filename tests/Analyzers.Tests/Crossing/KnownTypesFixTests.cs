using Microsoft.CodeAnalysis.Testing;
using ProcGen.Analyzers.Crossing;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.CodeFixes;
using RuleTest = ProcGen.Analyzers.Tests.Verification.RuleTest<ProcGen.Analyzers.Crossing.CrossingAnalyzer>;

namespace ProcGen.Analyzers.Tests.Crossing;

public sealed class KnownTypesFixTests
{
    [Theory]
    [InlineData("public interface IShape; public sealed record Circle(double R) : IShape; public struct Dot : IShape;", "IShape", "[ProcessKnownTypes(typeof(Circle), typeof(Dot))]")]
    [InlineData("public abstract class Shape; public abstract class Round : Shape; public sealed class Circle : Round; public sealed class Square : Shape;", "Shape[]", "[ProcessKnownTypes(typeof(Circle), typeof(Square))]")]
    [InlineData("public abstract class Shape; public sealed class Bound : Shape { public System.IO.Stream? S; } public sealed class Free : Shape;", "Shape", "[ProcessKnownTypes(typeof(Free))]")]
    [InlineData("public abstract class Shape { public sealed class Nested : Shape; }", "List<Shape>", "[ProcessKnownTypes(typeof(Shape.Nested))]")]
    public Task On_a_type_of_ones_own_the_derived_types_are_named(string types, string parameter, string attribute) =>
        RuleTest.VerifyFixAsync<NameKnownTypesFix>(Use(types, "", parameter, "{|PROCGEN026:x|}"), Use(attribute + "\n" + types, "", parameter, "x"));

    [Theory]
    [InlineData("public sealed record A : IComparable { public int CompareTo(object? o) => 0; }", "IComparable", "[ProcessKnownTypes(typeof(A))] ")]
    [InlineData("public interface IBox<T>; public sealed record IntBox : IBox<int>; public sealed record TextBox : IBox<string>;", "IBox<int>[]", "[ProcessKnownTypes(typeof(IntBox))] ")]
    public Task On_another_type_they_are_named_at_the_parameter(string types, string parameter, string attribute) =>
        RuleTest.VerifyFixAsync<NameKnownTypesFix>(Use(types, "", parameter, "{|PROCGEN026:x|}"), Use(types, attribute, parameter, "x"));

    [Fact]
    public Task On_another_type_they_are_named_at_the_member_and_at_the_result() =>
        RuleTest.VerifyFixAsync<NameKnownTypesFix>(
            """
            using System;
            using ProcGen;

            public sealed record A : IFormattable { public string ToString(string? f, IFormatProvider? p) => ""; }

            public sealed record Job(int Id, IFormattable What);

            public sealed class Other
            {
                /// <summary>What.</summary>
                public IFormattable? What { get; set; }
            }

            public static partial class Methods
            {
                [RunInProcess] public static int M(Job {|PROCGEN026:job|}, Other {|PROCGEN026:other|}) => 0;

                [RunInProcess]
                public static {|PROCGEN026:IFormattable|} N() => new A();
            }
            """,
            """
            using System;
            using ProcGen;

            public sealed record A : IFormattable { public string ToString(string? f, IFormatProvider? p) => ""; }

            public sealed record Job(int Id, [property: ProcessKnownTypes(typeof(A))] IFormattable What);

            public sealed class Other
            {
                /// <summary>What.</summary>
                [ProcessKnownTypes(typeof(A))]
                public IFormattable? What { get; set; }
            }

            public static partial class Methods
            {
                [RunInProcess] public static int M(Job job, Other other) => 0;

                [return: ProcessKnownTypes(typeof(A))]
                [RunInProcess]
                public static IFormattable N() => new A();
            }
            """,
            test => test.NumberOfIncrementalIterations = 3);

    [Fact]
    public Task The_links_of_a_pipeline_are_named_though_each_holds_another_one() =>
        RuleTest.VerifyFixAsync<NameKnownTypesFix>(
            """
            using ProcGen;

            public abstract class Source;
            public sealed class Numbers : Source { public int Count; }
            public sealed class Doubled(Source behind) : Source { public Source Behind { get; } = behind; }
            public sealed class Bound : Source { public System.IO.Stream? Behind; }

            public static partial class Methods
            {
                [RunInProcess] public static int M(Source {|PROCGEN026:source|}) => 0;
            }
            """,
            """
            using ProcGen;

            [ProcessKnownTypes(typeof(Doubled), typeof(Numbers))]
            public abstract class Source;
            public sealed class Numbers : Source { public int Count; }
            public sealed class Doubled(Source behind) : Source { public Source Behind { get; } = behind; }
            public sealed class Bound : Source { public System.IO.Stream? Behind; }

            public static partial class Methods
            {
                [RunInProcess] public static int M(Source source) => 0;
            }
            """);

    [Fact]
    public Task The_classes_behind_a_sequence_of_NET_are_named_at_the_member() =>
        RuleTest.VerifyFixAsync<NameKnownTypesFix>(
            """
            using System.Collections;
            using System.Collections.Generic;
            using ProcGen;

            public sealed class Numbers : IEnumerable<int>
            {
                public IEnumerator<int> GetEnumerator() { yield return 1; }
                IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
            }

            public sealed class Words : IEnumerable<string>
            {
                public IEnumerator<string> GetEnumerator() { yield return ""; }
                IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
            }

            public sealed class Doubled(IEnumerable<int> behind) : IEnumerable<int>
            {
                public IEnumerable<int> Behind { get; } = behind;
                public IEnumerator<int> GetEnumerator() => Behind.GetEnumerator();
                IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
            }

            public static partial class Methods
            {
                [RunInProcess] public static int M(Doubled {|PROCGEN024:source|}) => 0;
            }
            """,
            """
            using System.Collections;
            using System.Collections.Generic;
            using ProcGen;

            public sealed class Numbers : IEnumerable<int>
            {
                public IEnumerator<int> GetEnumerator() { yield return 1; }
                IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
            }

            public sealed class Words : IEnumerable<string>
            {
                public IEnumerator<string> GetEnumerator() { yield return ""; }
                IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
            }

            public sealed class Doubled(IEnumerable<int> behind) : IEnumerable<int>
            {
                [ProcessKnownTypes(typeof(Doubled), typeof(Numbers))]
                public IEnumerable<int> Behind { get; } = behind;
                public IEnumerator<int> GetEnumerator() => Behind.GetEnumerator();
                IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
            }

            public static partial class Methods
            {
                [RunInProcess] public static int M(Doubled source) => 0;
            }
            """);

    [Theory]
    [InlineData("", "object")]
    [InlineData("public interface IShape;", "IShape")]
    [InlineData("public interface IShape; public abstract class Shape : IShape; public class Round<T> : IShape;", "IShape")]
    [InlineData("public interface IShape; public sealed class Bound : IShape { public System.IO.Stream? S; }", "IShape")]
    [InlineData("public interface IShape<T>; public sealed class Text : IShape<string>;", "IShape<int>")]
    public Task Without_a_type_to_name_it_is_not_offered(string types, string parameter) =>
        RuleTest.VerifyNoFixAsync<NameKnownTypesFix>(Use(types, "", parameter, "{|PROCGEN026:x|}"));

    [Fact]
    public Task A_type_that_MemoryPack_writes_gets_a_union() =>
        RuleTest.VerifyFixAsync<NameKnownTypesFix>(
            """
            using MemoryPack;
            using ProcGen;

            [MemoryPackable]
            public abstract partial class Shape;

            [MemoryPackable]
            public sealed partial class Circle : Shape;

            [MemoryPackable]
            public sealed partial class Square : Shape;

            public sealed class Plain : Shape;

            public static partial class Methods
            {
                [RunInProcess] public static int M(Shape {|PROCGEN026:shape|}) => 0;
            }
            """,
            """
            using MemoryPack;
            using ProcGen;

            [MemoryPackUnion(0, typeof(Circle))]
            [MemoryPackUnion(1, typeof(Square))]
            [MemoryPackable]
            public abstract partial class Shape;

            [MemoryPackable]
            public sealed partial class Circle : Shape;

            [MemoryPackable]
            public sealed partial class Square : Shape;

            public sealed class Plain : Shape;

            public static partial class Methods
            {
                [RunInProcess] public static int M(Shape shape) => 0;
            }
            """);

    [Fact]
    public Task All_types_of_all_projects_are_named_at_once()
    {
        FixTest<CrossingAnalyzer, NameKnownTypesFix> test = new FixTest<CrossingAnalyzer, NameKnownTypesFix>()
            .WithFile("/0/A.cs", Source("A", "", "{|PROCGEN026:x|}"), Source("A", "[ProcessKnownTypes(typeof(Case))] ", "x"))
            .WithFile("/0/B.cs", Source("B", "", "{|PROCGEN026:x|}"), Source("B", "[ProcessKnownTypes(typeof(Case))] ", "x"))
            .WithProject("Other", Source("C", "", "{|PROCGEN026:x|}"), Source("C", "[ProcessKnownTypes(typeof(Case))] ", "x"));
        test.NumberOfFixAllInDocumentIterations = 3;
        test.NumberOfFixAllInProjectIterations = 2;
        test.NumberOfFixAllIterations = 1;
        return test.RunAsync();

        static string Source(string type, string attribute, string x) =>
            $"using ProcGen; public partial class {type} {{ {attribute}public interface IOpen; public sealed class Case : IOpen; [RunInProcess] public static int M(IOpen {x}) => 0; }}";
    }

    [Fact]
    public Task An_interface_of_another_project_is_closed_where_it_is_used()
    {
        FixTest<CrossingAnalyzer, NameKnownTypesFix> test = new FixTest<CrossingAnalyzer, NameKnownTypesFix>()
            .WithFile("/0/Shapes.cs", "public interface IShape; public sealed class Circle : IShape { public int R { get; set; } }")
            .WithProject(
                "Other",
                "using ProcGen; public sealed class Square : IShape; public partial class C { [RunInProcess] public static int M(IShape {|PROCGEN026:x|}) => 0; }",
                "using ProcGen; public sealed class Square : IShape; public partial class C { [RunInProcess] public static int M([ProcessKnownTypes(typeof(Circle), typeof(Square))] IShape x) => 0; }");

        // The testing package compares the first project only, in which nothing changes.
        test.CodeFixTestBehaviors |= CodeFixTestBehaviors.SkipFixAllInDocumentCheck;
        return test.RunAsync();
    }

    private static string Use(string types, string attribute, string parameter, string name) =>
        $"using System; using System.Collections.Generic; using ProcGen;\npublic static partial class Methods {{ [RunInProcess] public static int M({attribute}{parameter} {name}) => 0; }}\n{types}\n";
}
