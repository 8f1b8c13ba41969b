using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Shared.Crossing;

/// <summary>
/// The parameters of a primary constructor that a type keeps because its methods use them. The compiler makes a field for each, which
/// the symbols show only after it has looked into the bodies: so it is found out here.
/// </summary>
internal static class CapturedParameters
{
    /// <summary>The name that the compiler gives the field.</summary>
    public static string FieldName(IParameterSymbol parameter) => $"<{parameter.Name}>P";

    /// <summary>Whether a field is the one that the compiler makes for a captured parameter.</summary>
    public static bool IsField(IFieldSymbol field) => field is { IsImplicitlyDeclared: true, AssociatedSymbol: null } && field.Name.EndsWith(">P", StringComparison.Ordinal);

    public static IEnumerable<IParameterSymbol> Of(INamedTypeSymbol type, Compilation compilation)
    {
        IMethodSymbol? primary = type.InstanceConstructors.FirstOrDefault(c => c.DeclaringSyntaxReferences.Any(r => r.GetSyntax() is TypeDeclarationSyntax));
        if (primary is null || primary.Parameters.IsEmpty)
        {
            return [];
        }

        var captured = new SortedDictionary<string, IParameterSymbol>(StringComparer.Ordinal);
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is TypeDeclarationSyntax declaration)
            {
                Collect(declaration, primary, compilation, captured);
            }
        }

        return captured.Values;
    }

    private static void Collect(TypeDeclarationSyntax declaration, IMethodSymbol primary, Compilation compilation, SortedDictionary<string, IParameterSymbol> captured)
    {
        SemanticModel? model = null;
        foreach (SyntaxNode body in declaration.Members.SelectMany(Bodies))
        {
            foreach (IdentifierNameSyntax identifier in body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
            {
                IParameterSymbol? candidate = primary.Parameters.FirstOrDefault(p => p.Name == identifier.Identifier.ValueText);
                if (candidate is null || captured.ContainsKey(candidate.Name) || IsInNameOf(identifier))
                {
                    continue;
                }

                model ??= compilation.GetSemanticModel(declaration.SyntaxTree);
                if (model.GetSymbolInfo(identifier).Symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol owner } parameter &&
                    SymbolEqualityComparer.Default.Equals(owner, primary.OriginalDefinition))
                {
                    // The symbol of the constructed type, so that its type arguments are filled in.
                    captured.Add(parameter.Name, candidate);
                }
            }
        }
    }

    /// <summary>The code that runs after construction; initializers run during it and read the parameter itself.</summary>
    private static IEnumerable<SyntaxNode> Bodies(MemberDeclarationSyntax member)
    {
        switch (member)
        {
            case BaseMethodDeclarationSyntax method:
                yield return method;
                break;
            case BasePropertyDeclarationSyntax property:
                if (property.AccessorList is { } accessors)
                {
                    yield return accessors;
                }

                if (property is PropertyDeclarationSyntax { ExpressionBody: { } expression })
                {
                    yield return expression;
                }
                else if (property is IndexerDeclarationSyntax { ExpressionBody: { } indexed })
                {
                    yield return indexed;
                }

                break;
        }
    }

    private static bool IsInNameOf(IdentifierNameSyntax identifier)
    {
        foreach (SyntaxNode ancestor in identifier.Ancestors())
        {
            if (ancestor is InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } })
            {
                return true;
            }
        }

        return false;
    }
}
