using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Corpus.Marking;

/// <summary>
/// Marks every method of every type, and makes the types partial, so that the rules meet code that was not written for them. Also methods that no stub can have
/// are marked: that the generator leaves them out and an analyzer says why is what is checked. Lines stay where they are.
/// </summary>
internal sealed class MarkEverything : CSharpSyntaxRewriter
{
    private static readonly AttributeListSyntax s_attribute =
        CSharpSyntaxTree.ParseText("[global::ProcGen.RunInProcess] class C;").GetRoot().DescendantNodes().OfType<AttributeListSyntax>().Single();

    public int Methods { get; private set; }

    public static CSharpCompilation Of(CSharpCompilation compilation, out int methods)
    {
        var rewriter = new MarkEverything();
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(rewriter.Visit(tree.GetRoot()), tree.Options));
        }

        methods = rewriter.Methods;
        return compilation;
    }

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        // Both parts of a partial method would be marked, which the language forbids; bodies hold nothing to mark.
        if (node.Modifiers.Any(SyntaxKind.PartialKeyword) || node.AttributeLists.ToString().Contains("RunInProcess", StringComparison.Ordinal))
        {
            return node;
        }

        Methods++;
        MethodDeclarationSyntax bare = node.WithLeadingTrivia();
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, s_attribute)).WithLeadingTrivia(node.GetLeadingTrivia());
    }

    public override SyntaxNode? VisitClassDeclaration(ClassDeclarationSyntax node) => MakePartial((TypeDeclarationSyntax)base.VisitClassDeclaration(node)!);

    public override SyntaxNode? VisitStructDeclaration(StructDeclarationSyntax node) => MakePartial((TypeDeclarationSyntax)base.VisitStructDeclaration(node)!);

    public override SyntaxNode? VisitRecordDeclaration(RecordDeclarationSyntax node) => MakePartial((TypeDeclarationSyntax)base.VisitRecordDeclaration(node)!);

    public override SyntaxNode? VisitInterfaceDeclaration(InterfaceDeclarationSyntax node) => MakePartial((TypeDeclarationSyntax)base.VisitInterfaceDeclaration(node)!);

    private static TypeDeclarationSyntax MakePartial(TypeDeclarationSyntax type)
    {
        if (type.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return type;
        }

        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        return type.Modifiers.Count != 0
            ? type.WithModifiers(type.Modifiers.Add(partial))
            : type.WithKeyword(type.Keyword.WithLeadingTrivia()).WithModifiers(SyntaxFactory.TokenList(partial.WithLeadingTrivia(type.Keyword.LeadingTrivia)));
    }
}
