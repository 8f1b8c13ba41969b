using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Crossing;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.CodeFixes;
using RuleTest = ProcGen.Analyzers.Tests.Verification.RuleTest<ProcGen.Analyzers.Crossing.CrossingAnalyzer>;

namespace ProcGen.Analyzers.Tests.Crossing;

public sealed class DerivedDataTests
{
    [Theory]
    [InlineData("public class Base { public int Id; } public class Derived : Base { public int More; }")]
    [InlineData("public class Base { public int Id; } public class Derived : Base { public string? More { get; set; } }")]
    [InlineData("public record Base(int Id); public sealed record Derived(int Id, int More) : Base(Id);")]
    [InlineData("public class Base { } public class Between : Base { } public class Derived : Between { private readonly int _more = 1; public int Get() => _more; }")]
    [InlineData("public class Base { } public class Derived(int more) : Base { public int Get() => more; }")]
    [InlineData("public class Base { } public static class Outer { private sealed class Derived : Base { public int More; } }")]
    [InlineData("public class Base { } namespace Far { using Parent = Base; public class Derived : Parent { public int More; } }")]
    [InlineData("public class Base { } namespace Far.Away { public class Derived : global::Base { public int More; } }")]
    [InlineData("public class Base : Generic<int> { } public class Generic<T> { public T? Value; } public class Derived : Base { public int More; }")]
    [InlineData("public class Base { public Inner? Inner; } public class Inner { } public class Derived : Inner { public int More; }")]
    [InlineData("public class Base { public Pair<int>? Pair; } public class Pair<T> { public T? Value; } public class Derived : Pair<int> { public int More; }")]
    [InlineData("public class Base { public Pair<int>? Pair; } public class Pair<T> { public T? Value; } public class Derived<T> : Pair<T> { public int More; }")]
    public Task A_class_that_a_derived_class_adds_data_to_is_reported(string source) => RuleTest.VerifyAsync(Use(source, "{|PROCGEN029:value|}"));

    [Theory]
    [InlineData("public class Base { public int Id; }")]
    [InlineData("public sealed class Base { public int Id; }")]
    [InlineData("public class Base { public int Id; } public class Derived : Base { public override string ToString() => \"\"; public int Twice => Id * 2; }")]
    [InlineData("public class Base { public int Id; } public class Derived : Base { public static int Count; public const int Max = 3; }")]
    [InlineData("public class Base { public int Id; } public class Derived : Base { [ProcessIgnore] public int More; [ProcessIgnore] public int Other { get; set; } }")]
    [InlineData("[ProcessKnownTypes(typeof(Derived))] public class Base { public int Id; } public class Derived : Base { public int More; }")]
    [InlineData("public class Base { public int Id; [ProcessKnownTypes(typeof(Derived))] public Inner? Inner; } public class Inner { } public class Derived : Inner { public int More; }")]
    [InlineData("public class Base { public int Id; } namespace Far { public class Base { } public class Derived : Base { public int More; } }")]
    [InlineData("public class Base : Parent { public int Id; } public class Parent { } public class Derived : Parent { public int More; }")]
    [InlineData("public struct Base { public int Id; } public interface IBase; public class Derived : IBase { public int More; }")]
    [InlineData("[MemoryPack.MemoryPackable] public partial class Base { public int Id; } public class Derived : Base { public int More; }")]
    [InlineData("public class Base { public Pair<string>? Pair; } public class Pair<T> { public T? Value; } public class Derived : Pair<int> { public int More; }")]
    [InlineData("public class Base { public Pair<string>? Pair; } public class Pair<T> { public T? Value; } public class Between : Pair<int> { } public class Derived : Between { public int More; }")]
    public Task A_class_that_nothing_is_added_to_is_not(string source) => RuleTest.VerifyAsync(Use(source, "value"));

    [Fact]
    public Task The_object_of_a_method_is_reported_too() =>
        RuleTest.VerifyAsync("public partial class Base { [ProcGen.RunInProcess] public int {|PROCGEN029:M|}() => 0; } public class Derived : Base { public int More; }");

