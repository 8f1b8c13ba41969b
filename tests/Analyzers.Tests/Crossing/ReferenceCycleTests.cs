using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Crossing;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.CodeFixes;
using RuleTest = ProcGen.Analyzers.Tests.Verification.RuleTest<ProcGen.Analyzers.Crossing.CrossingAnalyzer>;

namespace ProcGen.Analyzers.Tests.Crossing;

public sealed class ReferenceCycleTests
{
    [Theory]
    [InlineData("public sealed class Node { public Node? Next; }")]
    [InlineData("public sealed class Node { public Node? Parent { get; private set; } }")]
    [InlineData("public sealed class Node { private Node? _next; }")]
    [InlineData("public sealed class Node { public List<Node> Children { get; } = []; }")]
    [InlineData("public sealed class Node { private readonly Dictionary<string, List<Node>> _byName = []; }")]
    [InlineData("public sealed class Node { public Node?[] Four { get; } = new Node?[4]; }")]
    [InlineData("public sealed class Node { public Edge? Edge { get; set; } } public sealed class Edge(Node target) { public Node Target { get; } = target; }")]
    [InlineData("public sealed class Node { public Link Link; } public struct Link { public Node? Target; }")]
    [InlineData("public sealed class Node { public List<Node> Children { get; init; } = []; }")]
    [InlineData("public sealed class Node { public (int Weight, Node Target)[]? Links { get; set; } }")]
    [InlineData("[ProcessKnownTypes(typeof(Leaf), typeof(Branch))] public abstract class Node; public sealed class Leaf : Node; public sealed class Branch : Node { public Node? Left { get; set; } }")]
    [InlineData("public class Linked<T> { public Linked<T>? Next; public T? Value; } public sealed class Node { public readonly Linked<int> List = new(); }")]
    [InlineData("[MemoryPack.MemoryPackable] public partial class Node { public Node? Next { get; set; } }")]
    [InlineData("public sealed class Node { public readonly Packed? P; } [MemoryPack.MemoryPackable] public partial class Packed { public List<Packed>? All { get; set; } }")]
    public Task A_type_that_can_contain_itself_is_reported(string source) => RuleTest.VerifyAsync(Use(source, "{|PROCGEN027:node|}"));

    [Theory]
    [InlineData("public sealed record Node(string Name, Node? Left, Node? Right);")]
    [InlineData("public sealed record Node(string Name, List<Node> Children);")]
    [InlineData("public sealed record Node(string Name, Node[] Children);")]
    [InlineData("public sealed class Node(Node? next) { public Node? Next { get; } = next; }")]
    [InlineData("public sealed class Node(Node? next) { public Node? Last() => next?.Last() ?? this; }")]
    [InlineData("public sealed class Node { private readonly List<Node> _children; public Node(List<Node> children) => _children = children; }")]
    [InlineData("public sealed class Node { public Node? Inner { get; init; } }")]
    [InlineData("public sealed class Node { public IReadOnlyList<Node> Children { get; } = []; }")]
    [InlineData("public sealed class Node { public System.Collections.Immutable.ImmutableArray<Node> Children { get; init; } }")]
    [InlineData("[ProcessReferences] public sealed class Node { public Node? Next; }")]
    [InlineData("public sealed class Node { public Edge? Edge { get; set; } } [ProcessReferences] public sealed class Edge { public Node? Target { get; set; } }")]
    [InlineData("public sealed class Node { [ProcessIgnore] public Node? Parent; public List<int> Values { get; } = []; }")]
    [InlineData("public sealed class Node { public static Node? Root; public Node? Self => null; }")]
    [InlineData("[ProcessKnownTypes(typeof(Leaf), typeof(Branch))] public abstract record Node; public sealed record Leaf : Node; public sealed record Branch(Node Left) : Node;")]
    [InlineData("[MemoryPack.MemoryPackable(MemoryPack.GenerateType.CircularReference)] public partial class Node { [MemoryPack.MemoryPackOrder(0)] public Node? Next { get; set; } }")]
    [InlineData("[MemoryPack.MemoryPackable] public partial class Node { [MemoryPack.MemoryPackIgnore] public Node? Next { get; set; } private Node? _hidden; public int X; }")]
    [InlineData("public sealed class Node { public readonly Node[] Children; public Node(Node[] inner) => Children = inner; }")]
    [InlineData("public sealed class Node { public List<Node> Children { get; } public Node(List<Node> inner) { Children = inner ?? throw new ArgumentNullException(nameof(inner)); } }")]
    [InlineData("public sealed class Node(Node[] inner) { public Node[] Children { get; } = inner; }")]
    public Task A_tree_is_not(string source) => RuleTest.VerifyAsync(Use(source, "node"));

