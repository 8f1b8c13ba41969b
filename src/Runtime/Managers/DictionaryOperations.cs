using System.Collections.Concurrent;
using ProcGen.CompilerServices;

namespace ProcGen.Managers;

/// <summary>A value that may not be there.</summary>
internal readonly record struct Found<T>(bool IsFound, T Value);

/// <summary>Some entries of a table, and after which number the next ones follow; -1 after the last.</summary>
internal readonly record struct TablePage<T>(T[] Items, long Next);

/// <summary>How the calls of all dictionaries with the same types are written and read. Sets are dictionaries without values.</summary>
internal sealed class DictionaryOperations<TKey, TValue>
{
    private static readonly ConcurrentDictionary<(ItemCodec, ItemCodec), DictionaryOperations<TKey, TValue>> s_all = new();

    private DictionaryOperations(ItemCodec<TKey> keys, ItemCodec<TValue> values)
    {
        Keys = keys;
        Values = values;
        Get = new(ManagerMethodId.TableGet, ReadFound);
        Remove = new(ManagerMethodId.TableRemove, ReadFound);
        GetOrAdd = new(ManagerMethodId.TableGetOrAdd, ReadValue);
        Update = new(ManagerMethodId.TableUpdate, ReadValue);
        GetPage = new(ManagerMethodId.TablePage, ReadPage);
        GetKeys = new(ManagerMethodId.TablePage, ReadKeys);
        GetMany = new(ManagerMethodId.TableGetMany, ReadMany);
        WriteKey = PutKey;
        WritePair = PutPair;
    }

    public static ManagerMethod<bool> Set { get; } = new(ManagerMethodId.TableSet, ManagerMethod.ReadNothing);

    public static ManagerMethod<bool> TryAdd { get; } = new(ManagerMethodId.TableTryAdd, ManagerMethod.ReadBoolean);

    public static ManagerMethod<bool> Contains { get; } = new(ManagerMethodId.TableContains, ManagerMethod.ReadBoolean);

    public static ManagerMethod<int> Count { get; } = new(ManagerMethodId.TableCount, ManagerMethod.ReadInt32);

    public static ManagerMethod<bool> Clear { get; } = new(ManagerMethodId.TableClear, ManagerMethod.ReadNothing);

    public static ManagerMethod<int> SetMany { get; } = new(ManagerMethodId.TableSetMany, ManagerMethod.ReadInt32);

    public static ManagerMethod<int> RemoveMany { get; } = new(ManagerMethodId.TableRemoveMany, ManagerMethod.ReadInt32);

    public static ManagerMethod<bool> RetainMany { get; } = new(ManagerMethodId.TableRetainMany, ManagerMethod.ReadNothing);

    public static ManagerMethod<bool> TryUpdate { get; } = new(ManagerMethodId.TableTryUpdate, ManagerMethod.ReadBoolean);

    public static ManagerMethod<bool> RemovePair { get; } = new(ManagerMethodId.TableRemovePair, ManagerMethod.ReadBoolean);

    public ItemCodec<TKey> Keys { get; }

    public ItemCodec<TValue> Values { get; }

    public ManagerMethod<Found<TValue>> Get { get; }

    public ManagerMethod<Found<TValue>> Remove { get; }

    public ManagerMethod<TValue> GetOrAdd { get; }

    public ManagerMethod<TValue> Update { get; }

    public ManagerMethod<TablePage<KeyValuePair<TKey, TValue>>> GetPage { get; }

    public ManagerMethod<TablePage<TKey>> GetKeys { get; }

    public ManagerMethod<(int Index, TValue Value)[]> GetMany { get; }

    // As objects made once: what most calls are written with.
    public PayloadWrite<(ManagerLink Manager, TKey Key)> WriteKey { get; }

    public PayloadWrite<(ManagerLink Manager, TKey Key, TValue Value)> WritePair { get; }

