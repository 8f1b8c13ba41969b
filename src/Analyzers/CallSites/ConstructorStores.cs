using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Analyzers.CallSites;

/// <summary>
/// Finds the members in which a constructor of this compilation keeps an argument as it is. A constructor that copies the argument, and one that cannot be seen,
/// keeps it nowhere.
/// </summary>
internal static class ConstructorStores
{
    // Chains of this(…) and base(…) are short.
    private const int MaxChain = 8;

    /// <summary>The fields and automatic properties that hold the argument itself after the constructor has run.</summary>
    public static IEnumerable<ISymbol> FindMembers(IParameterSymbol parameter, CancellationToken cancellationToken) => FindMembers(parameter, MaxChain, cancellationToken);

    private static IEnumerable<ISymbol> FindMembers(IParameterSymbol parameter, int chain, CancellationToken cancellationToken)
    {
        if (chain == 0 || parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Constructor } constructor)
        {
            return [];
        }

        return constructor.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
        {
            ConstructorDeclarationSyntax declaration => InBody(declaration, constructor, parameter)
                .Concat(InChain(declaration.Initializer?.ArgumentList, declaration.Initializer.IsKind(SyntaxKind.ThisConstructorInitializer), constructor, parameter, chain, cancellationToken)),
            TypeDeclarationSyntax declaration => InType(constructor.ContainingType, parameter, cancellationToken)
                .Concat(InChain((declaration.BaseList?.Types.FirstOrDefault() as PrimaryConstructorBaseTypeSyntax)?.ArgumentList, false, constructor, parameter, chain, cancellationToken)),
            _ => [],
        };
    }

    private static IEnumerable<ISymbol> InBody(ConstructorDeclarationSyntax declaration, IMethodSymbol constructor, IParameterSymbol parameter)
    {
        // Nested functions have names of their own, and run at another time.
        AssignmentExpressionSyntax[] assignments =
        [
            .. declaration.DescendantNodes(static node => node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)).OfType<AssignmentExpressionSyntax>(),
        ];
        if (assignments.Any(assignment => IsParameter(assignment.Left, parameter)))
        {
            return [];
        }

        return assignments
            .Where(assignment => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && Keeps(assignment.Right, parameter))
            .Select(assignment => NameOf(assignment.Left))
            .Where(name => name is not null && assignments.Count(other => NameOf(other.Left) == name) == 1 && !DeclaresLocal(declaration, name))
            .Select(name => FindStore(constructor.ContainingType, name!))
            .OfType<ISymbol>();
    }

    /// <summary>A primary constructor: positional properties of records, initializers of members, and the parameter itself where members capture it.</summary>
    private static IEnumerable<ISymbol> InType(INamedTypeSymbol type, IParameterSymbol parameter, CancellationToken cancellationToken)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            bool keeps = member switch
            {
                { IsStatic: true } => false,
                IFieldSymbol { IsImplicitlyDeclared: true, AssociatedSymbol: null } field => field.Name == $"<{parameter.Name}>P",
                IFieldSymbol or IPropertySymbol => member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
                {
                    ParameterSyntax => member.Name == parameter.Name,
                    VariableDeclaratorSyntax { Initializer.Value: { } value } => Keeps(value, parameter),
                    PropertyDeclarationSyntax { Initializer.Value: { } value } => Keeps(value, parameter),
                    _ => false,
                },
                _ => false,
            };
            if (keeps)
            {
                yield return member;
            }
        }
    }

    private static IEnumerable<ISymbol> InChain(
        ArgumentListSyntax? arguments, bool isThis, IMethodSymbol constructor, IParameterSymbol parameter, int chain, CancellationToken cancellationToken)
    {
        int index = arguments?.Arguments.IndexOf(argument => Keeps(argument.Expression, parameter)) ?? -1;
        if (index < 0 || arguments!.Arguments.Any(static argument => argument.NameColon is not null))
        {
            return [];
        }

        // Which one of several is called would have to be bound.
        INamedTypeSymbol? type = isThis ? constructor.ContainingType : constructor.ContainingType.BaseType;
        IMethodSymbol[] candidates = [.. (type?.InstanceConstructors ?? []).Where(other => other.Parameters.Length == arguments.Arguments.Count && !SymbolEqualityComparer.Default.Equals(other, constructor))];
        return candidates is [{ } only] ? FindMembers(only.Parameters[index], chain - 1, cancellationToken) : [];
    }

    /// <summary>Whether an expression is the parameter itself: <c>rows</c>, <c>(rows)</c>, <c>rows!</c>, <c>rows ?? throw …</c>.</summary>
    private static bool Keeps(ExpressionSyntax expression, IParameterSymbol parameter) => expression switch
    {
        ParenthesizedExpressionSyntax parenthesized => Keeps(parenthesized.Expression, parameter),
        CastExpressionSyntax cast => Keeps(cast.Expression, parameter),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppression => Keeps(suppression.Operand, parameter),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce => Keeps(coalesce.Left, parameter),
        _ => IsParameter(expression, parameter),
    };

    private static bool IsParameter(ExpressionSyntax expression, IParameterSymbol parameter) =>
        expression is IdentifierNameSyntax name && name.Identifier.ValueText == parameter.Name;

    private static string? NameOf(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
        _ => null,
    };

    private static bool DeclaresLocal(ConstructorDeclarationSyntax declaration, string? name) =>
        declaration.DescendantNodes().Any(node => node switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText == name,
            SingleVariableDesignationSyntax variable => variable.Identifier.ValueText == name,
            _ => false,
        });

    /// <summary>The field, or the automatic property, that an assignment by this name writes.</summary>
    private static ISymbol? FindStore(INamedTypeSymbol type, string name)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            switch (t.GetMembers(name).FirstOrDefault())
            {
                case IFieldSymbol { IsStatic: false } field:
                    return field;
                case IPropertySymbol property:
                    return IsAutomatic(property) ? property : null;
                case not null:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Whether a property only stores what it is given.</summary>
    public static bool IsAutomatic(IPropertySymbol property) =>
        !property.IsStatic
        && property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
        {
            ParameterSyntax => true,
            PropertyDeclarationSyntax { AccessorList: { } accessors } => accessors.Accessors.All(static accessor => accessor is { Body: null, ExpressionBody: null }),
            _ => false,
        };
}
