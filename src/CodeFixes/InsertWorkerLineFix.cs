using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace ProcGen.CodeFixes;

/// <summary>PROCGEN080: inserts the worker line as the first statement of <c>Main</c>, or of the top-level statements.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class InsertWorkerLineFix : SyntaxFixProvider
{
    /// <summary>Makes the provider.</summary>
    public InsertWorkerLineFix() : base("PROCGEN080") { }

    private protected override string Title => "Insert the worker line";

    private protected override SyntaxNode? Fix(SyntaxNode root, ImmutableArray<Location> places)
    {
        SyntaxNode place = root.FindNode(places[0].SourceSpan);
        return place.FirstAncestorOrSelf<GlobalStatementSyntax>() is not null ? InsertIntoTopLevel((CompilationUnitSyntax)root)
            : place.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } main ? root.ReplaceNode(main, InsertIntoMain(main, EndOfLine.Of(root)))
            : null;
    }

    private static CompilationUnitSyntax InsertIntoTopLevel(CompilationUnitSyntax unit)
    {
        GlobalStatementSyntax[] statements = [.. unit.Members.OfType<GlobalStatementSyntax>()];
        bool returnsCode = statements.SelectMany(OwnNodes).OfType<ReturnStatementSyntax>().Any(statement => statement.Expression is not null);
        string endOfLine = EndOfLine.Of(unit);

        // Blank lines above the first statement stay above the inserted one; a comment stays with its statement.
        GlobalStatementSyntax first = statements[0];
        SyntaxTriviaList trivia = first.GetLeadingTrivia();
        int blank = trivia.TakeWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia) || t.IsKind(SyntaxKind.WhitespaceTrivia)).Count();
        StatementSyntax line = WorkerLine(unit, "args", indentation: "", endOfLine, returnsCode ? Exit.WithCode : Exit.WithoutCode);
        GlobalStatementSyntax inserted = SyntaxFactory.GlobalStatement(line.WithLeadingTrivia(trivia.Take(blank)));

        SyntaxList<MemberDeclarationSyntax> members = unit.Members.Replace(first, first.WithLeadingTrivia(trivia.Skip(blank)));
        return unit.WithMembers(members.Insert(unit.Members.IndexOf(first), inserted));
    }

    private static MethodDeclarationSyntax InsertIntoMain(MethodDeclarationSyntax main, string endOfLine)
    {
        string indentation = main.GetLeadingTrivia().LastOrDefault(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).ToString();
        Exit exit = ExitOf(main);
        MethodDeclarationSyntax result = main;
        if (main.ParameterList.Parameters.Count == 0)
        {
            ParameterSyntax args = SyntaxFactory.Parameter(SyntaxFactory.Identifier("args"))
                .WithType(SyntaxFactory.ParseTypeName("string[]").WithTrailingTrivia(SyntaxFactory.Space));
            result = result.WithParameterList(main.ParameterList.WithParameters(SyntaxFactory.SingletonSeparatedList(args)));
        }

        string arguments = result.ParameterList.Parameters[0].Identifier.Text;
        BlockSyntax body = main.Body ?? BlockOf(main, indentation, endOfLine, exit);
        StatementSyntax line = WorkerLine(main, arguments, indentation + "    ", endOfLine, exit);
        return result.WithExpressionBody(null).WithSemicolonToken(default)
            .WithParameterList(main.Body is null ? result.ParameterList.WithTrailingTrivia(SyntaxFactory.EndOfLine(endOfLine)) : result.ParameterList)
            .WithBody(body.WithStatements(body.Statements.Insert(0, line)));
    }

    // The body of "static int Main() => expression;" as a block.
    private static BlockSyntax BlockOf(MethodDeclarationSyntax main, string indentation, string endOfLine, Exit exit)
    {
        ExpressionSyntax expression = main.ExpressionBody!.Expression.WithoutTrivia();
        string statement = exit == Exit.WithoutCode ? $"{expression};" : $"return {expression};";
        return (BlockSyntax)SyntaxFactory.ParseStatement(
            $"{indentation}{{{endOfLine}{indentation}    {statement}{endOfLine}{indentation}}}{endOfLine}");
    }

    private static StatementSyntax WorkerLine(SyntaxNode scope, string arguments, string indentation, string endOfLine, Exit exit)
    {
        string code = scope.DescendantTokens().Any(token => token.Text == "code") ? "workerExitCode" : "code";
        string assignment = $"{indentation}    global::System.Environment.ExitCode = {code};{endOfLine}";
        string leave = exit switch
        {
            Exit.WithCode => $"{indentation}    return {code};{endOfLine}",
            Exit.WithTaskOfCode => $"{indentation}    return global::System.Threading.Tasks.Task.FromResult({code});{endOfLine}",
            Exit.WithTask => $"{assignment}{indentation}    return global::System.Threading.Tasks.Task.CompletedTask;{endOfLine}",
            _ => $"{assignment}{indentation}    return;{endOfLine}",
        };
        StatementSyntax line = SyntaxFactory.ParseStatement(
            $"{indentation}if (global::ProcGen.ProcGenWorker.TryRun({arguments}, out int {code})){endOfLine}{indentation}{{{endOfLine}{leave}{indentation}}}")
            .WithTrailingTrivia(SyntaxFactory.EndOfLine(endOfLine), SyntaxFactory.EndOfLine(endOfLine));
        return line.ReplaceNodes(
            line.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Where(access => access.ToString().StartsWith("global::", StringComparison.Ordinal)),
            (_, access) => access.WithAdditionalAnnotations(Simplifier.Annotation));
    }

    private static Exit ExitOf(MethodDeclarationSyntax main)
    {
        bool isAsync = main.Modifiers.Any(SyntaxKind.AsyncKeyword);
        TypeSyntax type = main.ReturnType is QualifiedNameSyntax qualified ? qualified.Right : main.ReturnType;
        return type switch
        {
            GenericNameSyntax => isAsync ? Exit.WithCode : Exit.WithTaskOfCode,
            PredefinedTypeSyntax predefined when predefined.Keyword.IsKind(SyntaxKind.IntKeyword) => Exit.WithCode,
            PredefinedTypeSyntax => Exit.WithoutCode,
            _ => isAsync ? Exit.WithoutCode : Exit.WithTask,
        };
    }

    private static IEnumerable<SyntaxNode> OwnNodes(SyntaxNode statement) =>
        statement.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));

    /// <summary>How Main is left with the worker's exit code.</summary>
    private enum Exit
    {
        WithCode,
        WithoutCode,
        WithTask,
        WithTaskOfCode,
    }
}
