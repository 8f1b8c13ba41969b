using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.CodeFixes.Declarations;

namespace ProcGen.CodeFixes.Signatures;

/// <summary>
/// PROCGEN003: returns what the method writes to its <c>out</c> and <c>ref</c> parameters, alone or in a tuple with the result, and takes it from there in all callers. It is offered where every
/// caller can be rewritten in its place and compiles after that.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ReturnWrittenFix : SignatureFixProvider
{
    /// <summary>Makes the provider.</summary>
    public ReturnWrittenFix() : base("PROCGEN003") { }

    private protected override async Task<SignatureChange?> FindSignatureChangeAsync(Diagnostic diagnostic, Project project, CancellationToken cancellationToken)
    {
        if (project.Solution.FindDocument(diagnostic.Location) is not { } document
            || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || root.FindNode(diagnostic.Location.SourceSpan) is not ParameterSyntax { Parent.Parent: MethodDeclarationSyntax declaration } reported
            || model.GetDeclaredSymbol(declaration, cancellationToken) is not { } method
            || WrittenSignature.Find(method, declaration, model, cancellationToken) is not { } signature
            || !signature.Written.Any(parameter => parameter.Name == reported.Identifier.ValueText))
        {
            return null;
        }

        // All of them move into the result together, so there is one change whichever of them is reported.
        string title = $"Return {string.Join(" and ", signature.Written.Select(parameter => $"'{parameter.Name}'"))}";
        string key = "written " + method.ToDisplayString();
        var edits = new List<DeclarationChange> { new(document.Id, declaration.Span, title, key, node => WrittenBody.Rewrite((MethodDeclarationSyntax)node, signature)) };
        IReadOnlyList<SymbolUse> uses = await FindUsesAsync(method, project.Solution, cancellationToken).ConfigureAwait(false);
        foreach (SymbolUse use in uses)
        {
            if (use.Node.IsPartOfStructuredTrivia())
            {
                return null;
            }

            if (FindCall(use.Node) is { } call)
            {
                if (WrittenCall.Find(call, signature, use.Model, cancellationToken) is not { } change)
                {
                    return null;
                }

                edits.Add(new DeclarationChange(use.Document, change.Place.Span, title, key, change.Rewrite));
            }
        }

        return new SignatureChange(edits, [.. uses.Select(use => use.Document)]);
    }

    // What is no call, as a method group or nameof, stays as it is: whether that compiles is asked afterwards.
    private static InvocationExpressionSyntax? FindCall(SyntaxNode name)
    {
        SyntaxNode expression = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name.Parent is MemberBindingExpressionSyntax binding ? binding : name;
        return expression.Parent is InvocationExpressionSyntax call && call.Expression == expression ? call : null;
    }
}