    [Fact]
    public Task Results_and_receivers_are_reported_at_their_places() =>
        RuleTest.VerifyAsync(
            """
            using ProcGen;

            public partial class Node
            {
                public Node? Next { get; set; }

                [RunInProcess] public {|PROCGEN027:Node|} {|PROCGEN027:Last|}() => this;
            }
            """);

    [Fact]
    public Task A_type_that_cannot_cross_has_only_that_report() =>
        RuleTest.VerifyAsync(Use("public sealed class Node { public Node? Next; public Action? Done; }", "{|PROCGEN028:node|}"));

    [Fact]
    public Task Types_that_contain_each_other_are_one_report() =>
        RuleTest.VerifyAsync(Use("public sealed class Node { public List<Leaf> Leaves { get; } = []; public Node? Next; } public sealed class Leaf { public Node? Parent; }", "{|PROCGEN027:node|}"));

    [Fact]
    public async Task The_message_names_the_method_the_way_back_and_its_place()
    {
        Diagnostic report = Assert.Single(await TestCompilation.Create("public sealed class Tree { public Branch? Root; }\npublic sealed class Branch { public List<Tree> Trees { get; } = []; }\npublic static partial class Trees { [RunInProcess] public static int Count(Tree tree) => 0; }")
            .WithAnalyzers([new CrossingAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            "'tree' of 'Trees.Count(Tree)' crosses as a tree: Tree.Root.Trees (Sample.cs:1) leads back to Tree, but identity is not kept, so a cycle ends in an exception and an object that is reached twice arrives as two. Declare 'Tree' [ProcessReferences].",
            report.GetMessage(CultureInfo.InvariantCulture));
    }

    [Fact]
    public Task The_fix_declares_the_type_wherever_it_stands()
    {
        FixTest<CrossingAnalyzer, KeepReferencesFix> test = new FixTest<CrossingAnalyzer, KeepReferencesFix>()
            .WithFile("/0/Node.cs", "using ProcGen;\n\n/// <summary>A node.</summary>\npublic sealed class Node\n{\n    public Node? Next { get; set; }\n}\n", "using ProcGen;\n\n/// <summary>A node.</summary>\n[ProcessReferences]\npublic sealed class Node\n{\n    public Node? Next { get; set; }\n}\n")
            .WithFile("/0/Use.cs", Method("{|PROCGEN027:node|}"), Method("node"));
        return test.RunAsync();

        static string Method(string node) => $"public partial class C {{ [ProcGen.RunInProcess] public static int A(Node {node}) => 0; [ProcGen.RunInProcess] public static int B(Node[] {node}) => 0; }}";
    }

    [Fact]
    public Task All_types_are_declared_at_once()
    {
        FixTest<CrossingAnalyzer, KeepReferencesFix> test = new FixTest<CrossingAnalyzer, KeepReferencesFix>()
            .WithFile("/0/A.cs", Source("A", "", "{|PROCGEN027:node|}"), Source("A", "[ProcessReferences] ", "node"))
            .WithFile("/0/B.cs", Source("B", "", "{|PROCGEN027:node|}"), Source("B", "[ProcessReferences] ", "node"))
            .WithProject("Other", Source("C", "", "{|PROCGEN027:node|}"), Source("C", "[ProcessReferences] ", "node"));
        test.NumberOfFixAllInDocumentIterations = 3;
        test.NumberOfFixAllInProjectIterations = 2;
        test.NumberOfFixAllIterations = 1;
        return test.RunAsync();

        static string Source(string type, string attribute, string node) =>
            $"using ProcGen; public partial class {type} {{ {attribute}public class Node {{ public Node? Next; }} [RunInProcess] public static int M(Node {node}) => 0; }}";
    }

    [Fact]
    public Task Of_a_type_that_MemoryPack_writes_there_is_no_fix() =>
        RuleTest.VerifyNoFixAsync<KeepReferencesFix>(Use("[MemoryPack.MemoryPackable] public partial class Node { public Node? Next { get; set; } }", "{|PROCGEN027:node|}"));

    [Fact]
    public Task A_type_of_another_project_is_reported_and_has_no_fix()
    {
        FixTest<CrossingAnalyzer, KeepReferencesFix> test = new FixTest<CrossingAnalyzer, KeepReferencesFix>()
            .WithFile("/0/Node.cs", "public sealed class Node { public Node? Next { get; set; } public int Id { get; set; } }")
            .WithProject("Other", "using ProcGen; public partial class C { [RunInProcess] public static int M(Node {|PROCGEN027:node|}) => 0; }");
        return test.RunAsync();
    }

    private static string Use(string source, string parameter) =>
        $"using System; using System.Collections.Generic; using ProcGen;\n{source}\npublic static partial class Methods {{ [RunInProcess] public static int M(Node {parameter}) => 0; }}\n";
}
