using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>A method to be added after a member of a type, the code that calls it from now on, and what it replaces.</summary>
/// <param name="Code">A node of the code that is moved; its member and its type get the method.</param>
/// <param name="Method">The method.</param>
/// <param name="Changes">The code that is replaced.</param>
/// <param name="Removed">The local function that the method takes the place of, if any.</param>
internal sealed record MethodExtraction(SyntaxNode Code, ExtractedMethod Method, IReadOnlyList<SiteChange> Changes, LocalFunctionStatementSyntax? Removed)
{
    /// <summary>Makes the change in the code's document.</summary>
    public CompilationUnitSyntax Apply(CompilationUnitSyntax root)
    {
        string endOfLine = EndOfLine.Of(root);
        var memberMark = new SyntaxAnnotation();
        var removedMark = new SyntaxAnnotation();
        MemberDeclarationSyntax member = Code.Ancestors().OfType<MemberDeclarationSyntax>().First();
        Dictionary<SyntaxNode, SiteChange> changes = Changes.ToDictionary(change => change.Site);
        IEnumerable<SyntaxNode> replaced = Removed is null ? [member, .. changes.Keys] : [member, Removed, .. changes.Keys];
        root = root.ReplaceNodes(replaced, (original, current) =>
            original == member ? current.WithAdditionalAnnotations(memberMark)
            : original == Removed ? current.WithAdditionalAnnotations(removedMark)
            : changes[original].Rewrite(current));

        if (root.GetAnnotatedNodes(removedMark).FirstOrDefault() is { } removed)
        {
            root = Remove(root, removed);
        }

        MethodDeclarationSyntax method = Method.ToDeclaration(endOfLine);
        SyntaxNode? place = root.GetAnnotatedNodes(memberMark).FirstOrDefault();
        if (member is GlobalStatementSyntax)
        {
            return AddToProgram(root, method, endOfLine);
        }

        var type = (TypeDeclarationSyntax)place!.Parent!;
        int index = type.Members.IndexOf((MemberDeclarationSyntax)place);
        root = root.ReplaceNode(type, type.WithMembers(type.Members.Insert(index + 1, method)));
        return MakePartial(root, root.GetAnnotatedNodes(Method.Mark).Single());
    }

    /// <summary>Makes the types around a node partial.</summary>
    public static CompilationUnitSyntax MakePartial(CompilationUnitSyntax root, SyntaxNode node) =>
        root.ReplaceNodes(
            node.Ancestors().OfType<TypeDeclarationSyntax>().Where(static type => !type.Modifiers.Any(SyntaxKind.PartialKeyword)),
            static (_, type) => MakePartialFix.AddPartial(type));

    private static CompilationUnitSyntax Remove(CompilationUnitSyntax root, SyntaxNode function)
    {
        // The first statement of a block is not preceded by a blank line.
        SyntaxNode statement = function.Parent is GlobalStatementSyntax global ? global : function;
        if (statement.Parent is BlockSyntax block && block.Statements is [var first, var second, ..] && first == statement)
        {
            StatementSyntax moved = second.WithLeadingTrivia(second.GetLeadingTrivia().SkipWhile(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
            return root.ReplaceNode(block, block.WithStatements(block.Statements.Replace(second, moved).RemoveAt(0)));
        }

        return root.RemoveNode(statement, SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
    }

    /// <summary>The type of top-level statements is declared after them, or has a part already.</summary>
    private static CompilationUnitSyntax AddToProgram(CompilationUnitSyntax root, MethodDeclarationSyntax method, string endOfLine)
    {
        if (root.Members.OfType<ClassDeclarationSyntax>().FirstOrDefault(static type => type.Identifier.ValueText == "Program") is { } program)
        {
            return root.ReplaceNode(program, program.AddMembers(method));
        }

        var part = (ClassDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"partial class Program{endOfLine}{{{endOfLine}}}{endOfLine}")!;
        bool endsLine = root.Members.LastOrDefault()?.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) == true;
        SyntaxTrivia[] before = endsLine ? [SyntaxFactory.EndOfLine(endOfLine)] : [SyntaxFactory.EndOfLine(endOfLine), SyntaxFactory.EndOfLine(endOfLine)];
        method = method.WithLeadingTrivia(method.GetLeadingTrivia().Skip(1));
        return root.AddMembers(part.AddMembers(method).WithLeadingTrivia(before));
    }
}
