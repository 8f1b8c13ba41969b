using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using System.Composition;

namespace ProcGen.CodeFixes.Use;

/// <summary>PROCGEN040: awaits the call that was dropped, or enumerates the sequence.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class LaunchCallFix : SemanticFixProvider
{
    /// <summary>Makes the provider.</summary>
    public LaunchCallFix() : base("PROCGEN040") { }

    private protected override Edit? Prepare(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax value
            || value is ConditionalAccessExpressionSyntax
            || !Awaiting.IsPossible(value)
            || model.GetTypeInfo(value, cancellationToken).Type is not { } type)
        {
            return null;
        }

        // What the value stands in: a statement, the right side of a discard, or the declaration of a local that nobody reads.
        SyntaxNode dropped = value;
        while (dropped.Parent is ParenthesizedExpressionSyntax or AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" } })
        {
            dropped = dropped.Parent;
        }

        return dropped.Parent switch
        {
            ExpressionStatementSyntax statement when IsSequence(type) => new(
                "Enumerate the sequence",
                statement,
                current => Awaiting.Enumerate(ValueOf((ExpressionStatementSyntax)current), (StatementSyntax)current, NameFor(model, statement.SpanStart))),
            ExpressionStatementSyntax statement => new("Await the call", dropped, current => Awaiting.Await(ValueOf((ExpressionSyntax)current), value)),
            AnonymousFunctionExpressionSyntax or ArrowExpressionClauseSyntax when !IsSequence(type) =>
                new("Await the call", dropped, current => Awaiting.Await(ValueOf((ExpressionSyntax)current), value)),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax declaration } } }
                when !IsSequence(type) => PrepareDeclaration(declaration, type),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax declaration } } declarator } =>
                new(
                    "Enumerate the sequence",
                    declaration,
                    current => Awaiting.Enumerate(ValueOf((LocalDeclarationStatementSyntax)current), (StatementSyntax)current, NameFor(model, declaration.SpanStart))),
            _ => null,
        };
    }

    // A local keeps the result, if there is one.
    private static Edit PrepareDeclaration(LocalDeclarationStatementSyntax declaration, ITypeSymbol type)
    {
        if (!HasResult(type))
        {
            return new("Await the call", declaration, current =>
            {
                ExpressionSyntax value = ValueOf((LocalDeclarationStatementSyntax)current);
                return SyntaxFactory.ExpressionStatement(Awaiting.Await(value.WithoutTrivia(), value.Parent!)).WithTriviaFrom(current);
            });
        }

        return new("Await the call", declaration, current =>
        {
            var changed = (LocalDeclarationStatementSyntax)current;
            ExpressionSyntax value = ValueOf(changed);
            changed = changed.ReplaceNode(value, Awaiting.Await(value, value));
            TypeSyntax declared = changed.Declaration.Type;
            return changed.WithDeclaration(changed.Declaration.WithType(declared.IsVar ? declared : SyntaxFactory.IdentifierName("var").WithTriviaFrom(declared)));
        });
    }

    private static ExpressionSyntax ValueOf(ExpressionStatementSyntax statement) => ValueOf(statement.Expression);

    private static ExpressionSyntax ValueOf(LocalDeclarationStatementSyntax declaration) => declaration.Declaration.Variables[0].Initializer!.Value;

    private static ExpressionSyntax ValueOf(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax parenthesized => ValueOf(parenthesized.Expression),
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.Text: "_" } } discard => ValueOf(discard.Right).WithLeadingTrivia(discard.GetLeadingTrivia()),
        _ => expression,
    };

    private static bool IsSequence(ITypeSymbol type) =>
        type.AllInterfaces.Append(type).Any(i => i.OriginalDefinition.ToDisplayString() == "System.Collections.Generic.IAsyncEnumerable<T>");

    private static bool HasResult(ITypeSymbol type) =>
        type.GetMembers("GetAwaiter").OfType<IMethodSymbol>().FirstOrDefault()?.ReturnType.GetMembers("GetResult").OfType<IMethodSymbol>().FirstOrDefault() is { ReturnsVoid: false };

    private static string NameFor(SemanticModel model, int position)
    {
        var taken = new HashSet<string>(model.LookupSymbols(position).Select(symbol => symbol.Name), StringComparer.Ordinal);
        return new[] { "item", "element" }.Concat(Enumerable.Range(1, int.MaxValue - 1).Select(n => "item" + n)).First(name => !taken.Contains(name));
    }
}
