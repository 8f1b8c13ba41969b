using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Project;

/// <summary>
/// An application without startup hooks (trimmed or NativeAOT) enters its workers through a line in <c>Main</c>. Without that line a worker would run
/// the application once more; the runtime stops it, and this rule says so before.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WorkerLineAnalyzer : ProcGenAnalyzer
{
    /// <summary>Makes the analyzer.</summary>
    public WorkerLineAnalyzer() : base(ProjectRules.WorkerLineMissing) { }

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known)
    {
        if (DisablesStartupHooks(context.Options.AnalyzerConfigOptionsProvider.GlobalOptions) is not { } setting
            || context.Compilation.GetEntryPoint(context.CancellationToken) is not { } entryPoint)
        {
            return;
        }

        INamedTypeSymbol? worker = known.RunInProcessAttribute.ContainingAssembly.GetTypeByMetadataName("ProcGen.ProcGenWorker");
        context.RegisterOperationBlockAction(block =>
        {
            if (SymbolEqualityComparer.Default.Equals(block.OwningSymbol, entryPoint) && !new WorkerEntry(worker, block.Compilation, block.CancellationToken).IsReached(block.OperationBlocks))
            {
                block.ReportDiagnostic(Diagnostic.Create(ProjectRules.WorkerLineMissing, PlaceOf(entryPoint, block.CancellationToken), setting));
            }
        });
    }

    // The SDK turns startup hooks off for these two, unless the project says otherwise.
    private static string? DisablesStartupHooks(AnalyzerConfigOptions options)
    {
        if (IsTrue(options, "PublishAot"))
        {
            return "PublishAot";
        }

        return options.TryGetValue("build_property.StartupHookSupport", out string? support) && support.Length != 0
            ? string.Equals(support, "false", StringComparison.OrdinalIgnoreCase) ? "StartupHookSupport=false" : null
            : IsTrue(options, "PublishTrimmed") ? "PublishTrimmed" : null;
    }

    private static bool IsTrue(AnalyzerConfigOptions options, string property) =>
        options.TryGetValue("build_property." + property, out string? value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    // Top-level statements have no name to point at: their first statement is the place where the line goes.
    private static Location PlaceOf(IMethodSymbol entryPoint, CancellationToken cancellationToken) =>
        entryPoint.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is CompilationUnitSyntax unit
            ? unit.Members.OfType<GlobalStatementSyntax>().First().Statement.GetLocation()
            : entryPoint.Locations[0];
}