    [Fact]
    public async Task A_class_of_a_reference_is_reported_with_the_derived_class_of_another()
    {
        MetadataReference library = OtherAssembly.Compile("Library", "namespace Library; public class Animal { public string Name { get; set; } = \"\"; } public class Cat : Animal { public int Lives { get; set; } internal class Hidden : Animal { public int X { get; set; } } }");
        const string Source = "public static partial class Zoo { [RunInProcess] public static int Feed(Library.Animal animal) => 0; }";
        Diagnostic report = Assert.Single(await ReportsOf(TestCompilation.Create(Source).AddReferences(library)));
        Assert.Equal(
            "'animal' of 'Zoo.Feed(Animal)' can hold more than crosses: its type is Library.Animal, which is not sealed, and Cat adds 'Lives', so an object of that class is refused when it is sent. Name the classes that may stand there with [ProcessKnownTypes(typeof(Cat))].",
            report.GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("public sealed class Cat(int lives) : Animal { public int Lives { get; } = lives; }", "Lives")]
    [InlineData("public sealed class Cat(int lives) : Animal { public int Lives { get; } = lives; public int Twice => Lives * 2; }", "Lives")]
    [InlineData("public sealed class Cat : Animal { public int Lives { get; init; } }", "Lives")]
    [InlineData("public sealed class Cat(int lives) : Animal { public int Left => lives; public int Lives { get; } = 9; }", "Lives")]
    public async Task What_a_derived_class_of_a_reference_only_makes_in_its_constructor_is_data_too(string derived, string member)
    {
        MetadataReference library = OtherAssembly.Compile("Library", "public class Animal { public string Name { get; set; } = \"\"; } " + derived);
        const string Source = "public static partial class Zoo { [RunInProcess] public static int Feed(Animal animal) => 0; }";
        Diagnostic report = Assert.Single(await ReportsOf(TestCompilation.Create(Source).AddReferences(library)));
        Assert.Contains($"Cat adds '{member}'", report.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public sealed class Cat : Animal { public int Twice => Name.Length * 2; public override string ToString() => Name; }")]
    [InlineData("public sealed class Cat : Animal { [ProcGen.ProcessIgnore] public int Lives { get; } = 9; }")]
    public async Task What_a_derived_class_of_a_reference_computes_or_leaves_behind_is_none(string derived)
    {
        MetadataReference library = OtherAssembly.Compile("Library", "public class Animal { public string Name { get; set; } = \"\"; } " + derived);
        Assert.Empty(await ReportsOf(TestCompilation.Create("public static partial class Zoo { [RunInProcess] public static int Feed(Animal animal) => 0; }").AddReferences(library)));
    }

    [Fact]
    public async Task A_captured_parameter_is_named_as_the_user_wrote_it()
    {
        Diagnostic report = Assert.Single(await ReportsOf(TestCompilation.Create("public class Base { } public class Derived(int more) : Base { public int Get() => more; } public static partial class C { [RunInProcess] public static int M(Base b) => 0; }")));
        Assert.Contains("adds 'more'", report.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_of_NET_is_searched_in_source_only()
    {
        Assert.Empty(await ReportsOf(TestCompilation.Create("public static partial class C { [RunInProcess] public static int M(UriBuilder a) => 0; }")));
        Assert.Equal("PROCGEN029", Assert.Single(await ReportsOf(TestCompilation.Create("public sealed class Mine : UriBuilder { public int More; } public static partial class C { [RunInProcess] public static int M(UriBuilder b) => 0; }"))).Id);
    }

    [Fact]
    public Task The_fix_names_all_derived_classes_that_can_cross() =>
        RuleTest.VerifyFixAsync<NameKnownTypesFix>(
            """
            using ProcGen;

            // Stays.
            public class Base
            {
            }

            public class One : Base { public int More; }
            public abstract class Two : Base { public int More; }
            public class Three : Two { }
            public class Open<T> : Base { public T? More; }
            public class Bound : Base { public System.Action? Done; }

            public static partial class Methods
            {
                [RunInProcess] public static int M(Base {|PROCGEN029:value|}) => 0;
                [RunInProcess] public static int N(Base[] {|PROCGEN029:value|}) => 0;
            }
            """,
            """
            using ProcGen;

            // Stays.
            [ProcessKnownTypes(typeof(One), typeof(Three))]
            public class Base
            {
            }

            public class One : Base { public int More; }
            public abstract class Two : Base { public int More; }
            public class Three : Two { }
            public class Open<T> : Base { public T? More; }
            public class Bound : Base { public System.Action? Done; }

            public static partial class Methods
            {
                [RunInProcess] public static int M(Base value) => 0;
                [RunInProcess] public static int N(Base[] value) => 0;
            }
            """);

    [Fact]
    public Task All_classes_are_named_at_once()
    {
        FixTest<CrossingAnalyzer, NameKnownTypesFix> test = new FixTest<CrossingAnalyzer, NameKnownTypesFix>()
            .WithFile("/0/A.cs", Source("A", "", "{|PROCGEN029:value|}"), Source("A", "[ProcessKnownTypes(typeof(Derived))] ", "value"))
            .WithFile("/0/B.cs", Source("B", "", "{|PROCGEN029:value|}"), Source("B", "[ProcessKnownTypes(typeof(Derived))] ", "value"))
            .WithProject("Other", Source("C", "", "{|PROCGEN029:value|}"), Source("C", "[ProcessKnownTypes(typeof(Derived))] ", "value"));
        test.NumberOfFixAllInDocumentIterations = 3;
        test.NumberOfFixAllInProjectIterations = 2;
        test.NumberOfFixAllIterations = 1;
        return test.RunAsync();

        static string Source(string type, string attribute, string value) =>
            $"using ProcGen; public partial class {type} {{ {attribute}public class Base {{ }} public class Derived : Base {{ public int X; }} [RunInProcess] public static int M(Base {value}) => 0; }}";
    }

    private static async Task<IReadOnlyList<Diagnostic>> ReportsOf(Compilation compilation)
    {
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), d => d.Severity == DiagnosticSeverity.Error);
        return await compilation.WithAnalyzers([new CrossingAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }

    private static string Use(string source, string parameter) =>
        $"using System; using System.Collections.Generic; using ProcGen;\npublic static partial class Methods {{ [RunInProcess] public static int M(Base {parameter}) => 0; }}\n{source}\n";
}
