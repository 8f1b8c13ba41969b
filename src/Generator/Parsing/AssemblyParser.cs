using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ProcGen.Generator.Collections;
using ProcGen.Generator.Models;
using ProcGen.Shared;

namespace ProcGen.Generator.Parsing;

/// <summary>Makes the model of what the dispatch table needs to know of the compilation.</summary>
internal static class AssemblyParser
{
    // By the options, of which a project has one object: an edit makes a new compilation, and most edits change nothing that the model depends on. To ask the new one
    // would make its symbols.
    private static readonly ConditionalWeakTable<CompilationOptions, Kept> s_kept = new();

    public static AssemblyModel? Parse(Compilation compilation, CancellationToken cancellationToken)
    {
        ulong fingerprint = DeclarationFingerprint.Of(compilation);
        if (s_kept.TryGetValue(compilation.Options, out Kept? kept) && kept.Fingerprint == fingerprint)
        {
            return kept.Model;
        }

        AssemblyModel? model = ParseNew(compilation, cancellationToken);
        s_kept.Remove(compilation.Options);
        s_kept.GetValue(compilation.Options, _ => new Kept(fingerprint, model));
        return model;
    }

    private static AssemblyModel? ParseNew(Compilation compilation, CancellationToken cancellationToken)
    {
        if (KnownSymbols.For(compilation) is null)
        {
            return null;
        }

        var tables = new List<string>();
        foreach (IAssemblySymbol assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (FindTable(assembly) is { } table && CanBeNamed(compilation, assembly))
            {
                tables.Add(TypeNames.Plain(table));
            }
        }

        tables.Sort(StringComparer.Ordinal);
        return new(
            compilation.AssemblyName ?? "",
            GeneratedNames.GetAssemblyNamespace(compilation.AssemblyName ?? ""),
            compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication,
            tables.ToImmutableEquatableArray());
    }

    private static INamedTypeSymbol? FindTable(IAssemblySymbol assembly)
    {
        // Looked at on every edit: most assemblies do not know the runtime, which is cheaper to see than their attributes.
        if (!assembly.Modules.Any(static m => m.ReferencedAssemblies.Any(static r => r.Name == WellKnownTypes.RuntimeAssembly)))
        {
            return null;
        }

        foreach (AttributeData attribute in assembly.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "ProcessMethodTableAttribute" } type
                && type.ToDisplayString() == WellKnownTypes.ProcessMethodTableAttribute
                && attribute.ConstructorArguments is [{ Value: INamedTypeSymbol { TypeKind: not TypeKind.Error } table }])
            {
                return table;
            }
        }

        return null;
    }

    /// <summary>Whether <c>global::</c> reaches the assembly: not if it is referenced by an extern alias only.</summary>
    private static bool CanBeNamed(Compilation compilation, IAssemblySymbol assembly) =>
        compilation.GetMetadataReference(assembly) is { } reference && (reference.Properties.Aliases.IsEmpty || reference.Properties.Aliases.Contains("global"));

    private sealed record Kept(ulong Fingerprint, AssemblyModel? Model);
}
