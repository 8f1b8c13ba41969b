using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared.Crossing;

namespace ProcGen.Analyzers.Crossing;

/// <summary>
/// Reports types of other assemblies that cross by their public contract and hold state that the contract does not carry. What the constructor computes again is no
/// state; neither is a cache, a lock or a handler of an event.
/// </summary>
internal static class LeftBehindState
{
    private static readonly string[] s_notState = ["cache", "hash", "lazy", "lock", "sync", "gate", "version", "dispose", "initialized", "frozen", "handler", "owner", "parent"];

    public static IEnumerable<Diagnostic> Find(CrossingPlace place, Compilation compilation)
    {
        var reported = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (CrossingStep step in CrossingStep.From(place.Type))
        {
            bool isExceptionAsData = step.Type is { IsException: true, Kind: CrossingKind.TypedCodec };
            INamedTypeSymbol? foreign = isExceptionAsData ? FindForeign((INamedTypeSymbol)step.Type.Type, compilation)
                : step.Type.Kind == CrossingKind.Contract ? step.Type.Type as INamedTypeSymbol
                : step.Type.ForeignBase;
            if (foreign is null || !reported.Add(foreign))
            {
                continue;
            }

            if (isExceptionAsData)
            {
                if (FindStateOfException(foreign) is { } lost)
                {
                    yield return Create(step, foreign, "and an exception of another assembly crosses without " + lost, place, compilation);
                }
            }
            else if (FindState(foreign, step.Type) is { } state)
            {
                yield return Create(step, foreign, "and nothing public carries " + state, place, compilation);
            }
        }
    }

    // Of an exception of this assembly that crosses as data, the part that another assembly adds: what this one adds would have made it cross whole.
    private static INamedTypeSymbol? FindForeign(INamedTypeSymbol exception, Compilation compilation)
    {
        INamedTypeSymbol? t = exception;
        while (t is not null && SymbolEqualityComparer.Default.Equals(t.ContainingAssembly, compilation.Assembly))
        {
            t = t.BaseType;
        }

        return t;
    }

    /// <summary>The first state that an exception has beside that of every exception. What no constructor takes and nobody sets is the same over there.</summary>
    private static string? FindStateOfException(INamedTypeSymbol exception)
    {
        for (INamedTypeSymbol? t = exception; t is not null && !DerivedTypes.IsFramework(t.ContainingAssembly); t = t.BaseType)
        {
            var taken = new HashSet<string>(t.InstanceConstructors.SelectMany(c => c.Parameters).Select(p => p.Name), StringComparer.OrdinalIgnoreCase);
            if (HiddenField.Of(t).FirstOrDefault(f => (f.HasSetter || (f.Property is null && !f.IsReadOnly) || taken.Contains(Plain(f.Name))) && IsState(f) && !IsDeliberate(t, f.Property ?? f.Name)) is { } field)
            {
                return field.Property is { } property ? $"its property '{property}'" : $"its field '{(field.Name[0] == '<' ? Plain(field.Name) : field.Name)}'";
            }
        }

        return null;
    }

    /// <summary>The first state of a type or its base classes that stays behind, as a clause: "its field '_count'".</summary>
    private static string? FindState(INamedTypeSymbol type, CrossingType crossing)
    {
        var carried = new HashSet<string>(crossing.Members.Select(m => Plain(m.Symbol.Name)), StringComparer.OrdinalIgnoreCase);
        for (INamedTypeSymbol? t = type; t is { SpecialType: SpecialType.None } && !DerivedTypes.IsFramework(t.ContainingAssembly); t = t.BaseType)
        {
            IReadOnlyList<HiddenField> fields = HiddenField.Of(t);
            if (fields.FirstOrDefault(f => f is { Property: { } property, HasSetter: true } && !carried.Contains(property) && IsState(f) && !IsDeliberate(t, property)) is { } automatic)
            {
                return $"its property '{automatic.Property}'";
            }

            // Which field a property of the contract is stored in may be unclear; then any of the others can be that.
            var stores = new HashSet<string>(fields.Select(f => Plain(f.Name)), StringComparer.OrdinalIgnoreCase);
            bool areStoresKnown = crossing.Members
                .Where(m => m.Symbol is IPropertySymbol && SymbolEqualityComparer.Default.Equals(m.Symbol.ContainingType.OriginalDefinition, t.OriginalDefinition))
                .All(m => stores.Contains(m.Symbol.Name));
            if (areStoresKnown
                && HasMutator(t)
                && fields.FirstOrDefault(f => f.Property is null && !carried.Contains(Plain(f.Name)) && (!f.IsReadOnly || IsCollection(f)) && IsState(f) && !IsDeliberate(t, f.Name)) is { } field)
            {
                return $"its field '{field.Name}'";
            }
        }

        return null;
    }

