using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace ProcGen.Serialization.Tests;

public sealed class CollectionTests
{
    private static readonly string[] s_texts = ["a", null!, "", "\ud800 lone", "a"];

    [Fact]
    public void Arrays_of_plain_bytes_and_of_objects_cross()
    {
        Assert.Equal([1, int.MinValue, 3], RoundTrip.Run(Collections.InProcess.Ints([1, int.MinValue, 3])));
        Assert.Empty(RoundTrip.Run(Collections.InProcess.Ints([])));
        Assert.Null(RoundTrip.Run(Collections.InProcess.Ints(null!)));
        Assert.Equal(s_texts, RoundTrip.Run(Collections.InProcess.Texts(s_texts)));
        Assert.Equal([1, null, 3], RoundTrip.Run(Collections.InProcess.Nullables([1, null, 3])));
        Assert.Equal([[1], [], null!, [2, 3]], RoundTrip.Run(Collections.InProcess.Jagged([[1], [], null!, [2, 3]])));
        Assert.Equal([DayOfWeek.Friday], RoundTrip.Run(Collections.InProcess.Enums([DayOfWeek.Friday])));
    }

    [Fact]
    public void Large_arrays_cross_in_pieces()
    {
        long[] numbers = [.. Enumerable.Range(0, 1_000_003).Select(i => (long)i * i)];
        Assert.Equal(numbers, RoundTrip.Run(Collections.InProcess.Longs(numbers)));
        string[] texts = [.. Enumerable.Range(0, 20_000).Select(i => new string((char)('a' + (i % 26)), i % 100))];
        Assert.Equal(texts, RoundTrip.Run(Collections.InProcess.Texts(texts)));
        string huge = new('x', 3_000_000);
        Assert.Equal([huge, "end"], RoundTrip.Run(Collections.InProcess.Texts([huge, "end"])));
    }

    [Fact]
    public void Arrays_of_several_dimensions_cross()
    {
        int[,] plane = { { 1, 2, 3 }, { 4, 5, 6 } };
        Assert.Equal(plane, RoundTrip.Run(Collections.InProcess.Plane(plane)));
        Assert.Equal(new int[0, 3], RoundTrip.Run(Collections.InProcess.Plane(new int[0, 3])));
        Assert.Null(RoundTrip.Run(Collections.InProcess.Plane(null!)));
        string?[,,] cube = { { { "a", null }, { "b", "c" } } };
        Assert.Equal(cube, RoundTrip.Run(Collections.InProcess.Cube(cube!)));
        var four = new byte[2, 1, 2, 2];
        four[1, 0, 1, 0] = 7;
        Assert.Equal(four, RoundTrip.Run(Collections.InProcess.Four(four)));
        var five = new string[1, 2, 1, 2, 1];
        five[0, 1, 0, 1, 0] = "last";
        Assert.Equal(five, RoundTrip.Run(Collections.InProcess.Five(five)));
    }

    [Fact]
    public void A_covariant_array_crosses_with_all_its_items() =>
        Assert.Equal(["x", "y"], RoundTrip.Run(Collections.InProcess.Objects((object[])(object)new[] { "x", "y" })));

    [Fact]
    public void Memory_and_segments_cross_as_their_part()
    {
        int[] numbers = [1, 2, 3, 4, 5];
        Assert.Equal([2, 3], RoundTrip.Run(Collections.InProcess.Memory(numbers.AsMemory(1, 2))).ToArray());
        Assert.Equal([4], RoundTrip.Run(Collections.InProcess.ReadOnlyMemory(numbers.AsMemory(3, 1))).ToArray());
        Assert.Equal([3, 4, 5], RoundTrip.Run(Collections.InProcess.Segment(new ArraySegment<int>(numbers, 2, 3))));
        Assert.Null(RoundTrip.Run(Collections.InProcess.Segment(default)).Array);
        Assert.True(RoundTrip.Run(Collections.InProcess.Memory(default)).IsEmpty);
        Assert.Equal(numbers, RoundTrip.Run(Collections.InProcess.Sequence(new ReadOnlySequence<int>(numbers))).ToArray());
    }

