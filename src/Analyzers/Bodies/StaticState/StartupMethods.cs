using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Bodies.StaticState;

/// <summary>
/// Whether a compilation may have methods that set workers up. Before all bodies are known the rules have to be careful if there may be some. It asks the text, once for
/// each version of a file, because binding all attributes would cost more than the rules themselves.
/// </summary>
internal static class StartupMethods
{
    private static readonly string[] s_names = ["WorkerStartup", "WorkerState", "ModuleInitializer"];
    private static readonly ConditionalWeakTable<SyntaxTree, object> s_mentions = new();

    public static bool MayExist(Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((bool)s_mentions.GetValue(tree, static t => Mentions(t)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Those that a tool has written, which no analyzer is shown unless the compiler binds all that tools write.</summary>
    public static IEnumerable<IMethodSymbol> InGeneratedCode(KnownSymbols known, CancellationToken cancellationToken)
    {
        foreach (SyntaxTree tree in known.Compilation.SyntaxTrees)
        {
            if (!(bool)s_mentions.GetValue(tree, static t => Mentions(t)) || !GeneratedCode.Is(tree, known.Compilation, cancellationToken))
            {
                continue;
            }

#pragma warning disable RS1030 // The attributes of the few such files are all that is asked.
            SemanticModel model = known.Compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
            foreach (SyntaxNode declaration in AttributesIn(tree).Select(static attribute => attribute.Parent?.Parent).OfType<MethodDeclarationSyntax>())
            {
                if (model.GetDeclaredSymbol(declaration, cancellationToken) is IMethodSymbol method && BodyIndex.OwnerOf(method) is IMethodSymbol owner && BodyIndex.IsStartup(owner, known))
                {
                    yield return owner;
                }
            }
        }
    }

    // A comment may speak of them, too; only the few files that do are looked at more closely.
    private static bool Mentions(SyntaxTree tree)
    {
        string text = tree.GetText().ToString();
        return s_names.Any(name => text.IndexOf(name, StringComparison.Ordinal) >= 0) && AttributesIn(tree).Any();
    }

    private static IEnumerable<AttributeSyntax> AttributesIn(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes(node => node is not (StatementSyntax or ExpressionSyntax)).OfType<AttributeSyntax>()
            .Where(attribute => s_names.Any(name => attribute.Name.ToString().IndexOf(name, StringComparison.Ordinal) >= 0));
}
