#pragma warning disable CA1051, CA1822, SA1300, IDE1006, CS0649, CS8981 // Shapes that users write, whatever the rules of this repository say.

namespace ProcGen.Serialization.Tests;

public static partial class Plain
{
    [RunInProcess] public static Job Job(Job value) => value;
    [RunInProcess] public static Guarded Guarded(Guarded value) => value;
    [RunInProcess] public static Derived Derived(Derived value) => value;
    [RunInProcess] public static PointRecord Record(PointRecord value) => value;
    [RunInProcess] public static SizeRecord RecordStruct(SizeRecord value) => value;
    [RunInProcess] public static NamedPoint DerivedRecord(NamedPoint value) => value;
    [RunInProcess] public static Pixel Pixel(Pixel value) => value;
    [RunInProcess] public static Mixed Mixed(Mixed value) => value;
    [RunInProcess] public static Mixed? NullableMixed(Mixed? value) => value;
    [RunInProcess] public static EmptyStruct EmptyStruct(EmptyStruct value) => value;
    [RunInProcess] public static Buffered Buffered(Buffered value) => value;
    [RunInProcess] public static Inline4 Inline(Inline4 value) => value;
    [RunInProcess] public static Settings Settings(Settings value) => value;
    [RunInProcess] public static Cached Cached(Cached value) => value;
    [RunInProcess] public static Awkward Awkward(Awkward value) => value;
    [RunInProcess] public static Wide Wide(Wide value) => value;
    [RunInProcess] public static Chain Chain(Chain value) => value;
}

public static partial class Generics
{
    [RunInProcess] public static Box<int> BoxOfInt(Box<int> value) => value;
    [RunInProcess] public static Box<string> BoxOfString(Box<string> value) => value;
    [RunInProcess] public static Box<Box<List<int>>> BoxOfBox(Box<Box<List<int>>> value) => value;
    [RunInProcess] public static Constrained<DayOfWeek, Job> Constrained(Constrained<DayOfWeek, Job> value) => value;
    [RunInProcess] public static Outer<int>.Inner<string> Nested(Outer<int>.Inner<string> value) => value;
    [RunInProcess] public static IntBox DerivedFromGeneric(IntBox value) => value;
}

public sealed class Job(string name, int priority)
{
    private int _touched;

    public string Name { get; } = name;

    public int Priority => priority;

    public List<string>? Notes { get; set; }

    public TimeSpan? Limit { get; init; }

    public Job? Next { get; set; }

    public int Touched => _touched;

    public void Touch() => _touched++;
}

public sealed class Guarded
{
    private Guarded(int value, bool allowed)
    {
        Value = allowed ? value : throw new InvalidOperationException("The constructor ran.");
    }

    public Guarded() : this(0, allowed: false) { }

    public int Value { get; }

    public static Guarded Make(int value) => new(value, allowed: true);
}

public class BaseOfDerived(string name)
{
    private readonly string _name = name;

    public string BaseName => _name;

    public int Id { get; protected set; }
}

public class Derived : BaseOfDerived
{
    private readonly string _name;

    public Derived(string baseName, string name, int id) : base(baseName)
    {
        _name = name;
        Id = id;
    }

    public string DerivedName => _name;
}

public sealed class MoreDerived() : Derived("b", "d", 1);

public record PointRecord(int X, int Y)
{
    public string? Tag { get; init; }
}

public sealed record NamedPoint(int X, int Y, string Name) : PointRecord(X, Y);

public readonly record struct SizeRecord(double Width, string Unit);

public readonly struct Pixel(short x, short y, byte alpha) : IEquatable<Pixel>
{
    private readonly short _x = x;
    private readonly short _y = y;

    private readonly byte _alpha = alpha;

    public bool Equals(Pixel other) => (_x, _y, _alpha) == (other._x, other._y, other._alpha);

    public override bool Equals(object? obj) => obj is Pixel other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_x, _y, _alpha);
}

public readonly struct Mixed(int number, string text, int[] numbers)
{
    public int Number { get; } = number;

    public string Text => text;

    public readonly int[] Numbers = numbers;
}

public struct EmptyStruct;

public unsafe struct Buffered
{
    private fixed int _numbers[8];

    public void Set(int index, int value) => _numbers[index] = value;

