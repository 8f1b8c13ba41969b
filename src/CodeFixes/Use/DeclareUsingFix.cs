using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.CodeFixes.Use;

/// <summary>PROCGEN042: declares the local with <c>await using</c>, or with <c>using</c> where nothing can be awaited.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class DeclareUsingFix : SemanticFixProvider
{
    /// <summary>Makes the provider.</summary>
    public DeclareUsingFix() : base("PROCGEN042") { }

    private protected override Edit? Prepare(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<VariableDeclaratorSyntax>() is not { Initializer: not null } declarator
            || declarator.Identifier.Span != diagnostic.Location.SourceSpan
            || declarator.Parent is not VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } declaration }
            || model.GetDeclaredSymbol(declarator, cancellationToken) is not ILocalSymbol local
            || IsAssignedAgain(declaration, local.Name))
        {
            return null;
        }

        bool isAsync = Awaiting.IsPossible(declaration) && Implements(local.Type, "System.IAsyncDisposable");
        if (!isAsync && !Implements(local.Type, "System.IDisposable"))
        {
            return null;
        }

        return new(isAsync ? "Declare it with 'await using'" : "Declare it with 'using'", declaration, current => AddUsing((LocalDeclarationStatementSyntax)current, isAsync));
    }

    // A using local cannot be assigned again.
    private static bool IsAssignedAgain(LocalDeclarationStatementSyntax declaration, string name)
    {
        SyntaxNode scope = declaration.Parent is GlobalStatementSyntax { Parent: { } unit } ? unit : declaration.Parent!;
        return scope.DescendantNodes().Any(node => node switch
        {
            AssignmentExpressionSyntax { Left: var left } => left.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(identifier => identifier.Identifier.ValueText == name && identifier.Parent is not MemberAccessExpressionSyntax),
            ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax identifier } => identifier.Identifier.ValueText == name,
            _ => false,
        });
    }

    private static LocalDeclarationStatementSyntax AddUsing(LocalDeclarationStatementSyntax declaration, bool isAsync)
    {
        SyntaxTriviaList leading = declaration.GetLeadingTrivia();
        SyntaxToken keyword = SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        declaration = declaration.WithLeadingTrivia().WithUsingKeyword(isAsync ? keyword : keyword.WithLeadingTrivia(leading));
        return isAsync
            ? declaration.WithAwaitKeyword(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithLeadingTrivia(leading).WithTrailingTrivia(SyntaxFactory.Space))
            : declaration;
    }

    private static bool Implements(ITypeSymbol type, string name) => type.AllInterfaces.Any(i => i.ToDisplayString() == name);
}
