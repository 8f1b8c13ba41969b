namespace ProcGen.Serialization.Tests;

public sealed partial class SharedReferenceTests
{
    [Fact]
    public void An_object_reached_twice_arrives_once()
    {
        var shared = new Node { Name = "shared" };
        Node[] copy = RoundTrip.Run(InProcess.Nodes([shared, shared, new Node { Name = "shared" }]));
        Assert.Same(copy[0], copy[1]);
        Assert.NotSame(copy[0], copy[2]);
    }

    [Fact]
    public void Cycles_are_kept()
    {
        var a = new Node { Name = "a" };
        a.Neighbors = [a, new Node { Name = "b", Neighbors = [a] }];
        Node copy = RoundTrip.Run(InProcess.Nodes([a]))[0];
        Assert.Same(copy, copy.Neighbors![0]);
        Assert.Same(copy, copy.Neighbors[1].Neighbors![0]);
    }

    [Fact]
    public void Identity_is_kept_behind_a_closed_set()
    {
        var leaf = new Leaf { Text = "x" };
        var branch = new Branch { Left = leaf, Right = leaf };
        branch.Self = branch;
        var copy = (Branch)RoundTrip.Run(InProcess.Tree(branch))!;
        Assert.Same(copy.Left, copy.Right);
        Assert.Same(copy, copy.Self);
        Assert.Equal("x", ((Leaf)copy.Left!).Text);
    }

    [Fact]
    public void Objects_without_the_attribute_arrive_as_two()
    {
        var shared = new Job("j", 1);
        Job[] copy = RoundTrip.Run(InProcess.Jobs([shared, shared]));
        Assert.NotSame(copy[0], copy[1]);
    }

    [RunInProcess]
    public static Node[] Nodes(Node[] nodes) => nodes;

    [RunInProcess]
    public static Tree? Tree(Tree? tree) => tree;

    [RunInProcess]
    public static Job[] Jobs(Job[] jobs) => jobs;
}

[ProcessReferences]
public sealed class Node
{
    public string? Name { get; set; }

    public List<Node>? Neighbors { get; set; }
}

[ProcessKnownTypes(typeof(Leaf), typeof(Branch))]
[ProcessReferences]
public abstract class Tree;

public sealed class Leaf : Tree
{
    public string? Text { get; set; }
}

public sealed class Branch : Tree
{
    public Tree? Left { get; set; }

    public Tree? Right { get; set; }

    public Branch? Self { get; set; }
}