    public readonly int Get(int index) => _numbers[index];
}

[System.Runtime.CompilerServices.InlineArray(4)]
public struct Inline4
{
    private int _first;
}

public sealed class Settings
{
    private readonly DateTimeOffset _created = DateTimeOffset.UnixEpoch.AddDays(Random.Shared.Next(10_000));

    public required string Key { get; init; }

    public int Level { get; set; }

    public DateTimeOffset Created => _created;

    public string Normalized { get => field ??= Key.ToUpperInvariant(); }
}

public sealed class Cached
{
    [ProcessIgnore]
    private readonly int _hits = 99;

    public int Key { get; set; }

    [ProcessIgnore]
    public Stream? Stream { get; set; } = Stream.Null;

    [field: ProcessIgnore]
    public event EventHandler? Changed;

    public bool IsObserved => Changed is not null;

    public int Hits => _hits;
}

public class Box<T>(T item)
{
    private readonly T _item = item;

    public T Item => _item;
}

public sealed class IntBox(int item) : Box<int>(item)
{
    public int Double { get; } = item * 2;
}

public sealed class Constrained<TEnum, TClass>(TEnum first, TClass second)
    where TEnum : unmanaged, Enum
    where TClass : class
{
    public TEnum First { get; } = first;

    public TClass Second { get; } = second;
}

public static class Outer<TLeft>
{
    public sealed class Inner<TRight>(TLeft left, TRight right)
    {
        public TLeft Left => left;

        public TRight Right => right;
    }
}

public static partial class WithPrivateTypes
{
    public static (string, int) Run()
    {
        Holder copy = RoundTrip.Run(InProcess.Of(new Holder { Secret = new Secret("a"), Others = [new Secret("b"), null!], Pair = new Pair { A = 3 } }));
        return (copy.Secret!.Text, copy.Pair.A);
    }

    [RunInProcess]
    private static Holder Of(Holder value) => value;

    internal sealed class Holder
    {
        internal Secret? Secret { get; set; }

        internal List<Secret>? Others { get; set; }

        internal Pair Pair { get; set; }
    }

    internal sealed class Secret(string text)
    {
        private readonly Hidden _hidden = new() { Text = text };

        public string Text => _hidden.Text;
    }

    private sealed class Hidden
    {
        public string Text { get; set; } = "";
    }

    internal struct Pair
    {
        public int A;
        public Job? B;
    }
}

public sealed class Awkward
{
    private volatile int _volatileNumber;
    private volatile string? _volatileText;
    private (int A, (string? B, Pixel[]? C) Inner) _named;

    public (int Number, string? Text) Volatile
    {
        get => (_volatileNumber, _volatileText);
        set => (_volatileNumber, _volatileText) = value;
    }

    public (int A, (string? B, Pixel[]? C) Inner) Named
    {
        get => _named;
        set => _named = value;
    }

    public int @class;
    public string? Equals_;
    public string? reader;
    public string? value;
    public string? AwkwardMembers;
    public int __x;
}

public sealed class Wide
{
    private int _a = 1, _b = 2, _c = 3, _d = 4, _e = 5, _f = 6, _g = 7, _h = 8, _i = 9, _j = 10, _k = 11, _l = 12, _m = 13, _n = 14, _o = 15, _p = 16, _q = 17;

    public string? Text { get; set; }

    public static Wide Make() => new() { _a = 100, _q = 1000, Text = "t" };

    public (int, string?) Sum() => (_a + (2 * _b) + (3 * _c) + (4 * _d) + _e + _f + _g + _h + _i + _j + _k + _l + _m + _n + (5 * _o) + (6 * _p) + (7 * _q), Text);
}

public sealed class Chain
{
    public Chain? Next { get; set; }

    public static Chain Make(int length)
    {
        Chain? chain = null;
        for (int i = 0; i < length; i++)
        {
            chain = new Chain { Next = chain };
        }

        return chain!;
    }

    public static int Length(Chain? chain)
    {
        int length = 0;
        for (; chain is not null; chain = chain.Next)
        {
            length++;
        }

        return length;
    }
}

public sealed partial class Accumulator(int start)
{
    public int Sum { get; private set; } = start;

    [RunInProcess]
    public int Add(int number) => Sum += number;
}