    [Fact]
    public void Lists_queues_and_stacks_keep_their_order()
    {
        Assert.Equal(s_texts, RoundTrip.Run(Collections.InProcess.List([.. s_texts])));
        Assert.Null(RoundTrip.Run(Collections.InProcess.List(null!)));
        Assert.Equal([1, 2, 3], RoundTrip.Run(Collections.InProcess.IntList([1, 2, 3])));
        Assert.Equal(s_texts, RoundTrip.Run(Collections.InProcess.Queue(new(s_texts))));
        Assert.Equal(new Stack<int>([1, 2, 3]), RoundTrip.Run(Collections.InProcess.Stack(new([1, 2, 3]))));
        Assert.Equal(s_texts, RoundTrip.Run(Collections.InProcess.LinkedList(new(s_texts))));
        Assert.Equal(s_texts, RoundTrip.Run(Collections.InProcess.Collection([.. s_texts])));
        Assert.Equal(s_texts, RoundTrip.Run(Collections.InProcess.Observable(new(s_texts))));
        Assert.Equal(s_texts, RoundTrip.Run(Collections.InProcess.ReadOnly(new(s_texts))));
        Assert.Equal(s_texts, RoundTrip.Run(Collections.InProcess.ReadOnlyObservable(new(new(s_texts)))));
        Assert.Equal(s_texts, RoundTrip.Run(Collections.InProcess.ConcurrentQueue(new(s_texts))));
        Assert.Equal(new ConcurrentStack<int>([1, 2]), RoundTrip.Run(Collections.InProcess.ConcurrentStack(new([1, 2]))));
        Assert.Equal(new ConcurrentBag<int>([1, 2]).ToArray(), RoundTrip.Run(Collections.InProcess.ConcurrentBag(new([1, 2]))).ToArray());
    }

    [Fact]
    public void A_priority_queue_keeps_its_priorities()
    {
        var queue = new PriorityQueue<string, int>([("low", 9), ("high", 1), ("middle", 5)]);
        PriorityQueue<string, int> copy = RoundTrip.Run(Collections.InProcess.Priorities(queue));
        Assert.Equal(["high", "middle", "low"], [copy.Dequeue(), copy.Dequeue(), copy.Dequeue()]);
    }

