using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Use;

/// <summary>Takes the compiler's CS4014 away where PROCGEN040 says the same more precisely, and only there.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnawaitedCallSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor s_suppression = new("PROCGENS040", "CS4014", Strings.Justification("PROCGENS040"));

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = [s_suppression];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        if (KnownSymbols.For(context.Compilation) is not { } known)
        {
            return;
        }

        var symbols = UseSymbols.For(known);
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is { } tree && IsReported(tree, diagnostic.Location.SourceSpan, context, symbols))
            {
                context.ReportSuppression(Suppression.Create(s_suppression, diagnostic));
            }
        }
    }

    private static bool IsReported(SyntaxTree tree, Microsoft.CodeAnalysis.Text.TextSpan span, SuppressionAnalysisContext context, UseSymbols symbols)
    {
        SyntaxNode root = tree.GetRoot(context.CancellationToken);
        return root.FindNode(span, getInnermostNodeForTie: true) is ExpressionSyntax expression
            && context.GetSemanticModel(tree).GetOperation(expression, context.CancellationToken) is { } value
            && UnlaunchedCall.FindLoss(value, symbols) is { } loss
            && UnlaunchedCall.IsDropped(value, loss.Kind)
            && !RuleState.IsOff(Rules.UseRules.UnlaunchedCall.Id, tree, span.Start, context.Compilation, context.CancellationToken);
    }
}
