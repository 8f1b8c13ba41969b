using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Generator.Collections;
using ProcGen.Generator.Emission;
using ProcGen.Generator.Models;
using ProcGen.Generator.Parsing;

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
        // Not ForAttributeWithMetadataName, which on every edit binds the attributes of all marked methods again before it asks for a model: with many of them that
        // takes longer than all else together. Here nothing is bound, and not even a semantic model made, while the declarations of the compilation stay what they
        // were. The nodes are those of the current trees; what leaves this step holds none.
        IncrementalValuesProvider<StubClassModel> stubClasses = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => node is TypeDeclarationSyntax type && MarkingNames.HasAttributes(type), static (type, _) => (TypeDeclarationSyntax)type.Node)
            .Combine(context.CompilationProvider)
            .Select(static (type, cancellationToken) => StubClassParser.Parse(type.Left, type.Right, cancellationToken))
            .Where(static model => model is not null)
            .WithTrackingName(TrackingNames.StubClasses)!;
        IncrementalValuesProvider<ManagedInterfaceModel> managed = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => node is InterfaceDeclarationSyntax { AttributeLists.Count: > 0 }, static (type, _) => (InterfaceDeclarationSyntax)type.Node)
            .Combine(context.CompilationProvider)
            .Select(static (type, cancellationToken) => ManagedInterfaceParser.Parse(type.Left, type.Right, cancellationToken))
            .Where(static model => model is not null)
            .WithTrackingName(TrackingNames.ManagedInterfaces)!;
        IncrementalValueProvider<AssemblyModel?> assembly = context.CompilationProvider.Select(AssemblyParser.Parse).WithTrackingName(TrackingNames.Assembly);

        context.RegisterSourceOutput(stubClasses, static (output, model) => output.AddSource(HintNames.Of(model), StubClassEmitter.Emit(model).ToSourceText()));
        context.RegisterSourceOutput(managed, static (output, model) => output.AddSource(HintNames.Of(model), ManagedInterfaceEmitter.Emit(model).ToSourceText()));
        RegisterSerializers(context, stubClasses, managed, assembly);
        RegisterTable(context, stubClasses, managed, assembly);
    }

    private static void RegisterSerializers(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<StubClassModel> stubClasses,
        IncrementalValuesProvider<ManagedInterfaceModel> managed,
        IncrementalValueProvider<AssemblyModel?> assembly)
    {
        IncrementalValueProvider<ImmutableEquatableArray<SerializerModel>> serializers = stubClasses
            .Collect()
            .Combine(managed.Collect())
            .Select(static (all, _) => SerializerEmitter.FindShared(all.Left.SelectMany(static c => c.Methods).Concat(all.Right.SelectMany(static i => i.Members).Select(static m => m.Method))))
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
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<StubClassModel> stubClasses,
        IncrementalValuesProvider<ManagedInterfaceModel> managed,
        IncrementalValueProvider<AssemblyModel?> assembly)
    {
        IncrementalValueProvider<ImmutableEquatableArray<TableEntryModel>> entries = stubClasses
            .Select(static (model, _) => TableEntryModel.Create(model))
            .Where(static entry => entry.Methods.Count + entry.Startups.Count > 0)
            .Collect()
            .Combine(managed.Select(static (model, _) => TableEntryModel.Create(model)).Where(static entry => entry.Methods.Count > 0).Collect())
            .Select(static (all, _) => all.Left.Concat(all.Right).OrderBy(static e => e.FullName, StringComparer.Ordinal).ToImmutableEquatableArray())
            .WithTrackingName(TrackingNames.TableEntries);
        context.RegisterSourceOutput(entries.Combine(assembly).WithTrackingName(TrackingNames.Table), static (output, table) =>
        {
            if (table.Right is not null && TableEmitter.Emit(table.Left, table.Right) is { } source)
            {
                output.AddSource(HintNames.Table, source.ToSourceText());
            }
        });
    }
}
