using System.Collections;

namespace ProcGen.Serialization.Tests;

/// <summary>A pipeline of objects, each of which enumerates the one behind it, crosses as a recipe: as the objects, and not as what they would yield.</summary>
public sealed partial class RecipeTests
{
    [Fact]
    public void A_chain_behind_an_abstract_class_arrives_link_by_link()
    {
        Doubled copy = Assert.IsType<Doubled>(RoundTrip.Run(InProcess.Source(new Doubled(new Shifted(new Doubled(new Numbers(4)), 10)))));

        Assert.IsType<Numbers>(Assert.IsType<Doubled>(Assert.IsType<Shifted>(copy.Behind).Behind).Behind);
        Assert.Equal([20, 24, 28, 32], copy);
    }

    [Fact]
    public void A_chain_behind_a_sequence_of_NET_arrives_link_by_link()
    {
        Linked copy = RoundTrip.Run(InProcess.Linked(new Linked(new Linked(new Linked(new Counted(5))))));

        Assert.IsType<Counted>(Assert.IsType<Linked>(Assert.IsType<Linked>(copy.Behind).Behind).Behind);
        Assert.Equal([0, 1, 2, 3, 4], copy);
        Assert.Equal([1, 2], RoundTrip.Run(InProcess.Linked(new Linked(new[] { 1, 2 }))));
    }

    [Fact]
    public void An_iterator_in_the_chain_is_refused_by_name_where_it_is_sent()
    {
#pragma warning disable PROCGEN025 // What the compiler reports is what the serializer has to refuse, too.
        var error = Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(InProcess.Linked(new Linked(Iterate()))));
#pragma warning restore PROCGEN025

        Assert.Contains("Linked", error.ToString(), StringComparison.Ordinal);

        static IEnumerable<int> Iterate()
        {
            yield return 1;
        }
    }

    [RunInProcess]
    internal static Source Source(Source source) => source;

    [RunInProcess]
    internal static Linked Linked(Linked source) => source;
}

[ProcessKnownTypes(typeof(Numbers), typeof(Doubled), typeof(Shifted))]
public abstract class Source : IEnumerable<int>
{
    public abstract IEnumerator<int> GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

public sealed class Numbers(int count) : Source
{
    public override IEnumerator<int> GetEnumerator() => Enumerable.Range(0, count).GetEnumerator();
}

public sealed class Doubled(Source source) : Source
{
    public Source Behind => source;

    public override IEnumerator<int> GetEnumerator()
    {
        foreach (int item in source)
        {
            yield return 2 * item;
        }
    }
}

public sealed class Shifted(Source source, int by) : Source
{
    public Source Behind => source;

    public override IEnumerator<int> GetEnumerator()
    {
        foreach (int item in source)
        {
            yield return item + by;
        }
    }
}

public sealed class Counted(int count) : IEnumerable<int>
{
    public IEnumerator<int> GetEnumerator() => Enumerable.Range(0, count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

public sealed class Linked(IEnumerable<int> source) : IEnumerable<int>
{
    [ProcessKnownTypes(typeof(Counted), typeof(Linked), typeof(int[]))]
    private readonly IEnumerable<int> _source = source;

    public IEnumerable<int> Behind => _source;

    public IEnumerator<int> GetEnumerator() => _source.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
