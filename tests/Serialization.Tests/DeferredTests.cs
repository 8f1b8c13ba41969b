using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace ProcGen.Serialization.Tests;

/// <summary>Values and collections that are about when as much as about what: they cross as what they are at the moment of writing.</summary>
public sealed class DeferredTests
{
    [Fact]
    public void A_lazy_value_is_evaluated_when_it_is_written_and_arrives_evaluated()
    {
        int evaluations = 0;
        var lazy = new Lazy<Job>(() => new Job("made", ++evaluations));
        Lazy<Job> copy = RoundTrip.Run(Deferred.InProcess.LazyJob(lazy));
        Assert.True(lazy.IsValueCreated);
        Assert.True(copy.IsValueCreated);
        Assert.Equal(("made", 1), (copy.Value.Name, evaluations));
        Assert.Null(RoundTrip.Run(Deferred.InProcess.LazyJob(null!)));
        Assert.Null(RoundTrip.Run(Deferred.InProcess.LazyJob(new(() => null!))).Value);
        Assert.Equal([1, 2], RoundTrip.Run(Deferred.InProcess.LazyNumbers([new(() => 1), new(2)])).Select(l => l.Value));
    }

    [Fact]
    public void The_exception_of_a_lazy_value_is_the_callers()
    {
        var e = Assert.Throws<InvalidOperationException>(() => RoundTrip.BytesOf(Deferred.InProcess.LazyJob(new(() => throw new InvalidOperationException("no value")))));
        Assert.Equal("no value", e.Message);
    }

    [Fact]
    public void Lazy_values_that_make_lazy_values_for_ever_end_with_an_error()
    {
        var e = Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(Deferred.InProcess.Endless(Make(0))));
        Assert.Contains("deep", e.Message, StringComparison.Ordinal);

