using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Simplification;

namespace ProcGen.CodeFixes.Contracts;

/// <summary>
/// PROCGEN065: adds an optional token as the last parameter, so that every call stays as it is. Where a use of the method would not, it is not offered:
/// a method group, a call in an expression tree, a documentation reference with parameters.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AddTokenFix : CodeFixProvider
{
    private const string Title = "Add a CancellationToken parameter";
    private const string TokenType = "System.Threading.CancellationToken";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["PROCGEN065"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() =>
        FixAllProvider.Create((context, document, diagnostics) => FixAsync(document, [.. diagnostics.Select(d => d.Location)], context.CancellationToken)!);

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Location place = context.Diagnostics[0].Location;
        if ((await FindAsync(context.Document, [place], context.CancellationToken).ConfigureAwait(false)).Count != 0)
        {
            context.RegisterCodeFix(CodeAction.Create(Title, token => FixAsync(context.Document, [place], token), nameof(AddTokenFix)), context.Diagnostics);
        }
    }

    private static async Task<Document> FixAsync(Document document, ImmutableArray<Location> places, CancellationToken cancellationToken)
    {
        List<MethodDeclarationSyntax> methods = await FindAsync(document, places, cancellationToken).ConfigureAwait(false);
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        return document.WithSyntaxRoot(root.ReplaceNodes(methods, (_, method) => AddToken(method)));
    }

    private static async Task<List<MethodDeclarationSyntax>> FindAsync(Document document, ImmutableArray<Location> places, CancellationToken cancellationToken)
    {
        var methods = new List<MethodDeclarationSyntax>();
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SemanticModel? model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        foreach (Location place in places)
        {
            if (root?.FindNode(place.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } syntax
                && model?.GetDeclaredSymbol(syntax, cancellationToken) is { } method
                && CanTakeToken(method, syntax, model.Compilation)
                && await AllUsesStayAsync(method, document.Project.Solution, cancellationToken).ConfigureAwait(false))
            {
                methods.Add(syntax);
            }
        }

        return methods;
    }

    private static bool CanTakeToken(IMethodSymbol method, MethodDeclarationSyntax syntax, Compilation compilation)
    {
        // Another part, a base or an interface fixes the signature; after "params" nothing can stand.
        if (method.IsOverride || method.IsVirtual || method.IsPartialDefinition || method.PartialDefinitionPart is not null
            || method.Parameters.Any(parameter => parameter.IsParams)
            || method.ContainingType.AllInterfaces.Any(i => i.GetMembers(method.Name).Any(m => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(m), method))))
        {
            return false;
        }

        INamedTypeSymbol? token = compilation.GetTypesByMetadataName(TokenType).FirstOrDefault(type => compilation.IsSymbolAccessibleWithin(type, compilation.Assembly));
        return token is not null
            && !syntax.DescendantTokens().Any(t => t.ValueText == ParameterName)
            && !method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Any(other => IsSameWithToken(other, method, token));
    }

    private static bool IsSameWithToken(IMethodSymbol other, IMethodSymbol method, INamedTypeSymbol token) =>
        other.Parameters.Length == method.Parameters.Length + 1
        && SymbolEqualityComparer.Default.Equals(other.Parameters[method.Parameters.Length].Type, token)
        && method.Parameters.All(parameter => SymbolEqualityComparer.Default.Equals(other.Parameters[parameter.Ordinal].Type, parameter.Type));

    private static async Task<bool> AllUsesStayAsync(IMethodSymbol method, Solution solution, CancellationToken cancellationToken)
    {
        foreach (ReferencedSymbol symbol in await SymbolFinder.FindReferencesAsync(method, solution, cancellationToken).ConfigureAwait(false))
        {
            // What a generator has written it writes anew, as the stub's body.
            foreach (ReferenceLocation reference in symbol.Locations.Where(static location => location.Document is not SourceGeneratedDocument))
            {
                SyntaxNode? root = await reference.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
                SemanticModel? model = await reference.Document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
                SyntaxNode? name = root?.FindNode(reference.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);
                if (name is null || model is null || !Stays(name, model, cancellationToken))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Stays(SyntaxNode name, SemanticModel model, CancellationToken cancellationToken)
    {
        if (name.IsPartOfStructuredTrivia())
        {
            return name.FirstAncestorOrSelf<MemberCrefSyntax>() is NameMemberCrefSyntax { Parameters: null } && name.FirstAncestorOrSelf<CrefParameterListSyntax>() is null;
        }

        SyntaxNode expression = name;
        while (expression.Parent is MemberAccessExpressionSyntax access && access.Name == expression
            || expression.Parent is MemberBindingExpressionSyntax or GenericNameSyntax)
        {
            expression = expression.Parent!;
        }

        bool isNameOf = expression.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } };
        bool isCall = expression.Parent is InvocationExpressionSyntax call && call.Expression == expression;
        return isNameOf || (isCall && !IsInExpressionTree(expression, model, cancellationToken));
    }

    private static bool IsInExpressionTree(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken) =>
        node.Ancestors().Any(ancestor =>
            ancestor is QueryExpressionSyntax
            || (ancestor is LambdaExpressionSyntax && model.GetTypeInfo(ancestor, cancellationToken).ConvertedType is INamedTypeSymbol { Name: "Expression", Arity: 1 }));

    private const string ParameterName = "cancellationToken";

    private static MethodDeclarationSyntax AddToken(MethodDeclarationSyntax method)
    {
        ParameterSyntax token = SyntaxFactory.Parameter(SyntaxFactory.Identifier(ParameterName))
            .WithType(SyntaxFactory.ParseTypeName("global::" + TokenType).WithAdditionalAnnotations(Simplifier.Annotation).WithTrailingTrivia(SyntaxFactory.Space))
            .WithDefault(SyntaxFactory.EqualsValueClause(
                SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space),
                SyntaxFactory.LiteralExpression(SyntaxKind.DefaultLiteralExpression)));
        ParameterListSyntax list = method.ParameterList;
        SyntaxNodeOrTokenList parameters = list.Parameters.GetWithSeparators();
        if (list.Parameters.Count == 0)
        {
            return method.WithParameterList(list.WithParameters(SyntaxFactory.SingletonSeparatedList(token)));
        }

        // One parameter a line stays one a line.
        ParameterSyntax last = list.Parameters.Last();
        bool isOnLineOfItsOwn = last.GetLeadingTrivia().Any(SyntaxKind.WhitespaceTrivia) && last.GetFirstToken().GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        SyntaxToken comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(
            isOnLineOfItsOwn ? last.GetFirstToken().GetPreviousToken().TrailingTrivia : SyntaxFactory.TriviaList(SyntaxFactory.Space));
        ParameterSyntax added = token.WithLeadingTrivia(isOnLineOfItsOwn ? last.GetLeadingTrivia() : default).WithTrailingTrivia(last.GetTrailingTrivia());
        return method.WithParameterList(list.WithParameters(SyntaxFactory.SeparatedList<ParameterSyntax>(
            SyntaxFactory.NodeOrTokenList([.. parameters.RemoveAt(parameters.Count - 1), last.WithoutTrailingTrivia(), comma, added]))));
    }
}
