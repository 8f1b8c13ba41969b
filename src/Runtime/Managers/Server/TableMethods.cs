using System.Reflection;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Managers;

/// <summary>What a manager does with dictionaries and sets. Where there are an item and a key, the key comes last.</summary>
internal static class TableMethods
{
    private static readonly Dictionary<ManagerMethodId, ProcessMethod> s_methods = new ServerMethod[]
    {
        new(ManagerMethodId.TableGet, Get),
        new(ManagerMethodId.TableSet, Set),
        new(ManagerMethodId.TableTryAdd, TryAdd),
        new(ManagerMethodId.TableRemove, Remove),
        new(ManagerMethodId.TableContains, Contains),
        new(ManagerMethodId.TableCount, Count),
        new(ManagerMethodId.TableClear, Clear),
        new(ManagerMethodId.TablePage, GetPage),
        new(ManagerMethodId.TableSetMany, SetMany),
        new(ManagerMethodId.TableGetMany, GetMany),
        new(ManagerMethodId.TableRemoveMany, RemoveMany),
        new(ManagerMethodId.TableRetainMany, RetainMany),
        new(ManagerMethodId.TableTryUpdate, TryUpdate),
        new(ManagerMethodId.TableRemovePair, RemovePair),
        new(ManagerMethodId.TableGetOrAdd, GetOrAdd),
        new(ManagerMethodId.TableUpdate, Update),
    }.ToDictionary(static method => (ManagerMethodId)method.Id, ProcessMethod (method) => method);

    public static ProcessMethod? Find(ManagerMethodId id) => s_methods.GetValueOrDefault(id);

    private static Target<TableObject> Open(WorkerCall call, out PayloadReader reader)
    {
        ManagerClient client = ManagerMethods.Open(call, out reader, out ulong id);
        return new(client, id);
    }

    private static void Get(WorkerCall call)
    {
        Target<TableObject> target = Open(call, out PayloadReader reader);
        ReadOnlySpan<byte> key = StoredItem.ReadKey(ref reader);
        TableObject table = target.Close(call, ref reader);
        table.TryGet(key, out byte[]? value);
        ManagerMethods.ReturnFound(call, value);
    }

    private static void Set(WorkerCall call)
    {
        Target<TableObject> target = Open(call, out PayloadReader reader);
        StoredItem value = StoredItem.Read(ref reader);
        ReadOnlySpan<byte> key = StoredItem.ReadKey(ref reader);
        TableObject table = target.Close(call, ref reader);
        table.Set(key, value);
    }

    private static void TryAdd(WorkerCall call)
    {
        Target<TableObject> target = Open(call, out PayloadReader reader);
        StoredItem value = StoredItem.Read(ref reader);
        ReadOnlySpan<byte> key = StoredItem.ReadKey(ref reader);
        TableObject table = target.Close(call, ref reader);
        ManagerMethods.Return(call, table.TryAdd(key, value));
    }

    private static void Remove(WorkerCall call)
    {
        Target<TableObject> target = Open(call, out PayloadReader reader);
        ReadOnlySpan<byte> key = StoredItem.ReadKey(ref reader);
        TableObject table = target.Close(call, ref reader);
        table.TryRemove(key, out byte[]? value);
        ManagerMethods.ReturnFound(call, value);
    }

    private static void Contains(WorkerCall call)
    {
        Target<TableObject> target = Open(call, out PayloadReader reader);
        ReadOnlySpan<byte> key = StoredItem.ReadKey(ref reader);
        TableObject table = target.Close(call, ref reader);
        ManagerMethods.Return(call, table.TryGet(key, out _));
    }

    private static void Count(WorkerCall call)
    {
        Target<TableObject> target = Open(call, out PayloadReader reader);
        TableObject table = target.Close(call, ref reader);
        ManagerMethods.Return(call, table.Count);
    }

    private static void Clear(WorkerCall call)
    {
        Target<TableObject> target = Open(call, out PayloadReader reader);
        TableObject table = target.Close(call, ref reader);
        table.Clear();
    }

    private static void GetPage(WorkerCall call)
    {
        Target<TableObject> target = Open(call, out PayloadReader reader);
        reader.Reader.ReadUnmanaged(out long after, out int bytes);
        bool hasValues = reader.Reader.ReadUnmanaged<bool>();
        TableObject table = target.Close(call, ref reader);
        List<TableObject.Entry> page = table.GetPage(after, bytes, out bool hasMore);
        PayloadWriter writer = call.OpenResult();
        writer.Writer.WriteUnmanaged(hasMore ? page[^1].Number : -1L);
        writer.Writer.WriteUnmanaged(page.Count);
        foreach (TableObject.Entry entry in page)
        {
            StoredItem.WriteSized(ref writer, entry.Key);
            if (hasValues)
            {
                StoredItem.WriteSized(ref writer, entry.Value.Bytes);
            }
        }

        call.CloseResult(ref writer);
    }

