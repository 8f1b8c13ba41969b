namespace ProcGen.Shared;

/// <summary>The names of the methods by which the framework's changeable collections, and its StringBuilder, change themselves.</summary>
internal static class MutatingMethods
{
    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal)
    {
        "Add", "AddAfter", "AddBefore", "AddFirst", "AddLast", "AddOrUpdate", "AddRange", "Append", "AppendFormat", "AppendJoin", "AppendLine", "Clear", "Dequeue",
        "DequeueEnqueue", "Enqueue", "EnqueueDequeue", "EnqueueRange", "ExceptWith", "Insert", "InsertRange", "IntersectWith", "Pop", "PopRange", "Push", "PushRange",
        "Remove", "RemoveAll", "RemoveAt", "RemoveFirst", "RemoveLast", "RemoveRange", "RemoveWhere", "Replace", "Reverse", "Set", "SetAll", "SetValue", "Sort",
        "SymmetricExceptWith", "Take", "TryAdd", "TryDequeue", "TryPop", "TryRemove", "TryTake", "TryUpdate", "UnionWith",
    };

    /// <summary>Whether a method of this name changes the collection that it is called on. Methods of immutable collections have these names, too, and leave theirs as it is.</summary>
    public static bool Contains(string name) => s_names.Contains(name);
}
