using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Shared;
using ProcGen.Shared.Crossing;
using ProcGen.Shared.Methods;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>
/// Asks whether a change can be offered: the changed documents have no errors that they did not have before, and the generator makes a stub of the method. The latter is asked of
/// the functions that the generator asks, because it need not have run yet.
/// </summary>
internal static class Soundness
{
    public static async Task<bool> IsSoundAsync(Solution before, Solution after, IEnumerable<DocumentId> changed, SyntaxAnnotation mark, CancellationToken cancellationToken)
    {
        bool hasStub = false;
        foreach (DocumentId id in changed)
        {
            if (await GetModelAsync(before, id, cancellationToken).ConfigureAwait(false) is not { } old
                || await GetModelAsync(after, id, cancellationToken).ConfigureAwait(false) is not { } model
                || HasNewErrors(old, model, cancellationToken)
                || TearsDirectives(old.SyntaxTree, model.SyntaxTree, cancellationToken))
            {
                return false;
            }

            foreach (SyntaxNode method in model.SyntaxTree.GetRoot(cancellationToken).GetAnnotatedNodes(mark))
            {
                hasStub |= model.GetDeclaredSymbol(method, cancellationToken) is IMethodSymbol symbol && HasStub(symbol, model.Compilation);
            }
        }

        return hasStub;
    }

    /// <summary>Whether the generator makes a stub of a marked method, because its shape is supported and everything in its signature can cross.</summary>
    private static bool HasStub(IMethodSymbol method, Compilation compilation)
    {
        if (KnownSymbols.For(compilation) is not { } known
            || StubClassShape.For(method.ContainingType, known)?.Methods.FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(m.Method, method)) is not { Role: MethodRole.Call } shape)
        {
            return false;
        }

        var classifier = new CrossingClassifier(compilation, method.ContainingType);
        IEnumerable<CrossingType> types = shape.Parameters
            .Where(static parameter => parameter.Role is not (ParameterRole.Token or ParameterRole.State))
            .Select(parameter => classifier.Classify(parameter.ValueType, parameter.Symbol.GetAttributes()));
        if (shape.ResultType is { } result)
        {
            types = types.Append(classifier.Classify(result, method.GetReturnTypeAttributes()));
        }

        if (shape.HasReceiver)
        {
            types = types.Append(classifier.Classify(method.ContainingType, []));
        }

        return types.All(static type => CrossingClassifier.FindFailure(type) is null);
    }

    private static bool HasNewErrors(SemanticModel before, SemanticModel after, CancellationToken cancellationToken)
    {
        var known = before.GetDiagnostics(cancellationToken: cancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error).GroupBy(static d => d.Id).ToDictionary(static g => g.Key, static g => g.Count());
        SyntaxNode[] stubs = [.. after.SyntaxTree.GetRoot(cancellationToken).GetAnnotatedNodes(StubCall.Annotation)];
        return after.GetDiagnostics(cancellationToken: cancellationToken)
            .Where(d => d.Severity == DiagnosticSeverity.Error && !stubs.Any(stub => IsAboutStub(d, stub)))
            .GroupBy(static d => d.Id)
            .Any(group => group.Count() > (known.TryGetValue(group.Key, out int count) ? count : 0));
    }

    /// <summary>Whether a <c>#region</c> or an <c>#if</c> lost its other half, because one of both was moved with the code. Only the text, parsed again, shows that.</summary>
    private static bool TearsDirectives(SyntaxTree before, SyntaxTree after, CancellationToken cancellationToken) =>
        after.GetRoot(cancellationToken).ContainsDirectives
        && CountErrors(CSharpSyntaxTree.ParseText(after.GetRoot(cancellationToken).ToFullString(), (CSharpParseOptions)after.Options, cancellationToken: cancellationToken)) > CountErrors(before);

    private static int CountErrors(SyntaxTree tree) => tree.GetDiagnostics().Count(static d => d.Severity == DiagnosticSeverity.Error);

    // Without the generated code there is no stub of this name, or only another overload.
    private static bool IsAboutStub(Diagnostic error, SyntaxNode stub) =>
        stub.Span.Contains(error.Location.SourceSpan) || (error.Id is "CS1501" or "CS1503" or "CS7036" && stub.Parent!.Span.Contains(error.Location.SourceSpan));

    private static async Task<SemanticModel?> GetModelAsync(Solution solution, DocumentId id, CancellationToken cancellationToken) =>
        solution.GetDocument(id) is { } document ? await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) : null;
}
