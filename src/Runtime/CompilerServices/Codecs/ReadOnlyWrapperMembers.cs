using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace ProcGen.CompilerServices.Codecs;

// What read-only wrappers wrap, which alone knows the comparer. The classes are exactly as generic as the wrappers, as the runtime wants it of accessors.
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