        static Endless Make(int number) => new() { Next = new(() => Make(number + 1)) };
    }

    [Fact]
    public void A_derived_lazy_value_is_refused() =>
        Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(Deferred.InProcess.LazyJob(new NamedLazy())));

    [Fact]
    public void A_blocking_collection_crosses_with_its_items_its_capacity_and_whether_it_is_completed()
    {
        using var open = new BlockingCollection<string>(3) { "a", "b" };
        using BlockingCollection<string> copy = RoundTrip.Run(Deferred.InProcess.Blocking(open));
        Assert.Equal((3, false), (copy.BoundedCapacity, copy.IsAddingCompleted));
        Assert.True(copy.TryAdd("c"));
        Assert.False(copy.TryAdd("d"));
        Assert.Equal("a", copy.Take());
        Assert.Equal(2, open.Count);

        using var completed = new BlockingCollection<string>(new ConcurrentStack<string>(["bottom", "top"]));
        completed.CompleteAdding();
        using BlockingCollection<string> stack = RoundTrip.Run(Deferred.InProcess.Blocking(completed));
        Assert.Equal((-1, true), (stack.BoundedCapacity, stack.IsAddingCompleted));
        Assert.Equal(["top", "bottom"], stack.GetConsumingEnumerable(TestContext.Current.CancellationToken));

        using var bag = new BlockingCollection<string>(new ConcurrentBag<string>(["x"]));
        using BlockingCollection<string> bagCopy = RoundTrip.Run(Deferred.InProcess.Blocking(bag));
        Assert.Equal(["x"], bagCopy);
        Assert.Null(RoundTrip.Run(Deferred.InProcess.Blocking(null!)));
    }

    [Fact]
    public void A_blocking_collection_over_a_collection_of_ones_own_and_one_that_is_disposed_of_are_refused()
    {
        using var own = new BlockingCollection<string>(new OwnCollection());
        var e = Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(Deferred.InProcess.Blocking(own)));
        Assert.Contains(nameof(OwnCollection), e.Message, StringComparison.Ordinal);
        var disposed = new BlockingCollection<string>();
        disposed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => RoundTrip.BytesOf(Deferred.InProcess.Blocking(disposed)));
    }

    [Fact]
    public void A_blocking_collection_with_more_items_than_its_capacity_is_malformed()
    {
        using var numbers = new BlockingCollection<string>(2) { "a", "b" };
        byte[] bytes = RoundTrip.BytesOf(Deferred.InProcess.Blocking(numbers));
        int capacity = bytes.Length - 5;
        Assert.Equal(2, bytes[capacity]);
        bytes[capacity] = 1;
        Assert.Throws<ProcessSerializationException>(() => RoundTrip.ReadBytes(Deferred.InProcess.Blocking(numbers), bytes));
    }

    [Fact]
    public void A_group_crosses_as_its_key_and_its_items()
    {
        IGrouping<string, int> odd = new[] { 1, 2, 3 }.GroupBy(n => n % 2 == 0 ? "even" : "odd").First();
        IGrouping<string, int> copy = RoundTrip.Run(Deferred.InProcess.Group(odd));
        Assert.Equal("odd", copy.Key);
        Assert.Equal([1, 3], copy);
        Assert.Null(RoundTrip.Run(Deferred.InProcess.Group(null!)));
    }

    [Fact]
    public void A_lookup_keeps_its_groups_their_order_and_its_comparer()
    {
        ILookup<string, int> lookup = new[] { ("b", 1), ("A", 2), ("B", 3) }.ToLookup(p => p.Item1, p => p.Item2, StringComparer.OrdinalIgnoreCase);
        ILookup<string, int> copy = RoundTrip.Run(Deferred.InProcess.Lookup(lookup));
        Assert.Equal(["b", "A"], copy.Select(g => g.Key));
        Assert.Equal([1, 3], copy["B"]);
        Assert.Equal([2], copy["a"]);
        Assert.Empty(copy["c"]);
        Assert.Empty(RoundTrip.Run(Deferred.InProcess.Lookup(Array.Empty<(string, int)>().ToLookup(p => p.Item1, p => p.Item2))));
        Assert.Equal([1], RoundTrip.Run(Deferred.InProcess.Lookup(new[] { 1 }.ToLookup(_ => (string)null!)))[null!]);
        Assert.Null(RoundTrip.Run(Deferred.InProcess.Lookup(null!)));
    }

    [Fact]
    public void A_lookup_with_a_comparer_of_its_own_or_of_a_class_of_its_own_is_refused()
    {
        ILookup<string, int> byLength = new[] { "a", "b" }.ToLookup(s => s, s => s.Length, new ByLength());
        var e = Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(Deferred.InProcess.Lookup(byLength)));
        Assert.Contains(nameof(ByLength), e.Message, StringComparison.Ordinal);
        e = Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(Deferred.InProcess.Lookup(new OwnLookup(byLength))));
        Assert.Contains(nameof(OwnLookup), e.Message, StringComparison.Ordinal);
    }

    private sealed class NamedLazy : Lazy<Job>;

    private sealed class ByLength : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => x?.Length == y?.Length;

        public int GetHashCode(string obj) => obj.Length;
    }

    private sealed class OwnLookup(ILookup<string, int> inner) : ILookup<string, int>
    {
        public int Count => inner.Count;

        public IEnumerable<int> this[string key] => inner[key];

        public bool Contains(string key) => inner.Contains(key);

        public IEnumerator<IGrouping<string, int>> GetEnumerator() => inner.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class OwnCollection : IProducerConsumerCollection<string>
    {
        private ImmutableList<string> _items = [];

        public int Count => _items.Count;

        public bool IsSynchronized => false;

        public object SyncRoot => this;

        public void CopyTo(string[] array, int index) => _items.CopyTo(array, index);

        public void CopyTo(Array array, int index) => ((System.Collections.ICollection)_items).CopyTo(array, index);

        public IEnumerator<string> GetEnumerator() => _items.GetEnumerator();

        public string[] ToArray() => [.. _items];

        public bool TryAdd(string item)
        {
            _items = _items.Add(item);
            return true;
        }

        public bool TryTake(out string item)
        {
            item = "";
            return false;
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

public sealed class Endless
{
    public Lazy<Endless>? Next { get; set; }
}

public static partial class Deferred
{
    [RunInProcess] public static Lazy<Job> LazyJob(Lazy<Job> value) => value;
    [RunInProcess] public static List<Lazy<int>> LazyNumbers(List<Lazy<int>> value) => value;
    [RunInProcess] public static Endless Endless(Endless value) => value;
    [RunInProcess] public static BlockingCollection<string> Blocking(BlockingCollection<string> value) => value;
    [RunInProcess] public static IGrouping<string, int> Group(IGrouping<string, int> value) => value;
    [RunInProcess] public static ILookup<string, int> Lookup(ILookup<string, int> value) => value;
}
