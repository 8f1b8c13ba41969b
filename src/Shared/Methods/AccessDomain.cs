using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Methods;

/// <summary>
/// The program text in which a member can be named: the text allowed by the accessibility of each level of nesting, all at once.
/// </summary>
internal readonly struct AccessDomain
{
    private readonly ImmutableArray<Level> _levels;

    private AccessDomain(ImmutableArray<Level> levels) => _levels = levels;

    /// <summary>The domain of a member that is, or will be, declared in a type.</summary>
    /// <param name="type">The containing type.</param>
    /// <param name="accessibilities">The accessibility of the member in the type, and of what is nested in that, outermost first.</param>
    public static AccessDomain Of(INamedTypeSymbol type, params Accessibility[] accessibilities)
    {
        ImmutableArray<Level>.Builder levels = ImmutableArray.CreateBuilder<Level>();
        AddLevels(type, levels);
        foreach (Accessibility accessibility in accessibilities)
        {
            levels.Add(new(accessibility, type));
        }

        return new(levels.ToImmutable());
    }

    /// <summary>The first type within <paramref name="type"/> that cannot be named everywhere in this domain; null if all can.</summary>
    public INamedTypeSymbol? FindLessAccessible(ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return FindLessAccessible(array.ElementType);
            case INamedTypeSymbol named:
                if (!Includes(named))
                {
                    return named;
                }

                for (INamedTypeSymbol? t = named; t is not null; t = t.ContainingType)
                {
                    foreach (ITypeSymbol argument in t.TypeArguments)
                    {
                        if (FindLessAccessible(argument) is { } found)
                        {
                            return found;
                        }
                    }
                }

                return null;
            default:
                return null;
        }
    }

    /// <summary>Whether every level of a type's accessibility allows all of this domain: one of its own levels suffices for each.</summary>
    private bool Includes(INamedTypeSymbol type)
    {
        ImmutableArray<Level>.Builder needed = ImmutableArray.CreateBuilder<Level>();
        AddLevels(type, needed);
        ImmutableArray<Level> levels = _levels;
        return needed.All(n => levels.Any(l => l.IsWithin(n)));
    }

    private static void AddLevels(INamedTypeSymbol type, ImmutableArray<Level>.Builder levels)
    {
        foreach (INamedTypeSymbol t in type.WithContainingTypes())
        {
            // A top-level type is public or internal, for which its container does not matter.
            levels.Add(new(t.DeclaredAccessibility, t.ContainingType ?? t));
        }
    }

    /// <summary>One accessibility: that of a member declared in <paramref name="Container"/>.</summary>
    private readonly record struct Level(Accessibility Accessibility, INamedTypeSymbol Container)
    {
        /// <summary>Whether all text allowed by this level is allowed by the other one.</summary>
        public bool IsWithin(Level other)
        {
            Level self = this;
            bool seesInternals = other.Container.ContainingAssembly.GivesAccessTo(Container.ContainingAssembly);
            bool derives = IsOrDerivesFrom(Container, other.Container);
            return other.Accessibility switch
            {
                Accessibility.Public => true,
                Accessibility.Internal => seesInternals && IsInAssembly(),
                Accessibility.Protected => IsInFamily(),
                Accessibility.ProtectedOrInternal => (seesInternals && IsInAssembly()) || IsInFamily() || (Accessibility == Accessibility.ProtectedOrInternal && seesInternals && derives),
                Accessibility.ProtectedAndInternal => seesInternals && IsInAssembly() && IsInFamily(),
                Accessibility.Private => Accessibility == Accessibility.Private && IsNestedIn(Container, other.Container),
                _ => false,
            };

            bool IsInAssembly() => self.Accessibility is Accessibility.Internal or Accessibility.Private or Accessibility.ProtectedAndInternal;

            bool IsInFamily() => self.Accessibility switch
            {
                Accessibility.Private => self.Container.WithContainingTypes().Any(t => IsOrDerivesFrom(t, other.Container)),
                Accessibility.Protected or Accessibility.ProtectedAndInternal => derives,
                _ => false,
            };
        }

        private static bool IsOrDerivesFrom(INamedTypeSymbol type, INamedTypeSymbol baseType) =>
            SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, baseType.OriginalDefinition) || type.DerivesFrom(baseType);

        private static bool IsNestedIn(INamedTypeSymbol type, INamedTypeSymbol container) =>
            type.WithContainingTypes().Any(t => SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, container.OriginalDefinition));
    }
}
