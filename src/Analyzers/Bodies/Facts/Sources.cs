using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Bodies.Facts;

/// <summary>Names what is in source by its definition, whichever way it was mentioned.</summary>
internal static class Sources
{
    /// <summary>The definition of a method: unconstructed, not reduced, and of a partial method the declaring part.</summary>
    public static IMethodSymbol Definition(this IMethodSymbol method)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return definition.PartialDefinitionPart ?? definition;
    }

    /// <summary>
    /// The static variable behind a member that is declared in this assembly's source: a field that is no constant, an automatic property, a field-like event.
    /// Null for everything else.
    /// </summary>
    public static ISymbol? StaticStateOf(ISymbol member, IAssemblySymbol assembly)
    {
        if (!member.IsStatic || !SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, assembly))
        {
            return null;
        }

        return member.OriginalDefinition switch
        {
            IFieldSymbol { IsConst: true } => null,
            IFieldSymbol { AssociatedSymbol: { } associated } => associated,
            IFieldSymbol { IsImplicitlyDeclared: false } field => field,
            IPropertySymbol property when IsAutomatic(property) => property,
            IEventSymbol { AddMethod.IsImplicitlyDeclared: true, IsAbstract: false } @event => @event,
            _ => null,
        };
    }

    /// <summary>Whether a property is nothing but its field.</summary>
    public static bool IsAutomatic(IPropertySymbol property) =>
        !property.IsAbstract && !property.IsExtern
        && IsEmpty(property.GetMethod) && IsEmpty(property.SetMethod)
        && property.ContainingType.GetMembers().Any(member => member is IFieldSymbol { AssociatedSymbol: { } associated } && SymbolEqualityComparer.Default.Equals(associated, property));

    private static bool IsEmpty(IMethodSymbol? accessor) =>
        accessor is null
        || (accessor.DeclaringSyntaxReferences.Length == 1
            && accessor.DeclaringSyntaxReferences[0].GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.AccessorDeclarationSyntax { Body: null, ExpressionBody: null });
}
