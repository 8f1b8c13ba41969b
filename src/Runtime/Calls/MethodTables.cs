using System.Collections.Concurrent;
using System.Reflection;
using ProcGen.CompilerServices;

namespace ProcGen.Calls;

/// <summary>
/// Finds the generated tables of this process's assemblies: first among those that the application's own table refers to (which is all there is in a trimmed or
/// NativeAOT application), then by loading the assembly. Thread-safe.
/// </summary>
internal static class MethodTables
{
    private static readonly ConcurrentDictionary<Assembly, ProcessMethodTable?> s_byAssembly = new();
    private static readonly ConcurrentDictionary<string, ProcessMethodTable> s_byName = new(StringComparer.Ordinal);

    /// <summary>The table of an assembly, or null if it has no marked methods.</summary>
    public static ProcessMethodTable? Of(Assembly assembly) => s_byAssembly.GetOrAdd(assembly, static a =>
        a.GetCustomAttribute<ProcessMethodTableAttribute>() is { } named ? (ProcessMethodTable?)Activator.CreateInstance(named.Table) : null);

    /// <summary>The tables that the application names itself, its own first: those whose start-up methods a worker runs before its first call.</summary>
    public static IReadOnlyList<ProcessMethodTable> OfApplication()
    {
        var tables = new List<ProcessMethodTable>();
        if (Assembly.GetEntryAssembly() is { } entry && Of(entry) is { } own)
        {
            Add(tables, own);
        }

        return tables;
    }

    /// <summary>The table of the assembly with a simple name.</summary>
    /// <param name="assemblyName">The simple name.</param>
    /// <param name="load">Loads an assembly that the application's table does not refer to.</param>
    /// <returns>Null if there is no such assembly here, or it has no marked methods.</returns>
    public static ProcessMethodTable? Find(string assemblyName, Func<string, Assembly?> load)
    {
        if (s_byName.TryGetValue(assemblyName, out ProcessMethodTable? known))
        {
            return known;
        }

        ProcessMethodTable? found = OfApplication().FirstOrDefault(t => t.AssemblyName == assemblyName)
            ?? (load(assemblyName) is { } assembly ? Of(assembly) : null);
        return found is null ? null : s_byName.GetOrAdd(assemblyName, found);
    }

    private static void Add(List<ProcessMethodTable> tables, ProcessMethodTable table)
    {
        if (tables.Any(t => t.AssemblyName == table.AssemblyName))
        {
            return;
        }

        tables.Add(table);
        foreach (ProcessMethodTable reference in table.References)
        {
            Add(tables, reference);
        }
    }
}
