using ProcGen.CompilerServices;

namespace ProcGen.Managers;

/// <summary>What a manager does with lists.</summary>
internal static class ListMethods
{
    private static readonly Dictionary<ManagerMethodId, ProcessMethod> s_methods = new ServerMethod[]
    {
        new(ManagerMethodId.ListGet, Get),
        new(ManagerMethodId.ListSet, Set),
        new(ManagerMethodId.ListInsert, Insert),
        new(ManagerMethodId.ListRemoveAt, RemoveAt),
        new(ManagerMethodId.ListAddMany, AddMany),
        new(ManagerMethodId.ListCount, Count),
        new(ManagerMethodId.ListClear, Clear),
        new(ManagerMethodId.ListIndexOf, IndexOf),
        new(ManagerMethodId.ListRemove, Remove),
        new(ManagerMethodId.ListPage, GetPage),
        new(ManagerMethodId.ListUpdate, Update),
    }.ToDictionary(static method => (ManagerMethodId)method.Id, ProcessMethod (method) => method);

    public static ProcessMethod? Find(ManagerMethodId id) => s_methods.GetValueOrDefault(id);

    private static Target<ListObject> Open(WorkerCall call, out PayloadReader reader)
    {
        ManagerClient client = ManagerMethods.Open(call, out reader, out ulong id);
        return new(client, id);
    }

    private static void Get(WorkerCall call)
    {
        Target<ListObject> target = Open(call, out PayloadReader reader);
        int index = reader.Reader.ReadUnmanaged<int>();
        ListObject list = target.Close(call, ref reader);
        ManagerMethods.Return(call, list.Get(index));
    }

    private static void Set(WorkerCall call)
    {
        Target<ListObject> target = Open(call, out PayloadReader reader);
        int index = reader.Reader.ReadUnmanaged<int>();
        StoredItem item = StoredItem.Read(ref reader);
        ListObject list = target.Close(call, ref reader);
        list.Set(index, item);
    }

    private static void Insert(WorkerCall call)
    {
        Target<ListObject> target = Open(call, out PayloadReader reader);
        int index = reader.Reader.ReadUnmanaged<int>();
        StoredItem item = StoredItem.Read(ref reader);
        ListObject list = target.Close(call, ref reader);
        list.Insert(index, item);
    }

    private static void RemoveAt(WorkerCall call)
    {
        Target<ListObject> target = Open(call, out PayloadReader reader);
        int index = reader.Reader.ReadUnmanaged<int>();
        ListObject list = target.Close(call, ref reader);
        ManagerMethods.Return(call, list.RemoveAt(index));
    }

    private static void AddMany(WorkerCall call)
    {
        Target<ListObject> target = Open(call, out PayloadReader reader);
        StoredItem[] items = new StoredItem[reader.ReadLength(2 * sizeof(int))];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = StoredItem.Read(ref reader);
        }

        ListObject list = target.Close(call, ref reader);
        list.AddRange(items);
    }

    private static void Count(WorkerCall call)
    {
        Target<ListObject> target = Open(call, out PayloadReader reader);
        ListObject list = target.Close(call, ref reader);
        ManagerMethods.Return(call, list.Count);
    }

    private static void Clear(WorkerCall call)
    {
        Target<ListObject> target = Open(call, out PayloadReader reader);
        ListObject list = target.Close(call, ref reader);
        list.Clear();
    }

    private static void IndexOf(WorkerCall call)
    {
        Target<ListObject> target = Open(call, out PayloadReader reader);
        StoredItem item = StoredItem.Read(ref reader);
        ListObject list = target.Close(call, ref reader);
        ManagerMethods.Return(call, list.IndexOf(item.Bytes));
    }

    private static void Remove(WorkerCall call)
    {
        Target<ListObject> target = Open(call, out PayloadReader reader);
        StoredItem item = StoredItem.Read(ref reader);
        ListObject list = target.Close(call, ref reader);
        ManagerMethods.Return(call, list.Remove(item.Bytes));
    }

    private static void GetPage(WorkerCall call)
    {
        Target<ListObject> target = Open(call, out PayloadReader reader);
        reader.Reader.ReadUnmanaged(out int start, out int bytes);
        ListObject list = target.Close(call, ref reader);
        List<byte[]> page = list.GetPage(start, bytes, out bool hasMore);
        PayloadWriter writer = call.OpenResult();
        writer.Writer.WriteUnmanaged(hasMore);
        writer.Writer.WriteUnmanaged(page.Count);
        foreach (byte[] item in page)
        {
            StoredItem.WriteSized(ref writer, item);
        }

        call.CloseResult(ref writer);
    }

    /// <summary>Replaces an item by what a marked method makes of it, as one step.</summary>
    private static void Update(WorkerCall call)
    {
        Target<ListObject> target = Open(call, out PayloadReader reader);
        reader.Reader.ReadUnmanaged(out ulong method, out int index);
        string assembly = reader.ReadString() ?? "";
        ListObject list = target.Close(call, ref reader);
        ProcessMethod update = TableMethods.FindMethod(assembly, method);
        StoredItem item;
        lock (list.Gate)
        {
            item = DirectCall.Transform(update, TableMethods.WriteArguments(update, list.Get(index)), target.Client);
            list.Set(index, item);
        }

        ManagerMethods.Return(call, item.Bytes);
    }
}
