namespace ProcGen.Serialization.Tests;

/// <summary>Types with private nested types cross whole in methods of other types: their serializers stand within them.</summary>
public sealed class PrivatePartsTests
{
    [Fact]
    public void A_tree_crosses_with_its_private_nodes()
    {
        var tree = new SearchTree();
        foreach (int number in (int[])[5, 2, 8, 1, 9])
        {
            tree.Add(number);
        }

        SearchTree copy = RoundTrip.Run(PrivateParts.InProcess.Tree(tree));
        Assert.Equal([1, 2, 5, 8, 9], copy.InOrder());
        copy.Add(3);
        Assert.Equal([1, 2, 3, 5, 8, 9], copy.InOrder());
        Assert.Equal([1, 2, 5, 8, 9], tree.InOrder());
        Assert.Empty(RoundTrip.Run(PrivateParts.InProcess.Tree(new SearchTree())).InOrder());
    }

    [Fact]
    public void Private_types_of_every_kind_cross_in_collections_and_inside_each_other()
    {
        var cache = new Cache();
        cache.Put("a", 1.5);
        cache.Put("b", 2.5);
        cache.Put("a", 3.5);
        Cache copy = RoundTrip.Run(PrivateParts.InProcess.Caches([cache]))[0];
        Assert.Equal((3.5, 2, 3, "Warm a 3", "b,a"), (copy.Get("a"), copy.Count, copy.Puts, copy.State, copy.Order));
    }

    [Fact]
    public void A_base_class_keeps_its_private_parts_in_a_derived_class()
    {
        var ledger = new NamedLedger("main");
        ledger.Book(3);
        ledger.Book(4);
        NamedLedger copy = RoundTrip.Run(PrivateParts.InProcess.Ledger(new Holder<NamedLedger> { Value = ledger })).Value!;
        Assert.Equal(("main", 7), (copy.Name, copy.Sum));
    }

    [Fact]
    public void Private_cases_of_a_closed_set_cross()
    {
        Expression sum = Expression.Sum(Expression.Number(1), Expression.Sum(Expression.Number(2), Expression.Number(3)));
        Assert.Equal(6, RoundTrip.Run(PrivateParts.InProcess.Expression(sum)).Evaluate());
    }

    [Fact]
    public void References_to_private_nodes_are_kept()
    {
        var ring = new Ring(3);
        Assert.Equal(3, RoundTrip.Run(PrivateParts.InProcess.Ring(ring)).Count());
    }

    [Fact]
    public void Types_private_to_a_private_type_cross()
    {
        Outer copy = RoundTrip.Run(PrivateParts.InProcess.Outer(new Outer("deep")));
        Assert.Equal("deep", copy.Text);
    }
}

public sealed partial class SearchTree
{
    private Node? _root;

    public void Add(int number) => _root = Node.Add(_root, number);

    public IEnumerable<int> InOrder() => Node.InOrder(_root);

    private sealed class Node(int number)
    {
        private Node? _less;
        private Node? _more;

        public static Node Add(Node? node, int added)
        {
            if (node is null)
            {
                return new Node(added);
            }

            if (added < node.Number)
            {
                node._less = Add(node._less, added);
            }
            else
            {
                node._more = Add(node._more, added);
            }

            return node;
        }

        public static IEnumerable<int> InOrder(Node? node) => node is null ? [] : [.. InOrder(node._less), node.Number, .. InOrder(node._more)];

        private int Number => number;
    }
}

public partial class Cache
{
    private readonly Dictionary<string, Entry> _entries = [];
    private readonly List<Entry> _order = [];
    private Statistics _statistics;
    private Temperature _state;
    private (Entry? Last, int? Times) _last;

    public int Count => _entries.Count;

    public int Puts => _statistics.Puts;

    public string State => $"{_state} {_last.Last?.Key} {_last.Times}";

    public string Order => string.Join(",", _order.Select(e => e.Key));

    public double Get(string key) => _entries[key].Value;

    public void Put(string key, double value)
    {
        var entry = new Entry(key, value);
        _order.RemoveAll(e => e.Key == key);
        _order.Add(entry);
        _entries[key] = entry;
        _statistics.Puts++;
        _statistics.LastKey = key;
        _state = Temperature.Warm;
        _last = (entry, _statistics.Puts);
    }

    private enum Temperature
    {
        Cold,
        Warm,
    }

    private struct Statistics
    {
        public int Puts;
        public string? LastKey;
    }

    private sealed record Entry(string Key, double Value);
}

public abstract partial class Ledger
{
    private readonly Stack<Booking> _bookings = new();

    public int Sum => _bookings.Sum(b => b.Amount);

    public void Book(int amount) => _bookings.Push(new Booking { Amount = amount });

    private sealed class Booking
    {
        public int Amount { get; init; }
    }
}

public sealed class NamedLedger(string name) : Ledger
{
    public string Name { get; } = name;
}

public sealed class Holder<T>
{
    public T? Value { get; set; }
}

[ProcessKnownTypes(typeof(NumberExpression), typeof(SumExpression))]
public abstract partial class Expression
{
    public static Expression Number(int value) => new NumberExpression { Value = value };

    public static Expression Sum(Expression left, Expression right) => new SumExpression { Left = left, Right = right };

    public abstract int Evaluate();

    private sealed class NumberExpression : Expression
    {
        public int Value { get; init; }

        public override int Evaluate() => Value;
    }

    private sealed class SumExpression : Expression
    {
        public required Expression Left { get; init; }

        public required Expression Right { get; init; }

        public override int Evaluate() => Left.Evaluate() + Right.Evaluate();
    }
}

public sealed partial class Ring
{
    private readonly Link _first;

    public Ring(int count)
    {
        _first = new Link();
        Link last = _first;
        for (int i = 1; i < count; i++)
        {
            last = last.Next = new Link();
        }

        last.Next = _first;
    }

    public int Count()
    {
        int count = 1;
        for (Link link = _first.Next!; !ReferenceEquals(link, _first); link = link.Next!)
        {
            count++;
        }

        return count;
    }

    [ProcessReferences]
    private sealed class Link
    {
        public Link? Next { get; set; }
    }
}

public sealed partial class Outer(string text)
{
    private readonly Middle _middle = new(text);

    public string Text => _middle.Text;

    private sealed partial class Middle(string text)
    {
        private readonly Inner _inner = new() { Value = new Holder<string> { Value = text } };

        public string Text => _inner.Value!.Value!;

        private sealed class Inner
        {
            public Holder<string>? Value { get; init; }
        }
    }
}

public static partial class PrivateParts
{
    [RunInProcess] public static SearchTree Tree(SearchTree value) => value;
    [RunInProcess] public static Cache[] Caches(Cache[] value) => value;
    [RunInProcess] public static Holder<NamedLedger> Ledger(Holder<NamedLedger> value) => value;
    [RunInProcess] public static Expression Expression(Expression value) => value;
    [RunInProcess] public static Ring Ring(Ring value) => value;
    [RunInProcess] public static Outer Outer(Outer value) => value;
}
