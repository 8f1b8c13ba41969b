using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.CodeFixes.Declarations;
using ProcGen.Shared;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>Marks a method of the project where one call of it is to run in a worker, and makes that call one of its stub.</summary>
internal static class MarkedCall
{
    /// <summary>The changed solution, or null where the method is elsewhere, cannot be marked, or no call of its stub can stand here.</summary>
    /// <param name="document">The document of the call.</param>
    /// <param name="call">The call.</param>
    /// <param name="run">The <c>Task.Run</c> whose lambda is nothing but the call, or null.</param>
    /// <param name="model">The meaning of the document's code.</param>
    /// <param name="known">The compilation's symbols.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<Solution?> CreateAsync(
        Document document, InvocationExpressionSyntax call, InvocationExpressionSyntax? run, SemanticModel model, KnownSymbols known, CancellationToken cancellationToken)
    {
        if (model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol symbol
            || (symbol.ReducedFrom ?? symbol) is not { MethodKind: MethodKind.Ordinary, IsGenericMethod: false, DeclaringSyntaxReferences: [var reference] } method
            || await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false) is not MethodDeclarationSyntax declaration
            || document.Project.Solution.GetDocument(reference.SyntaxTree) is not { } declaring || declaring is SourceGeneratedDocument || declaring.Project.Id != document.Project.Id
            || LeadingOf(call, symbol) is not { } leading
            || StubForms.Of(method, known) is not { } form)
        {
            return null;
        }

        var stub = new StubCall(method.ContainingType, method.Name, form, leading);
        SiteChange? change = run is null
            ? stub.Replace(call, current => stub.Describe(((InvocationExpressionSyntax)current).ArgumentList, model, call.SpanStart), model)
            : TaskRun.Replace(run, form, stub.Describe(call.ArgumentList, model, run.SpanStart));
        if (change is null)
        {
            return null;
        }

        var mark = new SyntaxAnnotation();
        Solution solution = document.Project.Solution;
        SyntaxNode callRoot = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        bool isSame = declaring.Id == document.Id;
        SyntaxNode[] replaced = isSame ? [change.Site, declaration] : [change.Site];
        callRoot = callRoot.ReplaceNodes(replaced, (original, current) => original == change.Site ? change.Rewrite(current) : current.WithAdditionalAnnotations(mark));
        solution = solution.WithDocumentSyntaxRoot(document.Id, callRoot);

        SyntaxNode root = isSame ? callRoot : (await declaring.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!.ReplaceNode(declaration, declaration.WithAdditionalAnnotations(mark));
        if (!method.HasAttribute(known.RunInProcessAttribute))
        {
            string? attribute = await declaring.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } declaringModel
                ? Marking.NameAt(declaringModel, declaration.SpanStart, known)
                : null;
            SyntaxNode marked = root.GetAnnotatedNodes(mark).Single();
            root = attribute is null ? root : root.ReplaceNode(marked, AttributeLists.AddTo(marked, attribute));
        }

        root = MethodExtraction.MakePartial((CompilationUnitSyntax)root, root.GetAnnotatedNodes(mark).Single());
        solution = solution.WithDocumentSyntaxRoot(declaring.Id, root);
        DocumentId[] changed = isSame ? [document.Id] : [document.Id, declaring.Id];
        return await Soundness.IsSoundAsync(document.Project.Solution, solution, changed, mark, cancellationToken).ConfigureAwait(false) ? solution : null;
    }

    /// <summary>What the stub takes before the arguments: the object of an instance method, or of an extension method.</summary>
    private static IReadOnlyList<string>? LeadingOf(InvocationExpressionSyntax call, IMethodSymbol symbol)
    {
        if (symbol is { IsStatic: true, ReducedFrom: null })
        {
            return [];
        }

        return call.Expression switch
        {
            MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } => null,
            MemberAccessExpressionSyntax { Expression: var receiver } => [receiver.WithoutTrivia().ToString()],
            SimpleNameSyntax => ["this"],
            _ => null,
        };
    }
}
