using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Models;
using ProcGen.Generator.Parsing;
using ProcGen.Generator.Tests.Infrastructure;

namespace ProcGen.Generator.Tests.Crossing;

/// <summary>The models and the code of generated serializers.</summary>
public sealed class SerializerTests
{
    private const string PlainTypes = """
        namespace N
        {
            public static partial class Calls
            {
                [RunInProcess] public static Job A(Job job, List<Shape>? shapes, [ProcessKnownTypes(typeof(int), typeof(Job))] object? any) => job;
                [RunInProcess] public static (int A, string? B, Secret[] C) B(Box<Secret> box, Dictionary<string, Money?> money) => default;
                [RunInProcess] public static Node? D(Node? node, Derived? derived, Exception? error) => node;
                public sealed class Secret(string text) { private readonly Hidden _hidden = new(); public string Text => text; }
                private sealed class Hidden { public int X; }
            }

            public sealed class Job { public required string Name { get; init; } public int? Priority { get; set; } private readonly DateTime _made = DateTime.Now; public Job? Parent; public override string ToString() => _made.ToString(); }
            [ProcessKnownTypes(typeof(Circle), typeof(Square))] public abstract record Shape(string Name);
            public sealed record Circle(string Name, double Radius) : Shape(Name);
            public record Square(string Name, double Side) : Shape(Name);
            public class Box<T> where T : class { private T? _item; public T? Item { get => _item; set => _item = value; } }
            public readonly record struct Money(decimal Amount, string Currency);
            [ProcessReferences] public class Node { public List<Node?>? Next { get; set; } }
            public class Derived : EventArgs { public long Id { get; set; } }
        }
        """;

    private const string PackedTypes = """
        namespace N
        {
            public static partial class PackedCalls
            {
                [RunInProcess] public static Packed? C(Packed? packed, IUnion? union, List<Packed?>? all) => packed;
            }

            [MemoryPack.MemoryPackable] public partial class Packed { public string? Text { get; set; } public List<int>? Numbers { get; set; } }
            [MemoryPack.MemoryPackable] [MemoryPack.MemoryPackUnion(0, typeof(UnionCase))] public partial interface IUnion;
            [MemoryPack.MemoryPackable] public partial class UnionCase : IUnion { public int X { get; set; } }
        }
        """;

    private const string PrivateParts = """
        namespace N
        {
            public static partial class First { [RunInProcess] public static Tree A(Tree tree, List<Outer.Inner> inner) => tree; }
            public static partial class Second { [RunInProcess] public static Shape B(Shape shape, Tree tree, Derived derived) => shape; }

            public partial class Tree { private Node? _root; private List<Leaf>? _leaves; private class Node { public Node? Next; private Leaf _leaf; } private struct Leaf { public string? Text; } }
            public partial class Outer { public partial struct Inner { private Secret? _secret; private partial class Secret { private Deep? _deep; private class Deep { public int X; } } } private class Unused { public Inner In; } }
            [ProcessKnownTypes(typeof(Circle))] public abstract partial record Shape { private sealed record Circle(double Radius) : Shape; public static Shape Of(double radius) => new Circle(radius); }
            public partial class Base { private protected Part? _part; protected class Part { public int X; } }
            public class Derived : Base { public partial class Own { private Key _key; private enum Key : byte { A } private string? _text; } public Own? Mine { get; init; } }
        }
        """;

