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
        // Files that a tool wrote into the project can hold marked methods, too, and the generator skips the bad ones there all the same.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (KnownSymbols.For(start.Compilation) is { } known)
            {
                Register(start, known);
            }
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext context, KnownSymbols known);
}
