using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>
/// The comparer of a dictionary or set: the default one and those of <see cref="StringComparer"/> cross by name. Any other is refused, because a collection
/// that compares in another way over there is another collection.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StringComparerCodec
{
    private const byte Default = 0;
    private const byte Ordinal = 1;
    private const byte OrdinalIgnoreCase = 2;
    private const byte InvariantCulture = 3;
    private const byte InvariantCultureIgnoreCase = 4;

    /// <summary>Writes which comparer a collection uses.</summary>
    /// <typeparam name="T">The type of the keys.</typeparam>
    /// <param name="writer">The payload's writer.</param>
    /// <param name="comparer">The collection's comparer.</param>
    /// <param name="collection">The collection's type as the user wrote it, for the error.</param>
    /// <exception cref="ProcessSerializationException">The comparer is of the user's own.</exception>
    public static void Write<T>(ref PayloadWriter writer, IEqualityComparer<T>? comparer, string collection) =>
        writer.Writer.WriteUnmanaged(Identify(comparer, ReferenceEquals(comparer, EqualityComparer<T>.Default), collection));

    /// <inheritdoc cref="Write{T}(ref PayloadWriter, IEqualityComparer{T}, string)"/>
    public static void Write<T>(ref PayloadWriter writer, IComparer<T>? comparer, string collection) =>
        writer.Writer.WriteUnmanaged(Identify(comparer, ReferenceEquals(comparer, Comparer<T>.Default), collection));

    /// <summary>Reads which comparer a collection uses; null stands for the default one.</summary>
    /// <typeparam name="T">The type of the keys.</typeparam>
    /// <param name="reader">The payload's reader.</param>
    public static IEqualityComparer<T>? ReadEqualityComparer<T>(ref PayloadReader reader) => (IEqualityComparer<T>?)Find(ref reader, typeof(T));

    /// <inheritdoc cref="ReadEqualityComparer{T}"/>
    public static IComparer<T>? ReadComparer<T>(ref PayloadReader reader) => (IComparer<T>?)Find(ref reader, typeof(T));

    private static byte Identify(object? comparer, bool isDefault, string collection)
    {
        if (comparer is null || isDefault)
        {
            return Default;
        }

        // Compared by value: a dictionary wraps the well-known comparers and hands out equal ones, not the same ones.
        return comparer.Equals(StringComparer.Ordinal) ? Ordinal
            : comparer.Equals(StringComparer.OrdinalIgnoreCase) ? OrdinalIgnoreCase
            : comparer.Equals(StringComparer.InvariantCulture) ? InvariantCulture
            : comparer.Equals(StringComparer.InvariantCultureIgnoreCase) ? InvariantCultureIgnoreCase
            : throw new ProcessSerializationException(
                $"A '{collection}' with the comparer '{comparer.GetType()}' cannot cross a process boundary: only the default comparer and those of StringComparer (ordinal and invariant) can. " +
                "Send its items as an array and build the collection in the worker.");
    }

    private static StringComparer? Find(ref PayloadReader reader, Type keys)
    {
        byte which = reader.Reader.ReadUnmanaged<byte>();
        switch (keys == typeof(string) ? which : which == Default ? Default : byte.MaxValue)
        {
            case Default: return null;
            case Ordinal: return StringComparer.Ordinal;
            case OrdinalIgnoreCase: return StringComparer.OrdinalIgnoreCase;
            case InvariantCulture: return StringComparer.InvariantCulture;
            case InvariantCultureIgnoreCase: return StringComparer.InvariantCultureIgnoreCase;
            default:
                PayloadErrors.ThrowMalformed($"the number {which} in the place of a comparer");
                return null;
        }
    }
}