    [Fact]
    public void Types_with_private_parts_compile_without_warnings()
    {
        GeneratorRun run = GeneratorRunner.Run(GeneratorRunner.Usings + PrivateParts.Replace("public class Derived", "public partial class Derived", StringComparison.Ordinal)).AssertCompiles().AssertNeedsNoPragma();
        Assert.Contains(run.Sources.Keys, k => k.StartsWith("N.Tree.", StringComparison.Ordinal) && k.EndsWith(".Serializers.g.cs", StringComparison.Ordinal));
        Assert.DoesNotContain("PROCGEN", run.Text.Replace("\"ProcGen\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void The_code_of_a_type_with_private_parts_stands_in_it() => Snapshot.Verify(GeneratorRunner.Run(GeneratorRunner.Usings + """

        namespace N
        {
            public static partial class Calls
            {
                [RunInProcess] public static Tree Grow(Tree tree) => tree;
            }

            public sealed partial class Tree
            {
                private Node? _root;

                private sealed class Node
                {
                    public Node? Next;
                }
            }
        }
        """).Text);

    [Fact]
    public void The_code_would_give_no_warning() => GeneratorRunner.Run(GeneratorRunner.Usings + PlainTypes).AssertCompiles().AssertNeedsNoPragma();

    [Fact]
    public void All_kinds_compile_without_warnings_beside_MemoryPack() =>
        GeneratorRunner.RunWithMemoryPack(GeneratorRunner.Usings + PlainTypes + PackedTypes).AssertCompiles("CS1591");

    [Fact]
    public void The_code_of_a_plain_type_is_what_one_would_write() => Snapshot.Verify(GeneratorRunner.Run(GeneratorRunner.Usings + """

        namespace N
        {
            public static partial class Calls
            {
                [RunInProcess] public static Job Next(Job job) => job;
            }

            public class Job(int priority)
            {
                public string? Name { get; set; }
                public int Priority => priority;
                public List<Job>? Parts { get; init; }
                private readonly bool _isDone;
            }
        }
        """).Text);

    [Fact]
    public void Serializers_do_not_depend_on_the_order_of_files_and_parts()
    {
        const string Head = GeneratorRunner.Usings + "namespace N;\n";
        string[] parts =
        [
            Head + "public static partial class Calls { [RunInProcess] public static Job A(Job job, Other o) => job; }",
            Head + "public static partial class More { [RunInProcess] public static Other B(Other o) => o; }",
            Head + "public partial class Job { public int B; public string? Z; }",
            Head + "public partial class Job { public int A; public Other? Y; }",
            Head + "public class Other { public Job? Job; }",
        ];
        string expected = GeneratorRunner.Run(parts).Text;
        Assert.Equal(expected, GeneratorRunner.Run([.. parts.Reverse()]).Text);
        Assert.Equal(expected, GeneratorRunner.Run(parts[2], parts[0], parts[4], parts[1], parts[3]).Text);
    }

    [Theory]
    [InlineData("public class Job { public int A; }", "public class Job { public int A; public int B; }")]
    [InlineData("public class Job { public int A; }", "public class Job { public long A; }")]
    [InlineData("public class Job { public int A; }", "public class Job { public int C; }")]
    [InlineData("public class Job { public int A; }", "public struct Job { public int A; }")]
    [InlineData("public class Job { public int A; }", "[ProcessReferences] public class Job { public int A; }")]
    [InlineData("public class Job { public In I; } public class In { public int A; }", "public class Job { public In I; } public class In { public short A; }")]
    [InlineData("public class Job { public E I; } public enum E { X }", "public class Job { public E I; } public enum E : byte { X }")]
    [InlineData("public class Job { public P X; } [MemoryPack.MemoryPackable] public partial class P { public int A; }", "public class Job { public P X; } [MemoryPack.MemoryPackable] public partial class P { public long A; }")]
    [InlineData("public class Job { public P X; } [MemoryPack.MemoryPackable] public partial class P { public Q[] Q; } [MemoryPack.MemoryPackable] public partial class Q { public int A; }", "public class Job { public P X; } [MemoryPack.MemoryPackable] public partial class P { public Q[] Q; } [MemoryPack.MemoryPackable] public partial class Q { public int B; }")]
    [InlineData("public struct Job { public int A; public float B; }", "public struct Job { public float B; public int A; }")]
    [InlineData("[ProcessKnownTypes(typeof(A), typeof(B))] public interface Job; public class A : Job; public class B : Job;", "[ProcessKnownTypes(typeof(B), typeof(A))] public interface Job; public class A : Job; public class B : Job;")]
    public void The_schema_hash_changes_with_what_crosses(string before, string after) => Assert.NotEqual(SchemaOf(before), SchemaOf(after));

    [Theory]
    [InlineData("public class Job { public int A; }", "public class Job { public int A; public int Double() => 2 * A; public static int Count; public const int X = 1; }")]
    [InlineData("public partial class Job { public int A; } public partial class Job { public int B; }", "public partial class Job { public int B; public int A; }")]
    public void The_schema_hash_stays_where_nothing_else_crosses(string before, string after) => Assert.Equal(SchemaOf(before), SchemaOf(after));

    [Fact]
    public void Models_of_equal_compilations_are_equal_and_hold_no_symbols()
    {
        TypeModel first = ModelOf(PlainTypes);
        TypeModel second = ModelOf("// another edit\n" + PlainTypes);
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.True(ObjectGraph.AssertHoldsNothingOf(typeof(ISymbol).Assembly, first) > 5);
    }

    private static ulong SchemaOf(string source) => ModelOf(source, "Job").SchemaHash;

    private static TypeModel ModelOf(string source, string type = "N.Job")
    {
        CSharpCompilation compilation = GeneratorRunner.Compile(GeneratorRunner.Usings + source);
        INamedTypeSymbol symbol = compilation.GetTypeByMetadataName(type)!;
        return new TypeModelBuilder(compilation, symbol).TryBuild(symbol, [], out _)!;
    }
}
