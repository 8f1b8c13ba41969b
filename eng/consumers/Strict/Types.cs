using System.Net.Mime;
using MemoryPack;
using ProcGen;
using ProcGen.CompilerServices;

[assembly: ProcessCodec(typeof(ContentType), typeof(Consumer.Strict.ContentTypeCodec))]

namespace Consumer.Strict;

/// <summary>Every way in which a type crosses.</summary>
public static partial class Types
{
    /// <summary>Takes one of each.</summary>
    /// <param name="order">A plain type.</param>
    /// <param name="shape">One of a closed set.</param>
    /// <param name="node">A graph.</param>
    /// <param name="packed">A type of MemoryPack.</param>
    /// <param name="format">A type with a codec.</param>
    /// <returns>An exception as a value.</returns>
    [RunInProcess]
    public static LateException Take(Order order, Shape shape, Node node, Packed packed, ContentType format)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(format);
        return new LateException($"{order.Id}{shape}{node}{packed}{format.MediaType}") { Minutes = 3 };
    }

    /// <summary>Collections and structs.</summary>
    /// <param name="prices">Prices.</param>
    /// <param name="points">Points.</param>
    /// <param name="memory">Bytes.</param>
    /// <param name="day">A day, or none.</param>
    /// <returns>A matrix.</returns>
    [RunInProcess]
    public static IReadOnlyDictionary<string, List<decimal>> Collect(Dictionary<string, decimal[]> prices, Point[] points, ReadOnlyMemory<byte> memory, DayOfWeek? day)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(points);
        return prices.ToDictionary(pair => pair.Key, pair => pair.Value.Append(points.Length + memory.Length + (int)(day ?? 0)).ToList());
    }
}

/// <summary>A plain type with init-only, required and private members.</summary>
public sealed class Order
{
    private readonly List<string> _lines = [];
    private int _revision;

    /// <summary>Its number.</summary>
    public required int Id { get; init; }

    /// <summary>Its lines.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>What stays behind.</summary>
    [ProcessIgnore]
    public object? Tag { get; set; }

    /// <summary>Adds a line.</summary>
    /// <param name="line">The line.</param>
    /// <returns>The number of changes.</returns>
    public int Add(string line)
    {
        _lines.Add(line);
        return ++_revision;
    }
}

/// <summary>A closed set.</summary>
/// <param name="Name">A name.</param>
[ProcessKnownTypes(typeof(Circle), typeof(Square))]
public abstract record Shape(string Name);

/// <summary>A case.</summary>
/// <param name="Name">A name.</param>
/// <param name="Radius">A radius.</param>
public sealed record Circle(string Name, double Radius) : Shape(Name);

/// <summary>Another.</summary>
/// <param name="Name">A name.</param>
/// <param name="Side">A side.</param>
public sealed record Square(string Name, double Side) : Shape(Name);

/// <summary>A graph.</summary>
[ProcessReferences]
public sealed class Node
{
    /// <summary>The next.</summary>
    public Node? Next { get; set; }
}

/// <summary>A type of MemoryPack.</summary>
/// <param name="Id">A number.</param>
/// <param name="Name">A name.</param>
[MemoryPackable]
public sealed partial record Packed(int Id, string Name);

/// <summary>Writes a type that nobody here can annotate.</summary>
public readonly record struct ContentTypeCodec : IProcessCodec<ContentType>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ContentType? value) => writer.WriteString(value?.ToString());

    /// <inheritdoc/>
    public static ContentType? Read(ref PayloadReader reader) => reader.ReadString() is { } text ? new ContentType(text) : null;
}

/// <summary>Plain bytes.</summary>
/// <param name="X">One way.</param>
/// <param name="Y">The other.</param>
public readonly record struct Point(int X, int Y);

/// <summary>An exception with state.</summary>
public sealed class LateException : Exception
{
    /// <inheritdoc/>
    public LateException() { }

    /// <inheritdoc/>
    public LateException(string message) : base(message) { }

    /// <inheritdoc/>
    public LateException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>How late.</summary>
    public int Minutes { get; init; }
}
