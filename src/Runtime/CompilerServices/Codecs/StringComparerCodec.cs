namespace ProcGen.CompilerServices.Codecs;

/// <summary>
/// The comparer of a dictionary or set: the default one and those of <see cref="StringComparer"/> cross by name. Any other is refused, because a collection
/// that compares in another way over there is another collection.
/// </summary>
internal static class StringComparerCodec
{
    private const byte Default = 0;
    private const byte Ordinal = 1;
    private const byte OrdinalIgnoreCase = 2;
    private const byte InvariantCulture = 3;
    private const byte InvariantCultureIgnoreCase = 4;

    /// <summary>Writes which comparer, for equality or for order, a collection uses.</summary>
    /// <typeparam name="T">The type of the keys.</typeparam>
    /// <param name="writer">The payload's writer.</param>
    /// <param name="comparer">The collection's comparer.</param>
    /// <param name="collection">The collection's type, for the error.</param>
    /// <exception cref="ProcessSerializationException">The comparer is of the user's own.</exception>
    public static void Write<T>(ref PayloadWriter writer, object? comparer, Type collection) =>
        writer.Writer.WriteUnmanaged(
            comparer is null || ReferenceEquals(comparer, EqualityComparer<T>.Default) || ReferenceEquals(comparer, Comparer<T>.Default) ? Default : Identify(comparer, collection));

    /// <summary>Reads which comparer a collection uses; null stands for the default one.</summary>
    /// <typeparam name="T">The type of the keys.</typeparam>
    /// <param name="reader">The payload's reader.</param>
    public static StringComparer? Read<T>(ref PayloadReader reader) => Find(ref reader, typeof(T));

    /// <summary>A comparer that was read, for a collection whose keys are strings; null for any other.</summary>
    public static IEqualityComparer<T>? ForEquality<T>(StringComparer? comparer) => (IEqualityComparer<T>?)(object?)comparer;

    /// <inheritdoc cref="ForEquality{T}"/>
    public static IComparer<T>? ForOrder<T>(StringComparer? comparer) => (IComparer<T>?)(object?)comparer;

    // Compared by value: a dictionary wraps the well-known comparers and hands out equal ones, not the same ones.
    private static byte Identify(object comparer, Type collection) =>
        comparer.Equals(StringComparer.Ordinal) ? Ordinal
            : comparer.Equals(StringComparer.OrdinalIgnoreCase) ? OrdinalIgnoreCase
            : comparer.Equals(StringComparer.InvariantCulture) ? InvariantCulture
            : comparer.Equals(StringComparer.InvariantCultureIgnoreCase) ? InvariantCultureIgnoreCase
            : throw new ProcessSerializationException(
                $"A '{NameOf(collection)}' with the comparer '{comparer.GetType()}' cannot cross a process boundary: only the default comparer and those of StringComparer (ordinal and invariant) can. " +
                "Send its items as an array and build the collection in the worker.");

    private static string NameOf(Type collection) => collection.Name.Split('`')[0];

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