    private static void SetMany(WorkerCall call)
    {
        Target<TableObject> target = Open(call, out PayloadReader reader);
        (byte[] Key, StoredItem Value)[] pairs = new (byte[], StoredItem)[reader.ReadLength(4 * sizeof(int))];
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i].Value = StoredItem.Read(ref reader);
            pairs[i].Key = StoredItem.ReadKey(ref reader).ToArray();
        }

        TableObject table = target.Close(call, ref reader);
        int added = 0;
        lock (table.Gate)
        {
            foreach ((byte[] key, StoredItem value) in pairs)
            {
                added += table.Set(key, value) ? 1 : 0;
            }
        }

        ManagerMethods.Return(call, added);
    }

    private static void GetMany(WorkerCall call)
    {
        Target<TableObject> target = Open(call, out PayloadReader reader);
        byte[][] keys = ReadKeys(ref reader);
        TableObject table = target.Close(call, ref reader);
        var found = new List<(int Index, byte[] Value)>();
        lock (table.Gate)
        {
            for (int i = 0; i < keys.Length; i++)
            {
                if (table.TryGet(keys[i], out byte[]? value))
                {
                    found.Add((i, value));
                }
            }
        }

        PayloadWriter writer = call.OpenResult();
        writer.Writer.WriteUnmanaged(found.Count);
        foreach ((int index, byte[] value) in found)
        {
            writer.Writer.WriteUnmanaged(index);
            StoredItem.WriteSized(ref writer, value);
        }

        call.CloseResult(ref writer);
    }

    private static void RemoveMany(WorkerCall call)
    {
        Target<TableObject> target = Open(call, out PayloadReader reader);
        byte[][] keys = ReadKeys(ref reader);
        TableObject table = target.Close(call, ref reader);
        lock (table.Gate)
        {
            ManagerMethods.Return(call, keys.Count(key => table.TryRemove(key, out _)));
        }
    }

    private static void RetainMany(WorkerCall call)
    {
        Target<TableObject> target = Open(call, out PayloadReader reader);
        byte[][] keys = ReadKeys(ref reader);
        TableObject table = target.Close(call, ref reader);
        table.Retain(new HashSet<byte[]>(keys, TableObject.KeyComparer.Instance));
    }

    private static void TryUpdate(WorkerCall call)
    {
        Target<TableObject> target = Open(call, out PayloadReader reader);
        StoredItem value = StoredItem.Read(ref reader);
        StoredItem comparison = StoredItem.Read(ref reader);
        ReadOnlySpan<byte> key = StoredItem.ReadKey(ref reader);
        TableObject table = target.Close(call, ref reader);
        ManagerMethods.Return(call, table.TryUpdate(key, value, comparison.Bytes));
    }

    private static void RemovePair(WorkerCall call)
    {
        Target<TableObject> target = Open(call, out PayloadReader reader);
        StoredItem value = StoredItem.Read(ref reader);
        ReadOnlySpan<byte> key = StoredItem.ReadKey(ref reader);
        TableObject table = target.Close(call, ref reader);
        ManagerMethods.Return(call, table.TryRemove(key, value.Bytes));
    }

    private static void GetOrAdd(WorkerCall call)
    {
        Target<TableObject> target = Open(call, out PayloadReader reader);
        StoredItem value = StoredItem.Read(ref reader);
        ReadOnlySpan<byte> key = StoredItem.ReadKey(ref reader);
        TableObject table = target.Close(call, ref reader);
        lock (table.Gate)
        {
            ManagerMethods.Return(call, table.TryGet(key, out byte[]? known) || !table.TryAdd(key, value) ? known : value.Bytes);
        }
    }

    /// <summary>Adds a value, or replaces the one there by what a marked method makes of it, as one step.</summary>
    private static void Update(WorkerCall call)
    {
        Target<TableObject> target = Open(call, out PayloadReader reader);
        ulong method = reader.Reader.ReadUnmanaged<ulong>();
        string assembly = reader.ReadString() ?? "";
        StoredItem value = StoredItem.Read(ref reader);
        byte[] key = StoredItem.ReadKey(ref reader).ToArray();
        TableObject table = target.Close(call, ref reader);
        ProcessMethod update = FindMethod(assembly, method);
        lock (table.Gate)
        {
            if (table.TryGet(key, out byte[]? known))
            {
                value = DirectCall.Transform(update, WriteArguments(update, key, known), target.Client);
            }

            table.Set(key, value);
        }

        ManagerMethods.Return(call, value.Bytes);
    }

    /// <summary>The method of an assembly of this application.</summary>
    /// <exception cref="ProcessException">There is none.</exception>
    internal static ProcessMethod FindMethod(string assembly, ulong id) =>
        MethodTables.Find(assembly, static name => Assembly.Load(new AssemblyName(name)))?.Find(id) ?? throw new ProcessException(
            $"The manager has no marked method with the id {id:x16} in the assembly '{assembly}': it runs another build of the application than its client.");

    /// <summary>The arguments of a method as one of its calls has them.</summary>
    internal static PayloadBuffer WriteArguments(ProcessMethod method, params ReadOnlySpan<byte[]> arguments)
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        new FieldWriter(buffer).WriteUInt64(method.Id);
        foreach (byte[] argument in arguments)
        {
            buffer.Write(argument);
        }

        return buffer;
    }

    private static byte[][] ReadKeys(ref PayloadReader reader)
    {
        byte[][] keys = new byte[reader.ReadLength(2 * sizeof(int))][];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = StoredItem.ReadKey(ref reader).ToArray();
        }

        return keys;
    }
}
