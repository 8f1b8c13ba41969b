using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Analyzers.Use;

/// <summary>Whether the user has turned a rule off for a place.</summary>
internal static class RuleState
{
    /// <summary>Whether a rule is off by <c>.editorconfig</c>, by an option of the compiler or by a pragma.</summary>
    public static bool IsOff(string ruleId, SyntaxTree tree, int position, Compilation compilation, CancellationToken cancellationToken)
    {
        if (compilation.Options.SyntaxTreeOptionsProvider is { } options
            && (options.TryGetDiagnosticValue(tree, ruleId, cancellationToken, out ReportDiagnostic configured) || options.TryGetGlobalDiagnosticValue(ruleId, cancellationToken, out configured))
            && configured == ReportDiagnostic.Suppress)
        {
            return true;
        }

        return (compilation.Options.SpecificDiagnosticOptions.TryGetValue(ruleId, out ReportDiagnostic specific) && specific == ReportDiagnostic.Suppress)
            || IsOffByPragma(ruleId, tree.GetRoot(cancellationToken), position);
    }

    private static bool IsOffByPragma(string ruleId, SyntaxNode root, int position)
    {
        bool off = false;
        for (DirectiveTriviaSyntax? directive = root.GetFirstDirective(); directive is not null && directive.SpanStart < position; directive = directive.GetNextDirective())
        {
            if (directive is PragmaWarningDirectiveTriviaSyntax { IsActive: true } pragma
                && (pragma.ErrorCodes.Count == 0 || pragma.ErrorCodes.Any(code => code is IdentifierNameSyntax name && name.Identifier.ValueText == ruleId)))
            {
                off = pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword);
            }
        }

        return off;
    }
}
