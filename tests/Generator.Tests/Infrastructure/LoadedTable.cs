using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ProcGen.CompilerServices;

namespace ProcGen.Generator.Tests.Infrastructure;

/// <summary>The dispatch table of a compiled and loaded sample.</summary>
internal sealed class LoadedTable
{
    private LoadedTable(Assembly assembly, ProcessMethodTable table, IReadOnlyList<ProcessMethod> methods)
    {
        Assembly = assembly;
        Table = table;
        Methods = methods;
    }

    public Assembly Assembly { get; }

    public ProcessMethodTable Table { get; }

    /// <summary>The methods that the table really finds.</summary>
    public IReadOnlyList<ProcessMethod> Methods { get; }

    public static LoadedTable Of(GeneratorRun run)
    {
        Assembly assembly = run.Load();
        ProcessMethodTableAttribute attribute = assembly.GetCustomAttribute<ProcessMethodTableAttribute>()!;
        var table = (ProcessMethodTable)Activator.CreateInstance(attribute.Table)!;
        ProcessMethod[] methods = [.. Regex.Matches(run.Sources["ProcGen.MethodTable.g.cs"], "case 0x([0-9A-F]{16})")
            .Select(m => ulong.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            .Select(id => table.Find(id) ?? throw new InvalidOperationException($"The table has no method {id:X16}."))];
        Assert.Null(table.Find(0));
        return new(assembly, table, methods);
    }
}
