using ProcGen.Generator.Collections;
using ProcGen.Generator.Emission;
using ProcGen.Generator.Models;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Parsing;

/// <summary>Reduces a containing type to what the dispatch table needs, so that the table is not written again when only a stub changes.</summary>
internal static class TableEntryParser
{
    public static TableEntryModel Parse(StubClassModel model) => new(
        model.FullName,
        AccessorChain.ToFinder(model)?.Entry,
        model.Methods.Where(static m => m.Role != MethodRole.Startup).Select(static m => new MethodKeyModel(m.Id, m.SchemaHash, m.DisplayName)).ToImmutableEquatableArray(),
        model.Methods
            .Where(static m => m.Role == MethodRole.Startup)
            .Select(m => new StartupModel($"{model.FullName}.{m.Name}", AccessorChain.ToStartup(model, m).Entry, m.IsAwaited))
            .ToImmutableEquatableArray(),
        model.IsObsolete || model.Methods.Any(static m => m.IsObsolete));
}
