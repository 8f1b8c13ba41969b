using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Shared;
using ProcGen.Shared.Captures;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>Makes statements the body of a marked method: what they read becomes parameters, what is read after them its result.</summary>
internal static class BlockExtraction
{
    /// <summary>The extraction, or null where control leaves the statements on the way, or what they change would be lost.</summary>
    public static MethodExtraction? Create(IReadOnlyList<StatementSyntax> statements, SemanticModel model, KnownSymbols known, CancellationToken cancellationToken)
    {
        if (statements[0].Parent is not BlockSyntax block
            || model.GetEnclosingSymbol(statements[0].SpanStart, cancellationToken)?.ContainingType is not { } type
            || Analyze(statements, model) is not { } flow
            || CapturesOf(statements, flow, model, cancellationToken) is not { } captures
            || DescribeAll(flow.DataFlowsOut.Where(static symbol => symbol is not IParameterSymbol { IsThis: true }), captures, model, statements[0].SpanStart) is not { } outputs
            || DescribeAll(flow.DataFlowsIn.Where(static symbol => symbol is not IParameterSymbol { IsThis: true }), captures, model, statements[0].SpanStart) is not { } inputs)
        {
            return null;
        }

        bool usesObject = captures.Any(static capture => capture.Variable is null);
        bool isAsync = statements.SelectMany(static statement => statement.DescendantNodesAndSelf(static node => node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)))
            .Any(static node => node is AwaitExpressionSyntax or CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } or UsingStatementSyntax { AwaitKeyword.RawKind: not 0 } or LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 });
        string[] arguments = [.. inputs.Select(static input => input.Name)];
        var stub = new StubCall(type, MethodNames.Unique(MethodNames.OfMember(block), type), StubForm.Value, usesObject ? ["this", .. arguments] : arguments);
        ExpressionSyntax call = StubCall.Wait(stub.Describe(SyntaxFactory.ArgumentList(), model, statements[0].SpanStart), statements[0], model);
        var method = new ExtractedMethod
        {
            Attributes = [$"[{Marking.NameAt(model, statements[0].SpanStart, known)}]"],
            Name = stub.Name,
            Result = FunctionResults.Declare(outputs.Count == 0 ? null : WrittenResult.TypeOf([.. outputs.Select(static o => (o.Name, o.Type))]), isAsync, model, statements[0].SpanStart, known),
            Parameters = [.. inputs.Select(static input => $"{input.Type} {input.Name}")],
            IsStatic = !usesObject,
            IsAsync = isAsync,
            Body = BodyOf(statements, inputs, outputs, flow),
        };
        var change = new SiteChange(block, current => WithCall((BlockSyntax)current, block, statements, outputs, flow, call));
        return new MethodExtraction(statements[0], method, [change], null);
    }

    private static DataFlowAnalysis? Analyze(IReadOnlyList<StatementSyntax> statements, SemanticModel model)
    {
        StatementSyntax last = statements[statements.Count - 1];
        return statements.SelectMany(static statement => statement.DescendantNodesAndSelf()).Any(static node => node is YieldStatementSyntax)
            || model.AnalyzeControlFlow(statements[0], last) is not { Succeeded: true, EntryPoints.IsEmpty: true, ExitPoints.IsEmpty: true, ReturnStatements.IsEmpty: true, EndPointIsReachable: true }
            || model.AnalyzeDataFlow(statements[0], last) is not { Succeeded: true, UnsafeAddressTaken.IsEmpty: true } flow
            || flow.WrittenInside.Intersect(flow.CapturedOutside, SymbolEqualityComparer.Default).Any()
            ? null
            : flow;
    }

    private static IReadOnlyList<Capture>? CapturesOf(IReadOnlyList<StatementSyntax> statements, DataFlowAnalysis flow, SemanticModel model, CancellationToken cancellationToken)
    {
        var captures = new List<Capture>();
        foreach (StatementSyntax statement in statements)
        {
            if (model.GetOperation(statement, cancellationToken) is not { } operation || FunctionCalls.UsesOthers(operation, null))
            {
                return null;
            }

            captures.AddRange(Capture.Of(operation).Where(capture => capture.Variable is null || !flow.VariablesDeclared.Contains(capture.Variable, SymbolEqualityComparer.Default)));
        }

        // A copy in another process would not pass on what is changed inside of it.
        return captures.Any(static capture => capture.IsChanged || (capture.Variable is null && capture.IsWritten)) ? null : captures;
    }

    private static IReadOnlyList<Variable>? DescribeAll(IEnumerable<ISymbol> symbols, IReadOnlyList<Capture> captures, SemanticModel model, int position)
    {
        var variables = new List<Variable>();
        foreach (ISymbol symbol in symbols.OrderBy(static symbol => symbol.Locations.FirstOrDefault()?.SourceSpan.Start))
        {
            ITypeSymbol type = symbol is ILocalSymbol local ? local.Type : ((IParameterSymbol)symbol).Type;
            SyntaxNode[] uses = [.. captures.Where(capture => SymbolEqualityComparer.Default.Equals(capture.Variable, symbol) && !capture.IsWritten).SelectMany(static capture => capture.Uses).Select(static use => use.Syntax)];
            if (TypeText.Of(uses.Length == 0 ? type : TypeText.OfUses(type, uses, model), model, position) is not { } text)
            {
                return null;
            }

            variables.Add(new Variable(symbol, TypeText.Identifier(symbol.Name), text));
        }

        return variables;
    }

    private static BlockSyntax BodyOf(IReadOnlyList<StatementSyntax> statements, IReadOnlyList<Variable> inputs, IReadOnlyList<Variable> outputs, DataFlowAnalysis flow)
    {
        SyntaxTrivia endOfLine = SyntaxFactory.EndOfLine(EndOfLine.Of(statements[0].SyntaxTree.GetRoot()));
        var body = new List<StatementSyntax>();
        foreach (Variable output in outputs.Where(output => !flow.VariablesDeclared.Contains(output.Symbol, SymbolEqualityComparer.Default) && !inputs.Any(input => input.Name == output.Name)))
        {
            body.Add(SyntaxFactory.ParseStatement($"{output.Type} {output.Name};").WithTrailingTrivia(endOfLine));
        }

        body.Add(statements[0].WithLeadingTrivia(statements[0].GetLeadingTrivia().SkipWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))));
        body.AddRange(statements.Skip(1));
        if (outputs.Count != 0)
        {
            body.Add(SyntaxFactory.ParseStatement($"return {WrittenResult.ValueOf([.. outputs.Select(static o => o.Name)])};").WithTrailingTrivia(endOfLine));
        }

        return SyntaxFactory.Block(
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(endOfLine), SyntaxFactory.List(body), SyntaxFactory.Token(SyntaxKind.CloseBraceToken));
    }

    private static BlockSyntax WithCall(
        BlockSyntax current, BlockSyntax original, IReadOnlyList<StatementSyntax> statements, IReadOnlyList<Variable> outputs, DataFlowAnalysis flow, ExpressionSyntax call)
    {
        // Comments go with the code that they are about.
        SyntaxTrivia[] leading = [.. statements[0].GetLeadingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia) || trivia.IsKind(SyntaxKind.WhitespaceTrivia))];
        SyntaxTrivia[] blank = [.. leading.TakeWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)), .. Enumerable.Reverse(leading).TakeWhile(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1)];
        string[] targets =
        [
            .. outputs.Select(output => flow.VariablesDeclared.Contains(output.Symbol, SymbolEqualityComparer.Default) ? $"{output.Type} {output.Name}" : output.Name),
        ];
        StatementSyntax statement = targets.Length == 0 ? SyntaxFactory.ExpressionStatement(call) : WrittenResult.Statement(WrittenResult.ValueOf(targets), call);
        statement = statement.WithLeadingTrivia(blank).WithTrailingTrivia(statements[statements.Count - 1].GetTrailingTrivia());

        int first = original.Statements.IndexOf(statements[0]);
        SyntaxList<StatementSyntax> list = current.Statements;
        for (int i = 0; i < statements.Count; i++)
        {
            list = list.RemoveAt(first);
        }

        return current.WithStatements(list.Insert(first, statement));
    }

    private sealed record Variable(ISymbol Symbol, string Name, string Type);
}
