using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using ProcGen.CodeFixes.Declarations;

namespace ProcGen.CodeFixes.Signatures;

/// <summary>
/// The base of fixes that change the type or the form of something that other code uses. They change all uses in the solution with it, and are offered only where the result
/// has no error that was not there before.
/// </summary>
public abstract class SignatureFixProvider : DeclarationFixProvider
{
    private protected SignatureFixProvider(params string[] ruleIds) : base(ruleIds) { }

    private protected sealed override async Task<ImmutableArray<DeclarationChange>> FindChangesAsync(Diagnostic diagnostic, Project project, CancellationToken cancellationToken)
    {
        SignatureChange? change = await FindSignatureChangeAsync(diagnostic, project, cancellationToken).ConfigureAwait(false);
        if (change is null || change.Edits.Count == 0)
        {
            return [];
        }

        Solution solution = project.Solution;
        Solution changed = await ApplyAsync(solution, change.Edits, cancellationToken).ConfigureAwait(false);
        foreach (DocumentId document in change.Edits.Select(edit => edit.Document).Concat(change.Users).Distinct())
        {
            if (await CountErrorsAsync(changed, document, cancellationToken).ConfigureAwait(false) > await CountErrorsAsync(solution, document, cancellationToken).ConfigureAwait(false))
            {
                return [];
            }
        }

        return [.. change.Edits];
    }

    /// <summary>The change of a declaration and of all its uses, or null where this fix cannot.</summary>
    private protected abstract Task<SignatureChange?> FindSignatureChangeAsync(Diagnostic diagnostic, Project project, CancellationToken cancellationToken);

    /// <summary>The places in the solution where a symbol is used.</summary>
    private protected static async Task<IReadOnlyList<SymbolUse>> FindUsesAsync(ISymbol symbol, Solution solution, CancellationToken cancellationToken)
    {
        var uses = new List<SymbolUse>();
        foreach (ReferencedSymbol referenced in await SymbolFinder.FindReferencesAsync(symbol, solution, cancellationToken).ConfigureAwait(false))
        {
            // What a generator has written it writes anew.
            foreach (ReferenceLocation location in referenced.Locations.Where(static location => location.Document is not SourceGeneratedDocument))
            {
                SyntaxNode? root = await location.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
                SemanticModel? model = await location.Document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
                SyntaxNode? node = root?.FindNode(location.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);

                // Of what is used without its name, only a creation says new(…).
                if (node is not null && model is not null && (!location.IsImplicit || node is ImplicitObjectCreationExpressionSyntax))
                {
                    uses.Add(new SymbolUse(location.Document.Id, node, model));
                }
            }
        }

        return uses;
    }

    /// <summary>The argument that a call or a creation passes to a parameter, or null: what is not called, and what uses the default.</summary>
    private protected static ArgumentSyntax? FindArgument(SyntaxNode name, IParameterSymbol parameter, SemanticModel model, CancellationToken cancellationToken)
    {
        SyntaxNode? call = name.AncestorsAndSelf().FirstOrDefault(node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or PrimaryConstructorBaseTypeSyntax or ConstructorInitializerSyntax);
        BaseArgumentListSyntax? arguments = call switch
        {
            InvocationExpressionSyntax invocation when invocation.Expression.Span.Contains(name.Span) => invocation.ArgumentList,
            BaseObjectCreationExpressionSyntax creation when creation.ArgumentList?.Span.Contains(name.Span) != true => creation.ArgumentList,
            PrimaryConstructorBaseTypeSyntax primary when primary.Type.Span.Contains(name.Span) => primary.ArgumentList,
            ConstructorInitializerSyntax initializer when !initializer.ArgumentList.Span.Contains(name.Span) => initializer.ArgumentList,
            _ => null,
        };
        if (arguments is null)
        {
            return null;
        }

        // Called as an extension, the first parameter is before the dot.
        bool isReduced = model.GetSymbolInfo(call!, cancellationToken).Symbol is IMethodSymbol { ReducedFrom: not null };
        int position = parameter.Ordinal - (isReduced ? 1 : 0);
        return arguments.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == parameter.Name)
            ?? (position >= 0 && position < arguments.Arguments.Count && arguments.Arguments[position].NameColon is null ? arguments.Arguments[position] : null);
    }

    private static async Task<int> CountErrorsAsync(Solution solution, DocumentId document, CancellationToken cancellationToken)
    {
        SemanticModel? model = await solution.GetDocument(document)!.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return model is null ? 0 : model.GetDiagnostics(cancellationToken: cancellationToken).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }
}

/// <summary>A use of a symbol.</summary>
internal sealed record SymbolUse(DocumentId Document, SyntaxNode Node, SemanticModel Model);

/// <summary>A change of a declaration and of its uses.</summary>
/// <param name="Edits">The edits, the declaration's first.</param>
/// <param name="Users">The documents that use it, whether or not something changes in them.</param>
internal sealed record SignatureChange(IReadOnlyList<DeclarationChange> Edits, IReadOnlyList<DocumentId> Users);
