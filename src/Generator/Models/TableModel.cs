using ProcGen.Generator.Collections;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Models;

/// <summary>What the assembly's dispatch table needs to know of one containing type.</summary>
/// <param name="FullName">What the entries are sorted by.</param>
/// <param name="Finder">The method that finds a method of the type by its id, in code; null if there are none.</param>
/// <param name="Methods">The ids and the hashes of the methods.</param>
/// <param name="Startups">The start-up methods of the type.</param>
/// <param name="Items">The items of the shared collections in their signatures.</param>
/// <param name="IsObsolete">Whether something that the table calls is obsolete, so that only obsolete code may call it.</param>
internal sealed record TableEntryModel(
    string FullName, string? Finder, ImmutableEquatableArray<MethodKeyModel> Methods, ImmutableEquatableArray<StartupModel> Startups, ImmutableEquatableArray<ValueModel> Items,
    bool IsObsolete)
{
    /// <summary>Reduces a containing type to what the table needs, so that the table is not written again when only a stub changes.</summary>
    public static TableEntryModel Create(StubClassModel model) => new(
        model.FullName,
        AccessorChain.ToFinder(model)?.Entry,
        model.Methods.Where(static m => m.Role != MethodRole.Startup).Select(static m => new MethodKeyModel(m.Id, m.SchemaHash, m.DisplayName)).ToImmutableEquatableArray(),
        model.Methods
            .Where(static m => m.Role == MethodRole.Startup)
            .Select(m => new StartupModel($"{model.FullName}.{m.Identifier}", AccessorChain.ToStartup(model, m).Entry, m.IsAwaited))
            .ToImmutableEquatableArray(),
        model.Methods.SelectMany(static m => m.Items).Distinct().OrderBy(static i => i.Type, StringComparer.Ordinal).ToImmutableEquatableArray(),
        model.IsObsolete || model.Methods.Any(static m => m.IsObsolete));

    /// <summary>Reduces a managed interface to what the table needs.</summary>
    public static TableEntryModel Create(ManagedInterfaceModel model) => new(
        model.FullName,
        $"global::{model.Namespace}.{model.ProxyName}.{GeneratedNames.Finder}",
        model.Members.Select(static m => new MethodKeyModel(m.Method.Id, m.Method.SchemaHash, m.Method.DisplayName)).ToImmutableEquatableArray(),
        [],
        model.Members.SelectMany(static m => m.Method.Items).Distinct().OrderBy(static i => i.Type, StringComparer.Ordinal).ToImmutableEquatableArray(),
        model.IsObsolete);
}

/// <summary>The identity of one method.</summary>
internal sealed record MethodKeyModel(ulong Id, ulong SchemaHash, string DisplayName);

/// <summary>One start-up method.</summary>
/// <param name="Order">What the methods are sorted by: the full name.</param>
/// <param name="Call">The expression that calls it.</param>
/// <param name="IsAwaited">Whether the expression is awaited.</param>
internal sealed record StartupModel(string Order, string Call, bool IsAwaited);

/// <summary>What the table needs to know of the compilation.</summary>
/// <param name="Name">The assembly's name.</param>
/// <param name="Namespace">The namespace of what is generated once for it.</param>
/// <param name="IsExecutable">Whether it is a program, which roots the tables of its libraries.</param>
/// <param name="ReferencedTables">The tables of the referenced assemblies in code, sorted.</param>
internal sealed record AssemblyModel(string Name, string Namespace, bool IsExecutable, ImmutableEquatableArray<string> ReferencedTables);
