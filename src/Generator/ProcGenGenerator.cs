using Microsoft.CodeAnalysis;
using ProcGen.Generator.Collections;
using ProcGen.Generator.Emission;
using ProcGen.Generator.Models;
using ProcGen.Generator.Parsing;
using ProcGen.Shared;

namespace ProcGen.Generator;

/// <summary>
/// Generates the stubs of marked methods, how their arguments and results cross, and the table by which a worker finds them. It reports
/// nothing: what cannot be generated is left out, and the analyzers say why.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ProcGenGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<StubClassModel> calls = Find(context, WellKnownTypes.RunInProcessAttribute, AttributeRole.RunInProcess, TrackingNames.CallClasses);
        IncrementalValuesProvider<StubClassModel> states = Find(context, WellKnownTypes.WorkerStateAttribute, AttributeRole.WorkerState, TrackingNames.StateClasses);
        IncrementalValuesProvider<StubClassModel> startups = Find(context, WellKnownTypes.WorkerStartupAttribute, AttributeRole.WorkerStartup, TrackingNames.StartupClasses);

        IncrementalValuesProvider<StubClassModel> stubClasses = calls.Collect().Combine(states.Collect()).Combine(startups.Collect())
            .SelectMany(static (all, _) => all.Left.Left.Concat(all.Left.Right).Concat(all.Right))
            .WithTrackingName(TrackingNames.StubClasses);
        IncrementalValueProvider<AssemblyModel?> assembly = context.CompilationProvider.Select(AssemblyParser.Parse).WithTrackingName(TrackingNames.Assembly);

        context.RegisterSourceOutput(stubClasses, static (output, model) => output.AddSource(HintNames.Of(model), StubClassEmitter.Emit(model).ToSourceText()));
        RegisterSerializers(context, stubClasses, assembly);
        RegisterTable(context, stubClasses, assembly);
    }

    private static void RegisterSerializers(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<StubClassModel> stubClasses, IncrementalValueProvider<AssemblyModel?> assembly)
    {
        IncrementalValueProvider<ImmutableEquatableArray<SerializerModel>> serializers = stubClasses
            .Collect()
            .Select(static (all, _) => SerializerEmitter.FindShared(all.SelectMany(static c => c.Methods)))
            .WithTrackingName(TrackingNames.Serializers);
        context.RegisterSourceOutput(serializers.Combine(assembly), static (output, all) =>
        {
            if (all.Right is not null && SerializerEmitter.EmitShared(all.Left, all.Right.Namespace) is { } shared)
            {
                output.AddSource(HintNames.Serializers, shared.ToSourceText());
            }

            foreach (IGrouping<HolderModel, SerializerModel> held in SerializerEmitter.GroupHeld(all.Left))
            {
                output.AddSource(HintNames.OfSerializers(held.Key), SerializerEmitter.EmitHeld(held).ToSourceText());
            }
        });
    }

    private static void RegisterTable(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<StubClassModel> stubClasses, IncrementalValueProvider<AssemblyModel?> assembly)
    {
        IncrementalValueProvider<ImmutableEquatableArray<TableEntryModel>> entries = stubClasses
            .Select(static (model, _) => TableEntryModel.Create(model))
            .Where(static entry => entry.Methods.Count + entry.Startups.Count > 0)
            .Collect()
            .Select(static (all, _) => all.OrderBy(static e => e.FullName, StringComparer.Ordinal).ToImmutableEquatableArray())
            .WithTrackingName(TrackingNames.TableEntries);
        context.RegisterSourceOutput(entries.Combine(assembly).WithTrackingName(TrackingNames.Table), static (output, table) =>
        {
            if (table.Right is not null && TableEmitter.Emit(table.Left, table.Right) is { } source)
            {
                output.AddSource(HintNames.Table, source.ToSourceText());
            }
        });
    }

    private static IncrementalValuesProvider<StubClassModel> Find(IncrementalGeneratorInitializationContext context, string attribute, AttributeRole role, string trackingName) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(
                attribute,
                static (_, _) => true, // Operators and accessors, too: they are refused by name, and may be the first marked member of their type.
                (method, cancellationToken) => StubClassParser.Parse(method, role, cancellationToken))
            .Where(static model => model is not null)
            .WithTrackingName(trackingName)!;
}
