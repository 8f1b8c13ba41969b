using System.Collections.Concurrent;
using System.Reflection;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.CompilerServices.Codecs;

namespace ProcGen.Sharing;

/// <summary>
/// Finds how the items of a new collection cross. What is bytes or text needs nothing generated; for everything else the dispatch tables know the items of all collections in the
/// signatures of their assemblies. Thread-safe.
/// </summary>
internal static class ItemCodecs
{
    // Only what was found: an assembly that is loaded later may know more.
    private static readonly ConcurrentDictionary<Type, ItemCodec> s_found = new();

    /// <exception cref="ProcessSerializationException">Nobody generated it.</exception>
    public static ItemCodec<T> For<T>()
    {
        if (s_found.TryGetValue(typeof(T), out ItemCodec? known))
        {
            return (ItemCodec<T>)known;
        }

        ItemCodec codec = FindPlain<T>() ?? FindGenerated(typeof(T)) ?? throw new ProcessSerializationException(
            $"How a '{typeof(T)}' crosses a process boundary was not generated, because no marked method has a shared collection, a queue or a pipe of it in its signature. " +
            $"Take it as a parameter of a [RunInProcess] method, as in 'static void Use(SharedList<{typeof(T).Name}> items)', and give the type at least internal accessibility.");
        return (ItemCodec<T>)s_found.GetOrAdd(typeof(T), codec);
    }

    private static ItemCodec? FindPlain<T>()
    {
        Type type = typeof(T);
        if (type == typeof(string))
        {
            return ItemCodec<string, StringCodec>.Instance;
        }

        bool isBytes = type.IsEnum || (type.IsPrimitive && type != typeof(nint) && type != typeof(nuint)) || type == typeof(decimal) || type == typeof(Guid) || type == typeof(DateTime)
            || type == typeof(DateTimeOffset) || type == typeof(TimeSpan) || type == typeof(DateOnly) || type == typeof(TimeOnly);
        return isBytes ? ItemCodec<T, UnmanagedCodec<T>>.Instance : null;
    }

    private static ItemCodec? FindGenerated(Type type)
    {
        foreach (ProcessMethodTable table in MethodTables.OfApplication())
        {
            if (table.FindItem(type) is { } codec)
            {
                return codec;
            }
        }

        // Where the program is not the application, as under a test runner.
        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (!assembly.IsDynamic && MethodTables.Of(assembly)?.FindItem(type) is { } codec)
            {
                return codec;
            }
        }

        return null;
    }
}
