using System.Collections.Concurrent;
using ProcGen.CompilerServices;

namespace ProcGen.Managers;

/// <summary>Some items of a list, and whether others follow.</summary>
internal readonly record struct ListPage<T>(T[] Items, bool HasMore);

/// <summary>How the calls of all lists of one type are written and read.</summary>
internal sealed class ListOperations<T>
{
    private static readonly ConcurrentDictionary<ItemCodec, ListOperations<T>> s_all = new();

    private ListOperations(ItemCodec<T> items)
    {
        Items = items;
        Get = new(ManagerMethodId.ListGet, items.Read);
        RemoveAt = new(ManagerMethodId.ListRemoveAt, items.Read);
        Update = new(ManagerMethodId.ListUpdate, items.Read);
        GetPage = new(ManagerMethodId.ListPage, ReadPage);
    }

    public static ManagerMethod<bool> Set { get; } = new(ManagerMethodId.ListSet, ManagerMethod.ReadNothing);

    public static ManagerMethod<bool> Insert { get; } = new(ManagerMethodId.ListInsert, ManagerMethod.ReadNothing);

    public static ManagerMethod<bool> AddMany { get; } = new(ManagerMethodId.ListAddMany, ManagerMethod.ReadNothing);

    public static ManagerMethod<int> Count { get; } = new(ManagerMethodId.ListCount, ManagerMethod.ReadInt32);

    public static ManagerMethod<bool> Clear { get; } = new(ManagerMethodId.ListClear, ManagerMethod.ReadNothing);

    public static ManagerMethod<int> IndexOf { get; } = new(ManagerMethodId.ListIndexOf, ManagerMethod.ReadInt32);

    public static ManagerMethod<bool> Remove { get; } = new(ManagerMethodId.ListRemove, ManagerMethod.ReadBoolean);

    public ItemCodec<T> Items { get; }

    public ManagerMethod<T> Get { get; }

    public ManagerMethod<T> RemoveAt { get; }

    public ManagerMethod<T> Update { get; }

    public ManagerMethod<ListPage<T>> GetPage { get; }

    public static ListOperations<T> For(ItemCodec<T> items) => s_all.GetOrAdd(items, static codec => new((ItemCodec<T>)codec));

    public static void WriteIndex(ref PayloadWriter writer, int index) => writer.Writer.WriteUnmanaged(index);

    public static void WritePage(ref PayloadWriter writer, (int Start, int Bytes) argument) => writer.Writer.WriteUnmanaged(argument.Start, argument.Bytes);

    public static void WriteUpdate(ref PayloadWriter writer, (int Index, ProcessMethod Method) argument)
    {
        writer.Writer.WriteUnmanaged(argument.Method.Id, argument.Index);
        writer.WriteString(argument.Method.Assembly.GetName().Name);
    }

    public void WriteItem(ref PayloadWriter writer, (ManagerLink Manager, T Item) argument) => StoredItem.Write(ref writer, Items, argument.Item, argument.Manager);

    public void WriteItemAt(ref PayloadWriter writer, (ManagerLink Manager, int Index, T Item) argument)
    {
        writer.Writer.WriteUnmanaged(argument.Index);
        StoredItem.Write(ref writer, Items, argument.Item, argument.Manager);
    }

    public void WriteItems(ref PayloadWriter writer, (ManagerLink Manager, IReadOnlyCollection<T> Items) argument)
    {
        writer.WriteLength(argument.Items.Count);
        foreach (T item in argument.Items)
        {
            StoredItem.Write(ref writer, Items, item, argument.Manager);
        }
    }

    private ListPage<T> ReadPage(ref PayloadReader reader)
    {
        bool hasMore = reader.Reader.ReadUnmanaged<bool>();
        var items = new T[reader.ReadLength(sizeof(int))];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = StoredItem.ReadSized(ref reader, Items);
        }

        return new(items, hasMore);
    }
}
