using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.CodeFixes.Declarations;

namespace ProcGen.CodeFixes.Signatures;

/// <summary>
/// PROCGEN003: passes by value what is passed by <c>in</c>, by <c>ref readonly</c>, or by a <c>ref</c> that the method never writes, in the method and in all its callers.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class PassByValueFix : SignatureFixProvider
{
    /// <summary>Makes the provider.</summary>
    public PassByValueFix() : base("PROCGEN003") { }

    private protected override async Task<SignatureChange?> FindSignatureChangeAsync(Diagnostic diagnostic, Project project, CancellationToken cancellationToken)
    {
        if (project.Solution.FindDocument(diagnostic.Location) is not { } document
            || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || root.FindNode(diagnostic.Location.SourceSpan) is not ParameterSyntax declaration
            || model.GetDeclaredSymbol(declaration, cancellationToken) is not { ContainingSymbol: IMethodSymbol { IsVirtual: false, IsOverride: false, IsAbstract: false } method } parameter
            || !IsOnlyRead(parameter, declaration, model))
        {
            return null;
        }

        string title = $"Pass '{parameter.Name}' by value";
        var edits = new List<DeclarationChange>();
        foreach (IMethodSymbol part in new[] { method, method.PartialDefinitionPart, method.PartialImplementationPart }.OfType<IMethodSymbol>())
        {
            foreach (SyntaxReference reference in part.Parameters[parameter.Ordinal].DeclaringSyntaxReferences)
            {
                if (project.Solution.GetDocument(reference.SyntaxTree) is { } file)
                {
                    edits.Add(new DeclarationChange(file.Id, reference.Span, title, "by value", static node => WithoutModifiers((ParameterSyntax)node)));
                }
            }
        }

        IReadOnlyList<SymbolUse> uses = await FindUsesAsync(method, project.Solution, cancellationToken).ConfigureAwait(false);
        foreach (SymbolUse use in uses)
        {
            if (FindArgument(use.Node, parameter, use.Model, cancellationToken) is { RefKindKeyword.RawKind: not 0 } argument)
            {
                edits.Add(new DeclarationChange(use.Document, argument.Span, title, "by value", static node => WithoutModifier((ArgumentSyntax)node)));
            }
        }

        return new SignatureChange(edits, [.. uses.Select(use => use.Document)]);
    }

    private static bool IsOnlyRead(IParameterSymbol parameter, ParameterSyntax declaration, SemanticModel model)
    {
        if (parameter.RefKind is RefKind.In or RefKind.RefReadOnlyParameter)
        {
            return true;
        }

        if (parameter.RefKind != RefKind.Ref || declaration.Parent?.Parent is not MethodDeclarationSyntax method)
        {
            return false;
        }

        SyntaxNode? body = (SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression;
        DataFlowAnalysis? flow = method.Body is not null ? model.AnalyzeDataFlow(method.Body) : body is ExpressionSyntax expression ? model.AnalyzeDataFlow(expression) : null;
        return flow is { Succeeded: true }
            && !flow.WrittenInside.Contains(parameter, SymbolEqualityComparer.Default)
            && !body!.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == parameter.Name && MayWrite(name, parameter.Type));
    }

    /// <summary>Whether a use may write what the data flow does not see: a member of a struct that is called may change it, and an alias may be assigned.</summary>
    private static bool MayWrite(IdentifierNameSyntax name, ITypeSymbol type) =>
        name.Parent is RefExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.AddressOfExpression }
        || (type is { IsValueType: true, IsReadOnly: false, SpecialType: SpecialType.None, TypeKind: not TypeKind.Enum }
            && name.Parent is MemberAccessExpressionSyntax access && access.Expression == name);

    private static ParameterSyntax WithoutModifiers(ParameterSyntax parameter) =>
        parameter.WithModifiers(SyntaxFactory.TokenList(parameter.Modifiers.Where(m => !m.IsKind(SyntaxKind.RefKeyword) && !m.IsKind(SyntaxKind.InKeyword) && !m.IsKind(SyntaxKind.ReadOnlyKeyword) && !m.IsKind(SyntaxKind.ScopedKeyword))))
            .WithLeadingTrivia(parameter.GetLeadingTrivia());

    private static ArgumentSyntax WithoutModifier(ArgumentSyntax argument) =>
        argument.NameColon is null
            ? argument.WithRefKindKeyword(default).WithLeadingTrivia(argument.GetLeadingTrivia())
            : argument.WithRefKindKeyword(default);
}
