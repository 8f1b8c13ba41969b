using System.Text.Json;
using System.Text.Json.Serialization;
using BenchmarkDotNet.Attributes;
using MemoryPack;
using ProcGen.Calls;
using ProcGen.CompilerServices;

namespace ProcGen.Micro;

/// <summary>
/// An argument there and the same as a result back: written and read by generated code, beside MemoryPack's own generated formatter for a type with its attribute and
/// System.Text.Json's generated one.
/// </summary>
[MemoryDiagnoser]
public partial class SerializerBenchmarks
{
    private readonly Order _order = new("ACME-1", "somebody@example.org", [.. Enumerable.Range(0, 20).Select(i => new Line($"article {i}", i, i * 1.5m))]);
    private readonly int[] _numbers = [.. Enumerable.Range(0, 10_000)];
    private PackedOrder _packed = null!;

    [GlobalSetup]
    public void Copy() => _packed = new PackedOrder(_order.Id, _order.Customer, [.. _order.Lines.Select(line => new PackedLine(line.Article, line.Count, line.Price))]);

    /// <summary>A record with two strings and twenty records, through ProcGen.</summary>
    [Benchmark(Baseline = true)]
    public object? OrderByProcGen() => ThereAndBack(Echoes.InProcess.Echo(_order));

    /// <summary>The same shape through MemoryPack.</summary>
    [Benchmark]
    public object? OrderByMemoryPack() => MemoryPackSerializer.Deserialize<PackedOrder>(MemoryPackSerializer.Serialize(_packed, MemoryPackSerializerOptions.Utf16), MemoryPackSerializerOptions.Utf16);

    /// <summary>The same shape through System.Text.Json.</summary>
    [Benchmark]
    public object? OrderByJson() => JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(_order, JsonShapes.Default.Order), JsonShapes.Default.Order);

    /// <summary>10,000 numbers, which are copied as one block.</summary>
    [Benchmark]
    public object? NumbersByProcGen() => ThereAndBack(Echoes.InProcess.Echo(_numbers));

    // What a call does with its arguments in the caller and with its result when it is back; both are the same bytes here.
    private static TResult ThereAndBack<TResult>(ProcessCall<TResult> call)
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        var writer = new PayloadWriter(ref buffer);
        call.WriteArguments(ref writer);
        writer.Complete();
        return PayloadIO.ReadResult(buffer, call.TypedMethod);
    }

    internal sealed record Order(string Id, string Customer, Line[] Lines);

    internal sealed record Line(string Article, int Count, decimal Price);

    [MemoryPackable]
    internal sealed partial record PackedOrder(string Id, string Customer, PackedLine[] Lines);

    [MemoryPackable]
    internal sealed partial record PackedLine(string Article, int Count, decimal Price);

    [JsonSerializable(typeof(Order))]
    internal sealed partial class JsonShapes : JsonSerializerContext;
}

internal static partial class Echoes
{
    [RunInProcess]
    public static SerializerBenchmarks.Order Echo(SerializerBenchmarks.Order order) => order;

    [RunInProcess]
    public static int[] Echo(int[] numbers) => numbers;
}