    public static DictionaryOperations<TKey, TValue> For(ItemCodec<TKey> keys, ItemCodec<TValue> values) =>
        s_all.GetOrAdd((keys, values), static codecs => new((ItemCodec<TKey>)codecs.Item1, (ItemCodec<TValue>)codecs.Item2));

    private void PutKey(ref PayloadWriter writer, (ManagerLink Manager, TKey Key) argument) => StoredItem.Write(ref writer, Keys, argument.Key, argument.Manager);

    private void PutPair(ref PayloadWriter writer, (ManagerLink Manager, TKey Key, TValue Value) argument)
    {
        StoredItem.Write(ref writer, Values, argument.Value, argument.Manager);
        StoredItem.Write(ref writer, Keys, argument.Key, argument.Manager);
    }

    public void WriteChange(ref PayloadWriter writer, (ManagerLink Manager, TKey Key, TValue Value, TValue Comparison) argument)
    {
        StoredItem.Write(ref writer, Values, argument.Value, argument.Manager);
        StoredItem.Write(ref writer, Values, argument.Comparison, argument.Manager);
        StoredItem.Write(ref writer, Keys, argument.Key, argument.Manager);
    }

    public void WriteUpdate(ref PayloadWriter writer, (ManagerLink Manager, TKey Key, TValue Value, ProcessMethod Method) argument)
    {
        writer.Writer.WriteUnmanaged(argument.Method.Id);
        writer.WriteString(argument.Method.Assembly.GetName().Name);
        PutPair(ref writer, (argument.Manager, argument.Key, argument.Value));
    }

    public void WritePairs(ref PayloadWriter writer, (ManagerLink Manager, IReadOnlyCollection<KeyValuePair<TKey, TValue>> Pairs) argument)
    {
        writer.WriteLength(argument.Pairs.Count);
        foreach ((TKey key, TValue value) in argument.Pairs)
        {
            PutPair(ref writer, (argument.Manager, key, value));
        }
    }

    public void WriteKeys(ref PayloadWriter writer, (ManagerLink Manager, IReadOnlyCollection<TKey> Keys) argument)
    {
        writer.WriteLength(argument.Keys.Count);
        foreach (TKey key in argument.Keys)
        {
            StoredItem.Write(ref writer, Keys, key, argument.Manager);
        }
    }

    public static void WritePage(ref PayloadWriter writer, (long After, int Bytes, bool Values) argument)
    {
        writer.Writer.WriteUnmanaged(argument.After, argument.Bytes);
        writer.Writer.WriteUnmanaged(argument.Values);
    }

    private Found<TValue> ReadFound(ref PayloadReader reader) => reader.Reader.ReadUnmanaged<bool>() ? new(true, Values.Read(ref reader)) : default;

    private TValue ReadValue(ref PayloadReader reader) => Values.Read(ref reader);

    private TablePage<KeyValuePair<TKey, TValue>> ReadPage(ref PayloadReader reader)
    {
        reader.Reader.ReadUnmanaged(out long next);
        var items = new KeyValuePair<TKey, TValue>[reader.ReadLength(2 * sizeof(int))];
        for (int i = 0; i < items.Length; i++)
        {
            TKey key = StoredItem.ReadSized(ref reader, Keys);
            items[i] = new(key, StoredItem.ReadSized(ref reader, Values));
        }

        return new(items, next);
    }

    private TablePage<TKey> ReadKeys(ref PayloadReader reader)
    {
        reader.Reader.ReadUnmanaged(out long next);
        var items = new TKey[reader.ReadLength(sizeof(int))];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = StoredItem.ReadSized(ref reader, Keys);
        }

        return new(items, next);
    }

    private (int Index, TValue Value)[] ReadMany(ref PayloadReader reader)
    {
        var items = new (int, TValue)[reader.ReadLength(2 * sizeof(int))];
        for (int i = 0; i < items.Length; i++)
        {
            int index = reader.Reader.ReadUnmanaged<int>();
            items[i] = (index, StoredItem.ReadSized(ref reader, Values));
        }

        return items;
    }
}
