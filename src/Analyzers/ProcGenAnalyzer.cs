using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Shared;

namespace ProcGen.Analyzers;

/// <summary>
/// The base of all analyzers here: it settles once what each of them would have to repeat, and does nothing at all in a compilation that does not
/// refer to the runtime.
/// </summary>
public abstract class ProcGenAnalyzer : DiagnosticAnalyzer
{
    private protected ProcGenAnalyzer(params DiagnosticDescriptor[] rules) => SupportedDiagnostics = ImmutableArray.Create(rules);

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(LooksAtGeneratedCode ? GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics : GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (KnownSymbols.For(start.Compilation) is { } known)
            {
                Register(start, known);
            }
        });
    }

    /// <summary>
    /// Whether it is shown what tools have written. Analyzers of declarations are: such files can hold marked methods, too, and the generator skips the bad ones there all the same. Those of
    /// code are not: for a single one of them the compiler would bind all generated bodies a second time, ours included, and nobody could mend what it finds.
    /// </summary>
    private protected virtual bool LooksAtGeneratedCode => false;

    private protected abstract void Register(CompilationStartAnalysisContext context, KnownSymbols known);
}
