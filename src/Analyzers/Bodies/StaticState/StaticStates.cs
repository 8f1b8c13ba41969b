using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Bodies.StaticState;

/// <summary>What is known of a static variable from its declaration.</summary>
internal static class StaticStates
{
    /// <summary>How a person calls state that belongs to a thread or to a flow of calls; null if it is neither.</summary>
    public static string? AmbientKindOf(ISymbol state) =>
        state.GetAttributes().Any(attribute => attribute.AttributeClass.IsNamed("System", "ThreadStaticAttribute")) ? "[ThreadStatic]"
        : TypeOf(state) is INamedTypeSymbol type && type.IsNamed("System.Threading", "AsyncLocal") ? "AsyncLocal"
        : TypeOf(state) is INamedTypeSymbol other && other.IsNamed("System.Threading", "ThreadLocal") ? "ThreadLocal"
        : null;

    /// <summary>Whether code of other assemblies may set it: a property or an event of a library that they can see.</summary>
    public static bool IsSetFromOutside(ISymbol state, Compilation compilation) =>
        compilation.Options.OutputKind == OutputKind.DynamicallyLinkedLibrary
        && state switch
        {
            IPropertySymbol { SetMethod: { IsInitOnly: false } setter } => IsVisible(setter),
            IEventSymbol => IsVisible(state),
            _ => false,
        };

    /// <summary>Whether only its type, and the types in it, can use it.</summary>
    public static bool IsPrivate(ISymbol state) => state.DeclaredAccessibility == Accessibility.Private;

    private static ITypeSymbol? TypeOf(ISymbol state) => state switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    private static bool IsVisible(ISymbol member)
    {
        for (ISymbol? symbol = member; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }
}
