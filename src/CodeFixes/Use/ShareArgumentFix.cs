using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace ProcGen.CodeFixes.Use;

/// <summary>
/// PROCGEN047: marks the parameter of the marked method with <c>[Shared]</c>, so that what is passed is sent to each worker once. The method may stand in another
/// file or project than its call; no caller changes. Offered only where the runtime has that attribute.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ShareArgumentFix : CodeFixProvider
{
    private const string Title = "Send it to each worker once";
    private const string AttributeName = "ProcGen.SharedAttribute";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["PROCGEN047"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => AllProvider.Instance;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (await FindParameterAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } parameter)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(Title, token => MarkAsync(context.Document.Project.Solution, [parameter], token), nameof(ShareArgumentFix)), diagnostic);
            }
        }
    }

    // The declaration of the parameter that the reported argument is for, where it is in a file of the solution.
    private static async Task<SyntaxReference?> FindParameterAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SemanticModel? model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<ArgumentSyntax>() is not { } argument
            || model?.GetOperation(argument, cancellationToken) is not IArgumentOperation { Parameter: { ContainingSymbol: IMethodSymbol stub } parameter }
            || model.Compilation.GetTypesByMetadataName(AttributeName) is not [var shared]
            || stub.ContainingType.ContainingType is not { } type)
        {
            return null;
        }

        return type.GetMembers(stub.Name).OfType<IMethodSymbol>()
            .SelectMany(method => method.Parameters)
            .Where(candidate => candidate.Name == parameter.Name
                && SymbolEqualityComparer.Default.Equals(candidate.Type, parameter.Type)
                && !candidate.GetAttributes().Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, shared)))
            .SelectMany(candidate => candidate.DeclaringSyntaxReferences)
            .FirstOrDefault(reference => document.Project.Solution.GetDocument(reference.SyntaxTree) is not null);
    }

    private static async Task<Solution> MarkAsync(Solution solution, IEnumerable<SyntaxReference> parameters, CancellationToken cancellationToken)
    {
        foreach (IGrouping<SyntaxTree, SyntaxReference> file in parameters.GroupBy(parameter => parameter.SyntaxTree))
        {
            SyntaxNode root = await file.Key.GetRootAsync(cancellationToken).ConfigureAwait(false);
            IEnumerable<ParameterSyntax> declarations = file.Select(parameter => parameter.Span).Distinct().Select(span => root.FindNode(span)).OfType<ParameterSyntax>();
            solution = solution.WithDocumentSyntaxRoot(solution.GetDocument(file.Key)!.Id, root.ReplaceNodes(declarations, (_, declaration) => Mark(declaration)));
        }

        return solution;
    }

    private static ParameterSyntax Mark(ParameterSyntax parameter)
    {
        AttributeSyntax attribute = SyntaxFactory.Attribute(SyntaxFactory.ParseName("global::ProcGen.Shared").WithAdditionalAnnotations(Simplifier.Annotation));
        AttributeListSyntax list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(attribute)).WithTrailingTrivia(SyntaxFactory.Space);
        SyntaxTriviaList leading = parameter.GetLeadingTrivia();
        parameter = parameter.WithLeadingTrivia();
        return parameter.WithAttributeLists(parameter.AttributeLists.Insert(0, list)).WithLeadingTrivia(leading);
    }

    /// <summary>Marks all parameters at once: several calls may pass the same one, and it may stand in a file without a report.</summary>
    private sealed class AllProvider : FixAllProvider
    {
        public static AllProvider Instance { get; } = new();

        public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
        {
            IEnumerable<Document> documents = context.Scope switch
            {
                FixAllScope.Document => context.Document is { } document ? [document] : [],
                FixAllScope.Project => context.Project.Documents,
                _ => context.Solution.Projects.SelectMany(project => project.Documents),
            };
            var parameters = new List<SyntaxReference>();
            foreach (Document document in documents)
            {
                foreach (Diagnostic diagnostic in await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false))
                {
                    if (await FindParameterAsync(document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } parameter)
                    {
                        parameters.Add(parameter);
                    }
                }
            }

            return parameters.Count == 0 ? null : CodeAction.Create(Title, token => MarkAsync(context.Solution, parameters, token), nameof(ShareArgumentFix));
        }
    }
}
