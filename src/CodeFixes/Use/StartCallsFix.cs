using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace ProcGen.CodeFixes.Use;

/// <summary>PROCGEN048: starts the calls where they are stored, so that they run at the same time.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class StartCallsFix : SemanticFixProvider
{
    /// <summary>Makes the provider.</summary>
    public StartCallsFix() : base("PROCGEN048") { }

    private protected override Edit? Prepare(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var changes = new List<Change>();
        var declarations = new HashSet<VariableDeclarationSyntax>();
        foreach (Location place in diagnostic.AdditionalLocations.Prepend(diagnostic.Location))
        {
            if (root.FindNode(place.SourceSpan).FirstAncestorOrSelf<VariableDeclaratorSyntax>() is not { Initializer.Value: { } value, Parent: VariableDeclarationSyntax declaration })
            {
                return null;
            }

            changes.Add(new(value, current => Start((ExpressionSyntax)current)));
            declarations.Add(declaration);
        }

        // A type that is written out becomes that of the future. All calls of one declaration have to be among those that are started.
        foreach (VariableDeclarationSyntax declaration in declarations)
        {
            if (declaration.Variables.Any(variable => changes.All(change => change.Node != variable.Initializer?.Value)))
            {
                return null;
            }

            if (!declaration.Type.IsVar)
            {
                if (model.GetTypeInfo(declaration.Type, cancellationToken).Type is not INamedTypeSymbol type)
                {
                    return null;
                }

                changes.Add(new(declaration.Type, current => FutureOf(type).WithTriviaFrom(current)));
            }
        }

        return new("Start the calls before they are awaited", [.. changes]);
    }

    private static ExpressionSyntax Start(ExpressionSyntax call)
    {
        ExpressionSyntax operand = call.WithoutTrivia();
        if (operand is not (InvocationExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax))
        {
            operand = SyntaxFactory.ParenthesizedExpression(operand);
        }

        return SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, operand, SyntaxFactory.IdentifierName("Start"))).WithTriviaFrom(call);
    }

    private static TypeSyntax FutureOf(INamedTypeSymbol call)
    {
        const string Task = "global::System.Threading.Tasks.Task";
        string name = call.IsGenericType ? $"{Task}<{call.TypeArguments[0].ToDisplayString(NullableFlowState.None, SymbolDisplayFormat.FullyQualifiedFormat)}>" : Task;
        return SyntaxFactory.ParseTypeName(name).WithAdditionalAnnotations(Simplifier.Annotation);
    }
}
