using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace ProcGen.CompilerServices.Codecs;

// What collections of .NET hold and do not show: the wrapped collection, which alone knows the comparer; the comparer itself. The classes are exactly as
// generic as the collections, as the runtime wants it of accessors. The collections' tests fail if a member gets another name.
internal static class ReadOnlyDictionaryMembers<TKey, TValue>
    where TKey : notnull
{
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Dictionary")]
    public static extern IDictionary<TKey, TValue> Wrapped(ReadOnlyDictionary<TKey, TValue> wrapper);
}

internal static class ReadOnlySetMembers<T>
{
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Set")]
    public static extern ISet<T> Wrapped(ReadOnlySet<T> wrapper);
}

internal static class BlockingCollectionMembers<T>
{
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_collection")]
    public static extern ref IProducerConsumerCollection<T> Collection(BlockingCollection<T> collection);
}

internal static class LookupMembers<TKey, T>
{
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_comparer")]
    public static extern ref IEqualityComparer<TKey> Comparer(Lookup<TKey, T> lookup);
}
