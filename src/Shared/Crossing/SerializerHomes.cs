using Microsoft.CodeAnalysis;
using ProcGen.Shared.Methods;

namespace ProcGen.Shared.Crossing;

/// <summary>
/// Finds a place for the serializer of each type from which it can name what it needs: the types of the members, and the serializers of these. Private nested
/// types are named in the type around them, which has to be partial for that. Not thread-safe.
/// </summary>
/// <param name="compilation">The compilation.</param>
/// <param name="within">The type that contains the marked methods; null where there is none.</param>
internal sealed class SerializerHomes(Compilation compilation, INamedTypeSymbol? within)
{
    /// <summary>Whether the name of a type can be written somewhere in generated code.</summary>
    public bool HasPlace(ITypeSymbol type) => IsAccessible(type, within) || FindHolder([type]) is not null;

    /// <summary>Gives each type that is reached and has a generated serializer a place for it.</summary>
    /// <returns>A type for which there is none; null if all have one.</returns>
    public CrossingType? Place(CrossingType root)
    {
        List<CrossingType> reached = [.. Reach(root).Where(t => t.IsGenerated)];
        foreach (CrossingType type in reached)
        {
            type.Home ??= FindHome(type);
        }

        // A serializer that cannot be named where it is called takes its caller along to the marked methods; one that these call themselves goes there alone.
        bool changed;
        do
        {
            changed = MoveUsed(root.IsGenerated ? [root] : [.. Used(root)]);
            foreach (CrossingType user in reached)
            {
                if (user.Home == SerializerHome.Local)
                {
                    changed |= MoveUsed(Used(user));
                }
                else if (Used(user).Any(used => !IsVisible(used, user.Home!.Holder)))
                {
                    user.Home = SerializerHome.Local;
                    changed = true;
                }
            }
        }
        while (changed);

        return reached.FirstOrDefault(t => t.Home == SerializerHome.Local && !Named(t).All(n => IsAccessible(n, within)));
    }

    /// <summary>All types that a type consists of, itself included.</summary>
    public static List<CrossingType> Reach(CrossingType root)
    {
        var reached = new List<CrossingType>();
        var seen = new HashSet<CrossingType> { root };
        var open = new Stack<CrossingType>();
        open.Push(root);
        while (open.Count > 0)
        {
            CrossingType type = open.Pop();
            reached.Add(type);
            foreach (CrossingType next in type.Parts.Where(seen.Add))
            {
                open.Push(next);
            }
        }

        return reached;
    }

    private bool MoveUsed(IEnumerable<CrossingType> usedLocally)
    {
        bool changed = false;
        foreach (CrossingType used in usedLocally.Where(t => t.Home != SerializerHome.Local && !IsVisible(t, within)))
        {
            used.Home = SerializerHome.Local;
            changed = true;
        }

        return changed;
    }

    private SerializerHome FindHome(CrossingType type)
    {
        ITypeSymbol[] named = [.. Named(type)];
        if (named.All(t => IsAccessible(t, null)))
        {
            return SerializerHome.Assembly;
        }

        return FindHolder(named) is { } holder
            ? new SerializerHome(SerializerHomeKind.Holder, holder, IsOpen(type.Type, holder))
            : SerializerHome.Local;
    }

    /// <summary>The types that a serializer names: its own, those of its members and those that declare them, those of its cases.</summary>
    private static IEnumerable<ITypeSymbol> Named(CrossingType type) =>
        type.Parts.Select(p => p.Type).Concat(type.Members.Select(m => m.DeclaringType)).Append(type.Type);

    /// <summary>The types whose serializers a type's own one calls, through those of collections.</summary>
    private static IEnumerable<CrossingType> Used(CrossingType type)
    {
        // Interfaces of managed objects may name themselves without a serializer in between.
        var seen = new HashSet<CrossingType>();
        var open = new Stack<CrossingType>(type.Parts);
        while (open.Count > 0)
        {
            CrossingType part = open.Pop();
            if (!seen.Add(part))
            {
                continue;
            }

            if (part.IsGenerated)
            {
                yield return part;
                continue;
            }

            foreach (CrossingType inner in part.Parts)
            {
                open.Push(inner);
            }
        }
    }

    /// <summary>Whether a serializer can be called from one that is not among those of the marked methods alone.</summary>
    private bool IsVisible(CrossingType used, INamedTypeSymbol? scope) => used.Home!.Kind switch
    {
        SerializerHomeKind.Assembly => true,
        SerializerHomeKind.Holder => used.Home.IsOpen ? IsAccessible(used.Home.Holder!, scope) : IsNestedIn(scope, used.Home.Holder!),
        _ => false,
    };

    /// <summary>The outermost type in which generated code can name all of these types.</summary>
    private INamedTypeSymbol? FindHolder(IReadOnlyCollection<ITypeSymbol> types) => types
        .SelectMany(Components)
        .Where(t => !IsAccessible(t, null))
        .SelectMany(t => t.WithContainingTypes().Take(Depth(t) - 1))
        .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
        .Where(CanHold)
        .OrderBy(Depth)
        .ThenBy(t => t.Source(), StringComparer.Ordinal)
        .FirstOrDefault(t => types.All(named => IsAccessible(named, t)));

    /// <summary>
    /// Whether something can be generated into a type. Not into a generic one: an unsafe accessor has to be as generic as what it opens, and there it would be
    /// more so.
    /// </summary>
    private bool CanHold(INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)
        && type.WithContainingTypes().All(t => t.TypeParameters.IsEmpty && !t.IsFileLocal && !t.IsExtension && StubClassShape.IsPartial(t));

    /// <summary>The types out of which a type is constructed.</summary>
    private static IEnumerable<INamedTypeSymbol> Components(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Components(array.ElementType),
        INamedTypeSymbol named => named.WithContainingTypes().SelectMany(t => t.TypeArguments).SelectMany(Components).Append(named.OriginalDefinition),
        _ => [],
    };

    /// <summary>Whether a serializer can be as accessible as its holder: wherever that can be named, its type can.</summary>
    private bool IsOpen(ITypeSymbol type, INamedTypeSymbol holder)
    {
        for (INamedTypeSymbol? t = holder; t is not null; t = t.ContainingType)
        {
            switch (t.DeclaredAccessibility)
            {
                case Accessibility.Private:
                    return IsAccessible(type, t.ContainingType);
                case Accessibility.Protected or Accessibility.ProtectedAndInternal:
                    return false;
            }
        }

        return IsAccessible(type, null);
    }

    private bool IsAccessible(ITypeSymbol type, INamedTypeSymbol? scope) =>
        !Components(type).Any(IsFileLocal) && compilation.IsSymbolAccessibleWithin(type, (ISymbol?)scope ?? compilation.Assembly);

    private static bool IsFileLocal(INamedTypeSymbol type) => type.WithContainingTypes().Any(t => t.IsFileLocal);

    private static bool IsNestedIn(INamedTypeSymbol? type, INamedTypeSymbol container) =>
        type is not null && type.WithContainingTypes().Any(t => SymbolEqualityComparer.Default.Equals(t, container));

    private static int Depth(INamedTypeSymbol type) => type.WithContainingTypes().Count();
}
