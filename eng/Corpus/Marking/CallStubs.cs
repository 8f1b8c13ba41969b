using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Corpus.Checks;

namespace ProcGen.Corpus.Marking;

/// <summary>
/// Calls marked methods by their stubs, as somebody would who moves that work into other processes: <c>ProcessPool.Shared.Run(T.InProcess.M(x))</c>, and in place of a task the started call, or the description
/// where it is awaited at once. So the rules about use meet loops, awaits and variables that nobody wrote for them. Lines stay where they are; a call that would not compile stays as it was.
/// </summary>
internal sealed class CallStubs : CSharpSyntaxRewriter
{
    // A call that stays as it was may be what another one needs to compile.
    private const int Rounds = 5;

    private readonly SemanticModel _model;
    private readonly HashSet<int> _skippedLines;

    private CallStubs(SemanticModel model, HashSet<int> skippedLines) => (_model, _skippedLines) = (model, skippedLines);

    private int Calls { get; set; }

    /// <summary>Replaces the calls of a compilation in which the methods are marked.</summary>
    public static CSharpCompilation Of(CSharpCompilation marked, out int calls)
    {
        CSharpCompilation output = Generate(marked);
        HashSet<(string, int)> before = [.. ErrorLines(output)];
        var skipped = marked.SyntaxTrees.ToDictionary(tree => tree.FilePath, _ => new HashSet<int>());
        for (int round = 1; ; round++)
        {
            CSharpCompilation changed = marked;
            calls = 0;
            foreach (SyntaxTree tree in marked.SyntaxTrees)
            {
                var rewriter = new CallStubs(output.GetSemanticModel(tree), skipped[tree.FilePath]);
                changed = changed.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(rewriter.Visit(tree.GetRoot()), tree.Options));
                calls += rewriter.Calls;
            }

            (string Path, int Line)[] broken = [.. ErrorLines(Generate(changed)).Where(place => !before.Contains(place) && skipped.ContainsKey(place.Item1))];
            if (broken.Length == 0 || round > Rounds)
            {
                return changed;
            }

            foreach ((string path, int line) in broken)
            {
                // In the last round all of a file stays as it was.
                skipped[path].UnionWith(round == Rounds ? Enumerable.Range(0, 100_000) : [line]);
            }
        }
    }

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        var visited = (InvocationExpressionSyntax)base.VisitInvocationExpression(node)!;
        if (_skippedLines.Contains(LineOf(node))
            || _model.GetSymbolInfo(node).Symbol is not IMethodSymbol { IsGenericMethod: false } called
            || (called.ReducedFrom ?? called) is not { MethodKind: MethodKind.Ordinary } method
            || !Agreement.HasStub(method)
            || ArgumentsOf(visited, called) is not { } arguments)
        {
            return visited;
        }

        Calls++;
        string type = method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        ExpressionSyntax description = SyntaxFactory.InvocationExpression(SyntaxFactory.ParseExpression($"{type}.InProcess.{method.Name}"), arguments);
        bool isTask = method.ReturnType.Name is "Task" or "ValueTask";
        return (isTask && node.Parent is AwaitExpressionSyntax ? description
            : isTask || method.ReturnType.Name is "IEnumerable" or "IAsyncEnumerable" ? Member(description, "Start")
            : SyntaxFactory.InvocationExpression(
                SyntaxFactory.ParseExpression("global::ProcGen.ProcessPool.Shared.Run"),
                SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(description))))).WithTriviaFrom(visited);
    }

    private static InvocationExpressionSyntax Member(ExpressionSyntax value, string name) =>
        SyntaxFactory.InvocationExpression(SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, value, SyntaxFactory.IdentifierName(name)));

    /// <summary>The arguments of the stub, which takes the object first; null where that cannot be said in an expression.</summary>
    private static ArgumentListSyntax? ArgumentsOf(InvocationExpressionSyntax call, IMethodSymbol called)
    {
        if (called.IsStatic && called.ReducedFrom is null)
        {
            return call.ArgumentList;
        }

        ExpressionSyntax? receiver = call.Expression switch
        {
            MemberAccessExpressionSyntax { Expression: not BaseExpressionSyntax and var expression } => expression.WithoutLeadingTrivia(),
            SimpleNameSyntax => SyntaxFactory.ThisExpression(),
            _ => null,
        };
        return receiver is null ? null : call.ArgumentList.WithArguments(call.ArgumentList.Arguments.Insert(0, SyntaxFactory.Argument(receiver)));
    }

    private static CSharpCompilation Generate(CSharpCompilation compilation)
    {
        CSharpGeneratorDriver.Create(Generators.Create(), parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        return (CSharpCompilation)output;
    }

    private static IEnumerable<(string, int)> ErrorLines(Compilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(error => error.Location.GetLineSpan()).Select(place => (place.Path ?? "", place.StartLinePosition.Line));

    private static int LineOf(SyntaxNode node) => node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line;
}
