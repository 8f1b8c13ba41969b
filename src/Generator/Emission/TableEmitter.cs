using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Collections;
using ProcGen.Generator.Models;
using ProcGen.Shared;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the assembly's dispatch table.</summary>
internal static class TableEmitter
{
    private const int MostInOneSwitch = 32;

    /// <summary>The table; null if the assembly needs none.</summary>
    public static SourceWriter? Emit(ImmutableEquatableArray<TableEntryModel> entries, AssemblyModel assembly)
    {
        if (entries.Count == 0 && !(assembly.IsExecutable && assembly.ReferencedTables.Count > 0))
        {
            return null;
        }

        TableEntryModel[] sorted = [.. entries.OrderBy(static e => e.FullName, StringComparer.Ordinal)];
        var writer = new SourceWriter();
        Header.WriteFile(writer);
        writer.WriteLine($$"""
            [assembly: {{Names.ProcessMethodTableAttribute}}(typeof(global::{{assembly.Namespace}}.{{GeneratedNames.Table}}))]

            namespace {{assembly.Namespace}};

            /// <summary>The marked methods of this assembly.</summary>
            """);
        Header.WriteHiddenType(writer);
        if (sorted.Any(static e => e.IsObsolete))
        {
            // Obsolete code may use obsolete members, even those whose use is an error.
            writer.WriteLine("[global::System.Obsolete]");
        }

        writer.OpenBlock($"public sealed class {GeneratedNames.Table} : {Names.ProcessMethodTable}");
        WriteMembers(writer, sorted, assembly);
        writer.CloseBlock();
        return writer;
    }

    private static void WriteMembers(SourceWriter writer, TableEntryModel[] entries, AssemblyModel assembly)
    {
        var hash = new StableHash();
        foreach (MethodKeyModel method in entries.SelectMany(static e => e.Methods).OrderBy(static m => m.Id))
        {
            hash.Add(method.Id);
            hash.Add(method.SchemaHash);
        }

        writer.WriteLine($$"""
            /// <inheritdoc/>
            public override ulong Hash => 0x{{hash.Value:X16}};

            /// <inheritdoc/>
            public override string AssemblyName => {{SymbolDisplay.FormatLiteral(assembly.Name, quote: true)}};

            """);
        if (assembly.ReferencedTables.Count > 0)
        {
            writer.WriteLine("/// <inheritdoc/>");
            writer.WriteLine($"public override global::System.Collections.Generic.IReadOnlyList<{Names.ProcessMethodTable}> References {{ get; }} =");
            writer.WriteLine("[");
            writer.Indent();
            foreach (string table in assembly.ReferencedTables)
            {
                writer.WriteLine($"new {table}(),");
            }

            writer.Unindent();
            writer.WriteLine("];");
            writer.WriteLine();
        }

        WriteFind(writer, entries);
        WriteItems(writer, entries);
        WriteStartups(writer, entries);
    }

