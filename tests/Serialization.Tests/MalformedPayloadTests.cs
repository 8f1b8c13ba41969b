using System.Runtime.InteropServices;
using ProcGen.Serialization.Library;

namespace ProcGen.Serialization.Tests;

/// <summary>Bytes that no writer produces end in a typed error: no crash, no endless allocation, no other exception that a caller would not expect.</summary>
public sealed class MalformedPayloadTests
{
    /// <summary>What a change of one byte may at most make a reader allocate, for payloads of a few hundred bytes.</summary>
    private const long MostAllocated = 1 << 20;

    public static TheoryData<string> Samples => new(s_samples.Keys);

    private static readonly Dictionary<string, Action<ICallVisitor>> s_samples = new()
    {
        ["plain"] = v => v.Visit(Plain.InProcess.Job(new Job("name", 1) { Notes = ["a", "b"], Limit = TimeSpan.FromDays(1), Next = new Job("n", 2) })),
        ["generic"] = v => v.Visit(Generics.InProcess.BoxOfBox(new(new([1, 2, 3])))),
        ["closed set"] = v => v.Visit(KnownTypeTests.InProcess.Shapes([new Circle(1), new Square(), null])),
        ["objects"] = v => v.Visit(KnownTypeTests.InProcess.Objects(new() { ["i"] = 1, ["s"] = "s", ["l"] = new List<int> { 1 }, ["j"] = new Job("j", 1) })),
        ["references"] = v => v.Visit(SharedReferenceTests.InProcess.Nodes(Ring())),
        ["tree"] = v => v.Visit(SharedReferenceTests.InProcess.Tree(new Branch { Left = new Leaf { Text = "x" }, Right = new Leaf() })),
        ["contract"] = v => v.Visit(ContractTests.InProcess.Person(new Person { Age = 1, Name = "n", Addresses = [new Address("s", 1)] })),
        ["codec"] = v => v.Visit(ContractTests.InProcess.Temperatures([Temperature.FromKelvin(1), Temperature.FromKelvin(2)])),
        ["ints"] = v => v.Visit(Collections.InProcess.Ints([1, 2, 3, 4])),
        ["texts"] = v => v.Visit(Collections.InProcess.Texts(["abc", null!, "", "x"])),
        ["jagged"] = v => v.Visit(Collections.InProcess.Jagged([[1], null!, [2, 3]])),
        ["cube"] = v => v.Visit(Collections.InProcess.Cube(new[,,] { { { "a", "b" } } })),
        ["nullables"] = v => v.Visit(Collections.InProcess.Nullables([1, null])),
        ["dictionary"] = v => v.Visit(Collections.InProcess.Dictionary(new(StringComparer.Ordinal) { ["a"] = new Job("a", 1), ["b"] = null! })),
        ["sorted"] = v => v.Visit(Collections.InProcess.SortedSet(new(StringComparer.Ordinal) { "a", "b" })),
        ["stack"] = v => v.Visit(Collections.InProcess.Stack(new([1, 2]))),
        ["priorities"] = v => v.Visit(Collections.InProcess.Priorities(new([("a", 1), ("b", 2)]))),
        ["interfaces"] = v => v.Visit(Collections.InProcess.Interfaces(new Interfaces { List = [1], Set = new SortedSet<int> { 1 }, Dictionary = new Dictionary<int, string> { [1] = "x" }, Collection = ["c"] })),
        ["tuple"] = v => v.Visit(Collections.InProcess.WideTuple((1, 2, 3, 4, 5, 6, 7, "8", 9, [10]))),
        ["exception"] = v => v.Visit(Framework.InProcess.Error(new InvalidOperationException("m", new FormatException()))),
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_payload_cut_off_anywhere_is_a_typed_error(string sample) =>
        s_samples[sample](new Truncate());

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_payload_with_any_byte_changed_gives_a_value_or_a_typed_error(string sample) =>
        s_samples[sample](new ChangeEachByte());

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_payload_with_any_length_replaced_gives_a_value_or_a_typed_error(string sample) =>
        s_samples[sample](new ReplaceEachInt());

    [Fact]
    public void A_huge_length_is_refused_before_anything_is_allocated()
    {
        byte[] bytes = [0xFF, 0xFF, 0xFF, 0x7F, 1, 2, 3];
        AssertTyped(Collections.InProcess.Longs([]), bytes);
        AssertTyped(Collections.InProcess.Texts([]), bytes);
        AssertTyped(Collections.InProcess.List([]), bytes);
        AssertTyped(Collections.InProcess.Dictionary([]), bytes);
        AssertTyped(Collections.InProcess.Plane(new int[0, 0]), bytes);
        AssertTyped(Framework.InProcess.Text(""), bytes);
        AssertTyped(Framework.InProcess.Text(""), [0xFE, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4, 5, 6, 7, 8]);
        AssertTyped(Framework.InProcess.Text(""), [0x00, 0x00, 0x00, 0x80, 1, 2, 3, 4, 5, 6, 7, 8]);
    }

    [Fact]
    public void A_large_payload_in_several_pieces_may_also_be_cut_off()
    {
        ProcessCall<string[]> call = Collections.InProcess.Texts([.. Enumerable.Range(0, 5_000).Select(i => new string('x', i % 200))]);
        byte[] bytes = RoundTrip.BytesOf(call);
        for (int length = 0; length < bytes.Length; length += 50_021)
        {
            AssertTyped(call, bytes.AsSpan(0, length));
        }
    }

    private static void AssertTyped<T>(ProcessCall<T> call, ReadOnlySpan<byte> bytes)
    {
        if (!TryRead(call, bytes, out Exception? error))
        {
            return;
        }

        Assert.Fail(error is null ? $"{call} read {bytes.Length} bytes as a value." : $"{call} of {bytes.Length} bytes: {error}");
    }

    private static void AssertValueOrTyped<T>(ProcessCall<T> call, ReadOnlySpan<byte> bytes)
    {
        if (TryRead(call, bytes, out Exception? error) && error is not null)
        {
            Assert.Fail($"{call}: {Convert.ToHexString(bytes)}: {error}");
        }
    }

    /// <summary>False for a typed error; true with an exception for one that is not, and without for a value.</summary>
    private static bool TryRead<T>(ProcessCall<T> call, ReadOnlySpan<byte> bytes, out Exception? error)
    {
        error = null;
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            RoundTrip.ReadBytes(call, bytes, checkEnd: false);
            return true;
        }
        catch (Exception e)
        {
            // The runtime puts what else a constructor or parser says into a ProcessSerializationException; what the codecs find themselves is one already.
            error = e;
            return !IsTyped(e);
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated + (bytes.Length * 64L));
        }
    }

    private static bool IsTyped(Exception e) => e is ProcessSerializationException or MemoryPack.MemoryPackSerializationException;

    private static Node[] Ring()
    {
        var a = new Node { Name = "a" };
        a.Neighbors = [new Node { Name = "b", Neighbors = [a] }, a];
        return [a];
    }

    private interface ICallVisitor
    {
        void Visit<T>(ProcessCall<T> call);
    }

    private sealed class Truncate : ICallVisitor
    {
        public void Visit<T>(ProcessCall<T> call)
        {
            byte[] bytes = RoundTrip.BytesOf(call);
            for (int length = 0; length < bytes.Length; length++)
            {
                AssertTyped(call, bytes.AsSpan(0, length));
            }
        }
    }

    private sealed class ChangeEachByte : ICallVisitor
    {
        public void Visit<T>(ProcessCall<T> call)
        {
            byte[] bytes = RoundTrip.BytesOf(call);
            for (int i = 0; i < bytes.Length; i++)
            {
                byte original = bytes[i];
                foreach (byte changed in (ReadOnlySpan<byte>)[0, 1, 0x7F, 0x80, 0xFA, 0xFE, 0xFF, (byte)(original ^ 1), (byte)(original + 1)])
                {
                    bytes[i] = changed;
                    AssertValueOrTyped(call, bytes);
                }

                bytes[i] = original;
            }
        }
    }

    private sealed class ReplaceEachInt : ICallVisitor
    {
        public void Visit<T>(ProcessCall<T> call)
        {
            byte[] bytes = RoundTrip.BytesOf(call);
            for (int i = 0; i + sizeof(int) <= bytes.Length; i++)
            {
                int original = MemoryMarshal.Read<int>(bytes.AsSpan(i));
                foreach (int changed in (ReadOnlySpan<int>)[-1, -2, int.MinValue, int.MaxValue, int.MaxValue - 4, 1 << 30, bytes.Length, original + 1, original - 1])
                {
                    MemoryMarshal.Write(bytes.AsSpan(i), in changed);
                    AssertValueOrTyped(call, bytes);
                }

                MemoryMarshal.Write(bytes.AsSpan(i), in original);
            }
        }
    }
}
