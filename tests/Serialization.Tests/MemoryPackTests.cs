using MemoryPack;

namespace ProcGen.Serialization.Tests;

public sealed class MemoryPackTests
{
    [Fact]
    public void Packable_types_cross_by_their_own_serializer()
    {
        PackedJob copy = RoundTrip.Run(Packed.InProcess.Job(new PackedJob { Name = "n", Numbers = [1, 2], Ignored = "x" }));
        Assert.Equal(("n", (string?)null), (copy.Name, copy.Ignored));
        Assert.Equal([1, 2], copy.Numbers);
        Assert.Null(RoundTrip.Run(Packed.InProcess.Job(null!)));
        Assert.Equal("t", RoundTrip.Run(Packed.InProcess.Tolerant(new PackedTolerant { Text = "t" })).Text);
    }

    [Fact]
    public void Packable_types_cross_inside_plain_types_and_collections()
    {
        Dictionary<string, PackedHolder> copy = RoundTrip.Run(Packed.InProcess.Holders(new() { ["k"] = new PackedHolder { Job = new PackedJob { Name = "in" }, Shape = new PackedCircle { Radius = 2 } } }));
        Assert.Equal("in", copy["k"].Job!.Name);
        Assert.Equal(2, Assert.IsType<PackedCircle>(copy["k"].Shape).Radius);
    }

    [Fact]
    public void Unions_cross()
    {
        IPackedShape?[] copy = RoundTrip.Run(Packed.InProcess.Shapes([new PackedCircle { Radius = 1 }, new PackedSquare { Side = 2 }, null]));
        Assert.Equal(1, Assert.IsType<PackedCircle>(copy[0]).Radius);
        Assert.Equal(2, Assert.IsType<PackedSquare>(copy[1]).Side);
        Assert.Null(copy[2]);
    }

    [Fact]
    public void Circular_references_are_kept()
    {
        var node = new PackedNode { Name = "a" };
        node.Next = node;
        PackedNode copy = RoundTrip.Run(Packed.InProcess.Node(node));
        Assert.Same(copy, copy.Next);
    }

    [Fact]
    public void Packable_collections_cross() => Assert.Equal([1, 2], RoundTrip.Run(Packed.InProcess.List([1, 2])));

    [Fact]
    public void A_derived_object_is_refused() =>
        Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(Packed.InProcess.Job(new DerivedPackedJob())));
}

[MemoryPackable]
public partial class PackedJob
{
    public string? Name { get; set; }

    public List<int>? Numbers { get; set; }

    [MemoryPackIgnore]
    public string? Ignored { get; set; }
}

public sealed class DerivedPackedJob : PackedJob;

[MemoryPackable(GenerateType.VersionTolerant)]
public sealed partial class PackedTolerant
{
    [MemoryPackOrder(0)]
    public string? Text { get; set; }
}

[MemoryPackable(GenerateType.CircularReference)]
public sealed partial class PackedNode
{
    [MemoryPackOrder(0)]
    public string? Name { get; set; }

    [MemoryPackOrder(1)]
    public PackedNode? Next { get; set; }
}

[MemoryPackable(GenerateType.Collection)]
public sealed partial class PackedList : List<int>;

[MemoryPackable]
[MemoryPackUnion(0, typeof(PackedCircle))]
[MemoryPackUnion(1, typeof(PackedSquare))]
public partial interface IPackedShape;

[MemoryPackable]
public sealed partial class PackedCircle : IPackedShape
{
    public double Radius { get; set; }
}

[MemoryPackable]
public sealed partial class PackedSquare : IPackedShape
{
    public double Side { get; set; }
}

public sealed class PackedHolder
{
    public PackedJob? Job { get; set; }

    public IPackedShape? Shape { get; set; }
}

public static partial class Packed
{
    [RunInProcess] public static PackedJob Job(PackedJob value) => value;
    [RunInProcess] public static PackedTolerant Tolerant(PackedTolerant value) => value;
    [RunInProcess] public static PackedNode Node(PackedNode value) => value;
    [RunInProcess] public static PackedList List(PackedList value) => value;
    [RunInProcess] public static IPackedShape?[] Shapes(IPackedShape?[] value) => value;
    [RunInProcess] public static Dictionary<string, PackedHolder> Holders(Dictionary<string, PackedHolder> value) => value;
}
