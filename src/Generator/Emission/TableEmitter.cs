using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Collections;
using ProcGen.Generator.Models;
using ProcGen.Shared;

namespace ProcGen.Generator.Emission;

/// <summary>Writes the assembly's dispatch table.</summary>
internal static class TableEmitter
{
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
        writer.WriteLine("/// <inheritdoc/>");
        writer.OpenBlock($"public override {Names.ProcessMethod}? Find(ulong id)");
        writer.OpenBlock("switch (id)");

        // None of those with one id is found: which one is meant must not depend on an order nobody sees.
        var taken = new HashSet<ulong>(entries.SelectMany(static e => e.Methods).GroupBy(static m => m.Id).Where(static g => g.Count() > 1).Select(static g => g.Key));
        foreach (TableEntryModel entry in entries)
        {
            bool any = false;
            foreach (MethodKeyModel method in entry.Methods)
            {
                if (!taken.Contains(method.Id))
                {
                    writer.WriteLine($"case 0x{method.Id:X16}: // {method.DisplayName}");
                    any = true;
                }
                else
                {
                    writer.WriteLine($"// {RuleIds.NameConflict}: {method.DisplayName} has the same id as another method of this assembly.");
                }
            }

            if (any)
            {
                writer.Indent();
                writer.WriteLine($"return {entry.Finder}(id);");
                writer.Unindent();
            }
        }

        writer.WriteLine("""
            default:
                return null;
            """);
        writer.CloseBlock();
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
}
