using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared.Crossing;

namespace ProcGen.Analyzers.Crossing;

/// <summary>The report of a type that can contain itself at a place of a signature.</summary>
internal static class ReferenceCycleReport
{
    public static Diagnostic Create(ReferenceCycle cycle, CrossingPlace place, Compilation compilation)
    {
        string name = cycle.Type.Short();
        Location? member = cycle.Members[0].FindSource();
        var places = ImmutableArray.CreateBuilder<Location>();
        if (member is not null)
        {
            places.Add(member.For(compilation));
        }

        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        bool isOwn = SymbolEqualityComparer.Default.Equals(cycle.Type.ContainingAssembly, compilation.Assembly);
        if (isOwn && !cycle.IsPackable && cycle.Type.FindSource() is { } declaration)
        {
            places.Add(declaration);
            properties = properties.Add(ReportProperties.Type, cycle.Type.Name);
        }

        string advice = cycle.IsPackable ? $"Declare '{name}' [MemoryPackable(GenerateType.CircularReference)]."
            : isOwn ? $"Declare '{name}' [ProcessReferences]."
            : "If it can hold a cycle, name a codec with [assembly: ProcessCodec(typeof(T), typeof(TCodec))].";
        return Diagnostic.Create(CrossingDescriptors.IdentityNotKept, place.Location, places, properties, place.FullSubject, cycle.Path + member.Describe(), name, advice);
    }
}