    private static void WriteItems(SourceWriter writer, TableEntryModel[] entries)
    {
        // One type may cross in more than one way only where a closed set is declared for a place; then any of them is as good as another.
        ValueModel[] items = [.. entries.SelectMany(static e => e.Items).GroupBy(static i => i.Type).Select(static g => g.First()).OrderBy(static i => i.Type, StringComparer.Ordinal)];
        if (items.Length == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine("/// <inheritdoc/>");
        writer.WriteLine($"public override {Names.ItemCodec}? FindItem(global::System.Type type) =>");
        writer.Indent();
        foreach (ValueModel item in items)
        {
            writer.WriteLine($"type == typeof({item.Type}) ? {Names.ItemCodec}<{item.Type}, {item.Codec}>.Instance :");
        }

        writer.WriteLine("null;");
        writer.Unindent();
    }

    private static void WriteFind(SourceWriter writer, TableEntryModel[] entries)
    {
        // None of those with one id is found: which one is meant must not depend on an order nobody sees.
        var taken = new HashSet<ulong>(entries.SelectMany(static e => e.Methods).GroupBy(static m => m.Id).Where(static g => g.Count() > 1).Select(static g => g.Key));
        foreach (MethodKeyModel method in entries.SelectMany(static e => e.Methods).Where(m => taken.Contains(m.Id)))
        {
            writer.WriteLine($"// {RuleIds.NameConflict}: {method.DisplayName} has the same id as another method of this assembly.");
        }

        FoundMethod[] methods = [.. entries.SelectMany(static e => e.Methods.Select(m => new FoundMethod(m, e.Finder!))).Where(m => !taken.Contains(m.Method.Id))];
        writer.WriteLine("/// <inheritdoc/>");
        if (methods.Length <= MostInOneSwitch)
        {
            writer.OpenBlock($"public override {Names.ProcessMethod}? Find(ulong id)");
            WriteSwitch(writer, methods);
            writer.CloseBlock();
            return;
        }

        // One switch of many takes the compiler a time that grows with their square, and the runtime compiles all of it for the first call. Ids are hashes, so their first bits divide them evenly.
        int shift = 64;
        for (int parts = 1; methods.Length / parts > MostInOneSwitch / 2; parts *= 2)
        {
            shift--;
        }

        IGrouping<ulong, FoundMethod>[] groups = [.. methods.GroupBy(m => m.Method.Id >> shift).OrderBy(static g => g.Key)];
        writer.OpenBlock($"public override {Names.ProcessMethod}? Find(ulong id) => (id >> {shift.ToString(CultureInfo.InvariantCulture)}) switch");
        foreach (IGrouping<ulong, FoundMethod> group in groups)
        {
            writer.WriteLine($"{Part(group)} => Find{Part(group)}(id),");
        }

        writer.WriteLine("_ => null,");
        writer.CloseBlock(";");
        foreach (IGrouping<ulong, FoundMethod> group in groups)
        {
            writer.WriteLine();
            writer.OpenBlock($"private static {Names.ProcessMethod}? Find{Part(group)}(ulong id)");
            WriteSwitch(writer, group);
            writer.CloseBlock();
        }

        static string Part(IGrouping<ulong, FoundMethod> group) => group.Key.ToString(CultureInfo.InvariantCulture);
    }

    private static void WriteSwitch(SourceWriter writer, IEnumerable<FoundMethod> methods)
    {
        writer.OpenBlock("switch (id)");
        foreach (IGrouping<string, FoundMethod> finder in methods.GroupBy(static m => m.Finder, StringComparer.Ordinal))
        {
            foreach (FoundMethod method in finder)
            {
                writer.WriteLine($"case 0x{method.Method.Id:X16}: // {method.Method.DisplayName}");
            }

            writer.Indent();
            writer.WriteLine($"return {finder.Key}(id);");
            writer.Unindent();
        }

        writer.WriteLine("""
            default:
                return null;
            """);
        writer.CloseBlock();
    }

    private static void WriteStartups(SourceWriter writer, TableEntryModel[] entries)
    {
        StartupModel[] startups = [.. entries.SelectMany(static e => e.Startups).OrderBy(static s => s.Order, StringComparer.Ordinal)];
        if (startups.Length == 0)
        {
            return;
        }

        bool isAsync = startups.Any(static s => s.IsAwaited);
        writer.WriteLine();
        writer.WriteLine("/// <inheritdoc/>");
        writer.OpenBlock($"public override {(isAsync ? "async " : "")}{Names.ValueTask} RunStartupAsync()");
        foreach (StartupModel startup in startups)
        {
            writer.WriteLine(startup.IsAwaited ? $"await {startup.Call}().ConfigureAwait(false);" : $"{startup.Call}();");
        }

        if (!isAsync)
        {
            writer.WriteLine("return default;");
        }

        writer.CloseBlock();
    }

    /// <summary>A method and what finds it in its type.</summary>
    private readonly record struct FoundMethod(MethodKeyModel Method, string Finder);
}