    /// <summary>Whether something besides constructors and the members of the contract can change an object: a public method that is called for its effect.</summary>
    private static bool HasMutator(INamedTypeSymbol type) => type.GetMembers().OfType<IMethodSymbol>().Any(m =>
        m is { MethodKind: MethodKind.Ordinary, IsStatic: false, IsOverride: false, IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public }
        && (m.ReturnsVoid || SymbolEqualityComparer.Default.Equals(m.ReturnType, type))
        && m.Name is not ("Deconstruct" or "CopyTo" or "GetObjectData" or "Dispose")
        && !m.Name.StartsWith("Write", StringComparison.Ordinal) && !m.Name.StartsWith("Print", StringComparison.Ordinal)
        && !m.Name.StartsWith("With", StringComparison.Ordinal) && m.Name is not ("Clone" or "Copy")
        && m.Parameters.All(p => p.RefKind == RefKind.None));

    private static bool IsState(HiddenField field)
    {
        string name = Plain(field.Name);
        return !s_notState.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            && field.TypeName is not ("System.Object" or "Pointer" or "FunctionPointer" or "System.WeakReference" or "System.WeakReference`1" or "System.Lazy`1" or "System.EventHandler" or "System.EventHandler`1")
            && !field.TypeName.StartsWith("System.Threading.", StringComparison.Ordinal)
            && !field.TypeName.StartsWith("System.Action", StringComparison.Ordinal)
            && !field.TypeName.StartsWith("System.Func`", StringComparison.Ordinal)
            && !field.TypeName.EndsWith("EventHandler", StringComparison.Ordinal);
    }

    // Of a type of another project the member may say that it stays behind; an event's handlers never cross.
    private static bool IsDeliberate(INamedTypeSymbol type, string member) =>
        type.GetMembers(member).Any(m => m is IEventSymbol || m.GetAttributes().Any(a => a.AttributeClass?.Name == "ProcessIgnoreAttribute"));

    private static bool IsCollection(HiddenField field) =>
        field.TypeName.StartsWith("System.Collections.Generic.", StringComparison.Ordinal) || field.TypeName.StartsWith("System.Collections.Concurrent.", StringComparison.Ordinal);

    /// <summary>A name without what a convention adds to those of fields.</summary>
    private static string Plain(string name)
    {
        if (name.StartsWith("<", StringComparison.Ordinal) && name.IndexOf('>') is > 1 and var end)
        {
            return name.Substring(1, end - 1);
        }

        return name.StartsWith("m_", StringComparison.Ordinal) ? name.Substring(2) : name.TrimStart('_');
    }

    private static Diagnostic Create(CrossingStep step, INamedTypeSymbol foreign, string state, CrossingPlace place, Compilation compilation)
    {
        Location? member = step.Member.FindSource();
        string owner = SymbolEqualityComparer.Default.Equals(foreign, step.Type.Type) ? step.Clause : $"{step.Clause} with the base class {foreign.Short()}";
        return Diagnostic.Create(
            CrossingDescriptors.StateLeftBehind,
            place.Location,
            member is null ? null : [member.For(compilation)],
            member is null ? null : ImmutableDictionary<string, string?>.Empty.Add(ReportProperties.Member, step.Member!.Name),
            place.FullSubject,
            owner,
            state,
            (member is null ? "N" : "Leave the member out with [ProcessIgnore], or n") + "ame a codec with [assembly: ProcessCodec(typeof(T), typeof(TCodec))].");
    }
}
