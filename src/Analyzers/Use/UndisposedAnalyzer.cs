using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Use;

/// <summary>Reports pools, processes and shared objects that a method makes, keeps to itself and never disposes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UndisposedAnalyzer : ProcGenAnalyzer
{
    // Members that end the object, or wait for its end.
    private static readonly ImmutableHashSet<string> s_ends = ["Dispose", "DisposeAsync", "Close", "CloseAsync", "CompleteAsync"];

    // A process that has ended frees what it held, so it is enough to wait for its end or to bring it about.
    private static readonly ImmutableHashSet<string> s_endsOfProcess = ["WaitForExit", "WaitForExitAsync", "Terminate", "Kill", "Completion", "Result", "IsDaemon", "Exited"];

    /// <summary>Makes the analyzer.</summary>
    public UndisposedAnalyzer() : base(UseRules.Undisposed) { }

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known)
    {
        var symbols = UseSymbols.For(known);
        context.RegisterOperationAction(operation => CheckLocal(operation, symbols), OperationKind.VariableDeclarator);
        context.RegisterOperationAction(operation => CheckDropped(operation, symbols), OperationKind.ObjectCreation, OperationKind.Invocation);
    }

    private static void CheckLocal(OperationAnalysisContext context, UseSymbols symbols)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        if (context.IsGeneratedCode
            || FindMaking(declarator, symbols) is not { } making
            || OwnedObject.FindMade(making, symbols) is not var (type, value)
            || value.IsUsed())
        {
            return;
        }

        bool isProcess = OwnedObject.IsProcess(type, symbols);
        if (OwnedLocal.IsAbandoned(declarator.Symbol, value.Root(), member => Ends(member, isProcess))
            && !(isProcess && (IsDaemonDecided(making) || IsNeverStarted(making, making.Root().ReferencesTo(declarator.Symbol).SelectMany(OwnedLocal.MembersUsed)))))
        {
            Report(context, symbols, type, $"'{declarator.Symbol.Name}' is", declarator.Symbol.Locations[0]);
        }
    }

    /// <summary>What makes the object of a local: its initial value, or the only one that is assigned to it, as in <c>ProcessPool pool; pool = new();</c>.</summary>
    private static IOperation? FindMaking(IVariableDeclaratorOperation declarator, UseSymbols symbols)
    {
        if (declarator.GetVariableInitializer()?.Value is { } initial && OwnedObject.FindMaking(initial) is { } making)
        {
            return making;
        }

        // A local of another type is not searched for assignments.
        if (!OwnedObject.IsOwned(declarator.Symbol.Type, symbols) || declarator.Symbol.RefKind != RefKind.None)
        {
            return null;
        }

        ISimpleAssignmentOperation[] assignments =
        [
            .. declarator.Root().ReferencesTo(declarator.Symbol).Select(reference => reference.Parent).OfType<ISimpleAssignmentOperation>()
                .Where(assignment => assignment.Target is ILocalReferenceOperation target && SymbolEqualityComparer.Default.Equals(target.Local, declarator.Symbol)),
        ];
        ISimpleAssignmentOperation[] objects = [.. assignments.Where(assignment => assignment.Value.WithoutConversions().ConstantValue is not { HasValue: true, Value: null })];
        return objects is [{ Parent: IExpressionStatementOperation } only] ? OwnedObject.FindMaking(only.Value) : null;
    }

    private static void CheckDropped(OperationAnalysisContext context, UseSymbols symbols)
    {
        if (!context.IsGeneratedCode
            && OwnedObject.FindMade(context.Operation, symbols) is var (type, value)
            && IsLost(value, OwnedObject.IsProcess(type, symbols)))
        {
            Report(context, symbols, type, "This is", value.Syntax.GetLocation());
        }
    }

    private static void Report(OperationAnalysisContext context, UseSymbols symbols, INamedTypeSymbol type, string subject, Location place) =>
        context.ReportDiagnostic(Diagnostic.Create(
            UseRules.Undisposed,
            place,
            subject,
            type.Name,
            OwnedObject.IsProcess(type, symbols) ? "its process may run on when nobody needs it any more"
                : type.Is(symbols.Pool) ? "its worker processes stay until this process ends"
                : "what it shares stays until this process ends",
            symbols.IsAsyncDisposable(type) ? "await using" : "using"));

    // Nothing at all is done with it, or only a member is used that does not end it. A discard says that this is meant.
    private static bool IsLost(IOperation value, bool isProcess)
    {
        IReadOnlyList<ISymbol> members = [.. OwnedLocal.MembersUsed(value)];
        return (members.Count != 0 || value.User() is IExpressionStatementOperation)
            && !members.Any(member => Ends(member, isProcess))
            && !(isProcess && (IsDaemonDecided(value) || IsNeverStarted(value.WithoutConversions(), members)));
    }

    private static bool Ends(ISymbol member, bool isProcess) => s_ends.Contains(member.Name) || (isProcess && s_endsOfProcess.Contains(member.Name));

    // A process that is not started has nothing to free.
    private static bool IsNeverStarted(IOperation making, IEnumerable<ISymbol> membersUsed) => making is IObjectCreationOperation && membersUsed.All(member => member.Name != "Start");

    // Where IsDaemon is set, somebody has decided how the process ends: with this one, or when Main has waited for it. Options from elsewhere may have it set.
    private static bool IsDaemonDecided(IOperation making) => making.DescendantsAndSelf().Any(operation => operation switch
    {
        IPropertyReferenceOperation { Property.Name: "IsDaemon" } => true,
        IArgumentOperation { Parameter.Type.Name: "WorkerProcessOptions", ArgumentKind: ArgumentKind.Explicit, Value: var options } =>
            options.WithoutConversions() is not (IObjectCreationOperation or { ConstantValue: { HasValue: true, Value: null } }) and not IDefaultValueOperation,
        _ => false,
    });
}