    [Fact]
    public void Immutable_and_frozen_collections_cross()
    {
        Assert.Equal(s_texts, RoundTrip.Run(Collections.InProcess.ImmutableArray([.. s_texts])));
        Assert.True(RoundTrip.Run(Collections.InProcess.ImmutableArray(default)).IsDefault);
        Assert.Equal(s_texts, RoundTrip.Run(Collections.InProcess.ImmutableList([.. s_texts])));
        Assert.Equal(s_texts, RoundTrip.Run(Collections.InProcess.ImmutableQueue([.. s_texts])));
        ImmutableStack<int> stack = ImmutableStack.Create(1, 2, 3);
        Assert.Equal(stack, RoundTrip.Run(Collections.InProcess.ImmutableStack(stack)));
        Assert.Equal(["a", "b"], RoundTrip.Run(Collections.InProcess.ImmutableSortedSet(["b", "a"])));
        Assert.True(RoundTrip.Run(Collections.InProcess.ImmutableHashSet(ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "a"))).TryGetValue("A", out _));
        Assert.Equal(1, RoundTrip.Run(Collections.InProcess.ImmutableDictionary(ImmutableDictionary.Create<string, int>(StringComparer.OrdinalIgnoreCase).Add("k", 1)))["K"]);
        Assert.Equal([1, 2], RoundTrip.Run(Collections.InProcess.ImmutableSortedDictionary(ImmutableSortedDictionary<int, string>.Empty.Add(2, "b").Add(1, "a"))).Keys);
        Assert.True(RoundTrip.Run(Collections.InProcess.FrozenSet(new[] { "a" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase))).TryGetValue("A", out _));
        Assert.Equal("v", RoundTrip.Run(Collections.InProcess.FrozenDictionary(new Dictionary<int, string> { [3] = "v" }.ToFrozenDictionary()))[3]);
    }

    [Fact]
    public void Dictionaries_and_sets_keep_their_items_and_their_comparer()
    {
        Dictionary<string, Job> dictionary = new(StringComparer.OrdinalIgnoreCase) { ["One"] = new Job("1", 1) };
        Assert.Equal("1", RoundTrip.Run(Collections.InProcess.Dictionary(dictionary))["oNE"].Name);
        Assert.Null(RoundTrip.Run(Collections.InProcess.Dictionary(null!)));
        Assert.Equal([1, 3], RoundTrip.Run(Collections.InProcess.SortedDictionary(new() { [3] = "c", [1] = "a" })).Keys);
        Assert.Equal(["c", "a"], RoundTrip.Run(Collections.InProcess.OrderedDictionary(new() { [3] = "c", [1] = "a" })).Values);
        Assert.Equal(["a", "c"], RoundTrip.Run(Collections.InProcess.SortedList(new() { [3] = "c", [1] = "a" })).Values);
        Assert.Equal("c", RoundTrip.Run(Collections.InProcess.ConcurrentDictionary(new() { [3] = "c" }))[3]);
        Assert.Equal("c", RoundTrip.Run(Collections.InProcess.ReadOnlyDictionary(new(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X"] = "c" })))["x"]);
        HashSet<string> set = RoundTrip.Run(Collections.InProcess.HashSet(new(StringComparer.InvariantCultureIgnoreCase) { "Set" }));
        Assert.Contains("SET", set);
        Assert.Equal(["b", "A"], RoundTrip.Run(Collections.InProcess.SortedSet(new(StringComparer.Ordinal) { "A", "b" })).Reverse());
    }

    [Fact]
    public void A_collection_with_a_comparer_of_its_own_is_refused()
    {
        var e = Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(Collections.InProcess.HashSet(new(new ByLength()))));
        Assert.Contains(nameof(ByLength), e.Message, StringComparison.Ordinal);
        Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(Collections.InProcess.SortedSet(new(Comparer<string>.Create((a, b) => b.Length - a.Length)))));
    }

    [Fact]
    public void A_derived_collection_is_refused()
    {
        var e = Assert.Throws<ProcessSerializationException>(() => RoundTrip.BytesOf(Collections.InProcess.List(new Titled())));
        Assert.Contains(nameof(Titled), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Collections_behind_interfaces_arrive_as_what_they_are()
    {
        Interfaces interfaces = new()
        {
            List = new[] { 1, 2 },
            Collection = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "a" },
            ReadOnlyList = new List<string> { "x" },
            ReadOnlyCollection = new Queue<int>([1, 2]),
            Set = new SortedSet<int> { 2, 1 },
            ReadOnlySet = new[] { 5 }.ToFrozenSet(),
            Dictionary = new SortedList<int, string> { [2] = "b", [1] = "a" },
            ReadOnlyDictionary = ImmutableDictionary.Create<string, int>(StringComparer.OrdinalIgnoreCase).Add("k", 1),
            ImmutableList = ImmutableArray.Create(1, 2),
            ImmutableSet = ImmutableSortedSet.Create(2, 1),
            ImmutableQueue = ImmutableQueue.Create(1),
            ImmutableStack = ImmutableStack.Create(1, 2),
            ImmutableDictionary = ImmutableSortedDictionary<int, int>.Empty.Add(1, 1),
        };
        Interfaces copy = RoundTrip.Run(Collections.InProcess.Interfaces(interfaces));
        Assert.Equal([1, 2], Assert.IsType<int[]>(copy.List));
        Assert.Contains("A", Assert.IsType<HashSet<string>>(copy.Collection));
        Assert.Equal(["x"], Assert.IsType<List<string>>(copy.ReadOnlyList));
        Assert.Equal([1, 2], copy.ReadOnlyCollection);
        Assert.Equal([1, 2], Assert.IsType<SortedSet<int>>(copy.Set));
        Assert.Equal([5], copy.ReadOnlySet!);
        Assert.IsType<FrozenSet<int>>(copy.ReadOnlySet, exactMatch: false);
        Assert.Equal(["a", "b"], Assert.IsType<SortedList<int, string>>(copy.Dictionary).Values);
        Assert.Equal(1, Assert.IsType<ImmutableDictionary<string, int>>(copy.ReadOnlyDictionary)["K"]);
        Assert.Equal([1, 2], Assert.IsType<ImmutableArray<int>>(copy.ImmutableList));
        Assert.Equal([1, 2], Assert.IsType<ImmutableSortedSet<int>>(copy.ImmutableSet));
        Assert.Equal([1], copy.ImmutableQueue!);
        Assert.Equal([2, 1], copy.ImmutableStack!.ToArray());
        Assert.IsType<ImmutableSortedDictionary<int, int>>(copy.ImmutableDictionary);
        Assert.Null(RoundTrip.Run(Collections.InProcess.Interfaces(new Interfaces())).Dictionary);

        var wrapped = new Interfaces { ReadOnlySet = new ReadOnlySet<int>(new SortedSet<int> { 2, 1 }), Set = ImmutableHashSet.Create(3) };
        copy = RoundTrip.Run(Collections.InProcess.Interfaces(wrapped));
        Assert.Equal([1, 2], Assert.IsType<ReadOnlySet<int>>(copy.ReadOnlySet));
        Assert.IsType<ImmutableHashSet<int>>(copy.Set);
    }

    [Fact]
    public void Tuples_of_any_length_cross()
    {
        Assert.Equal((1, "two"), RoundTrip.Run(Collections.InProcess.Pair((1, "two"))));
        var wide = (1, 2, 3, 4, 5, 6, 7, "8", 9, new[] { 10 });
        Assert.Equal(wide.Item10, RoundTrip.Run(Collections.InProcess.WideTuple(wide)).Item10);
        Assert.Equal("8", RoundTrip.Run(Collections.InProcess.WideTuple(wide)).Item8);
        Assert.Equal(Tuple.Create(1, "b"), RoundTrip.Run(Collections.InProcess.OldTuple(Tuple.Create(1, "b"))));
        Assert.Equal(KeyValuePair.Create("k", 2), RoundTrip.Run(Collections.InProcess.KeyValue(KeyValuePair.Create("k", 2))));
        Assert.Equal((1, 2.5), RoundTrip.Run(Collections.InProcess.Bytes((1, 2.5))));
    }

    private sealed class ByLength : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => x?.Length == y?.Length;

        public int GetHashCode(string obj) => obj.Length;
    }

    private sealed class Titled : List<string>
    {
        public string Title { get; set; } = "";
    }
}

public sealed class Interfaces
{
    public IList<int>? List { get; set; }
    public ICollection<string>? Collection { get; set; }
    public IReadOnlyList<string>? ReadOnlyList { get; set; }
    public IReadOnlyCollection<int>? ReadOnlyCollection { get; set; }
    public ISet<int>? Set { get; set; }
    public IReadOnlySet<int>? ReadOnlySet { get; set; }
    public IDictionary<int, string>? Dictionary { get; set; }
    public IReadOnlyDictionary<string, int>? ReadOnlyDictionary { get; set; }
    public IImmutableList<int>? ImmutableList { get; set; }
    public IImmutableSet<int>? ImmutableSet { get; set; }
    public IImmutableQueue<int>? ImmutableQueue { get; set; }
    public IImmutableStack<int>? ImmutableStack { get; set; }
    public IImmutableDictionary<int, int>? ImmutableDictionary { get; set; }
}

public static partial class Collections
{
    [RunInProcess] public static int[] Ints(int[] value) => value;
    [RunInProcess] public static double[][] Doubles(double[][] value) => value;
    [RunInProcess] public static long[] Longs(long[] value) => value;
    [RunInProcess] public static string[] Texts(string[] value) => value;
    [RunInProcess] public static int?[] Nullables(int?[] value) => value;
    [RunInProcess] public static int[][] Jagged(int[][] value) => value;
    [RunInProcess] public static DayOfWeek[] Enums(DayOfWeek[] value) => value;
    [RunInProcess] public static int[,] Plane(int[,] value) => value;
    [RunInProcess] public static string[,,] Cube(string[,,] value) => value;
    [RunInProcess] public static byte[,,,] Four(byte[,,,] value) => value;
    [RunInProcess] public static string[,,,,] Five(string[,,,,] value) => value;
    [RunInProcess] [return: ProcessKnownTypes(typeof(string))] public static object[] Objects([ProcessKnownTypes(typeof(string))] object[] value) => value;
    [RunInProcess] public static Memory<int> Memory(Memory<int> value) => value;
    [RunInProcess] public static ReadOnlyMemory<int> ReadOnlyMemory(ReadOnlyMemory<int> value) => value;
    [RunInProcess] public static ArraySegment<int> Segment(ArraySegment<int> value) => value;
    [RunInProcess] public static ReadOnlySequence<int> Sequence(ReadOnlySequence<int> value) => value;
    [RunInProcess] public static List<string> List(List<string> value) => value;
    [RunInProcess] public static List<int> IntList(List<int> value) => value;
    [RunInProcess] public static Queue<string> Queue(Queue<string> value) => value;
    [RunInProcess] public static Stack<int> Stack(Stack<int> value) => value;
    [RunInProcess] public static LinkedList<string> LinkedList(LinkedList<string> value) => value;
    [RunInProcess] public static Collection<string> Collection(Collection<string> value) => value;
    [RunInProcess] public static ObservableCollection<string> Observable(ObservableCollection<string> value) => value;
    [RunInProcess] public static ReadOnlyCollection<string> ReadOnly(ReadOnlyCollection<string> value) => value;
    [RunInProcess] public static ReadOnlyObservableCollection<string> ReadOnlyObservable(ReadOnlyObservableCollection<string> value) => value;
    [RunInProcess] public static ConcurrentQueue<string> ConcurrentQueue(ConcurrentQueue<string> value) => value;
    [RunInProcess] public static ConcurrentStack<int> ConcurrentStack(ConcurrentStack<int> value) => value;
    [RunInProcess] public static ConcurrentBag<int> ConcurrentBag(ConcurrentBag<int> value) => value;
    [RunInProcess] public static PriorityQueue<string, int> Priorities(PriorityQueue<string, int> value) => value;
    [RunInProcess] public static ImmutableArray<string> ImmutableArray(ImmutableArray<string> value) => value;
    [RunInProcess] public static ImmutableList<string> ImmutableList(ImmutableList<string> value) => value;
    [RunInProcess] public static ImmutableQueue<string> ImmutableQueue(ImmutableQueue<string> value) => value;
    [RunInProcess] public static ImmutableStack<int> ImmutableStack(ImmutableStack<int> value) => value;
    [RunInProcess] public static ImmutableHashSet<string> ImmutableHashSet(ImmutableHashSet<string> value) => value;
    [RunInProcess] public static ImmutableSortedSet<string> ImmutableSortedSet(ImmutableSortedSet<string> value) => value;
    [RunInProcess] public static ImmutableDictionary<string, int> ImmutableDictionary(ImmutableDictionary<string, int> value) => value;
    [RunInProcess] public static ImmutableSortedDictionary<int, string> ImmutableSortedDictionary(ImmutableSortedDictionary<int, string> value) => value;
    [RunInProcess] public static FrozenSet<string> FrozenSet(FrozenSet<string> value) => value;
    [RunInProcess] public static FrozenDictionary<int, string> FrozenDictionary(FrozenDictionary<int, string> value) => value;
    [RunInProcess] public static Dictionary<string, Job> Dictionary(Dictionary<string, Job> value) => value;
    [RunInProcess] public static SortedDictionary<int, string> SortedDictionary(SortedDictionary<int, string> value) => value;
    [RunInProcess] public static OrderedDictionary<int, string> OrderedDictionary(OrderedDictionary<int, string> value) => value;
    [RunInProcess] public static SortedList<int, string> SortedList(SortedList<int, string> value) => value;
    [RunInProcess] public static ConcurrentDictionary<int, string> ConcurrentDictionary(ConcurrentDictionary<int, string> value) => value;
    [RunInProcess] public static ReadOnlyDictionary<string, string> ReadOnlyDictionary(ReadOnlyDictionary<string, string> value) => value;
    [RunInProcess] public static HashSet<string> HashSet(HashSet<string> value) => value;
    [RunInProcess] public static SortedSet<string> SortedSet(SortedSet<string> value) => value;
    [RunInProcess] public static Interfaces Interfaces(Interfaces value) => value;
    [RunInProcess] public static (int Number, string Text) Pair((int Number, string Text) value) => value;
    [RunInProcess] public static (int, int, int, int, int, int, int, string, int, int[]) WideTuple((int, int, int, int, int, int, int, string, int, int[]) value) => value;
    [RunInProcess] public static Tuple<int, string> OldTuple(Tuple<int, string> value) => value;
    [RunInProcess] public static KeyValuePair<string, int> KeyValue(KeyValuePair<string, int> value) => value;
    [RunInProcess] public static (int, double) Bytes((int, double) value) => value;
}
