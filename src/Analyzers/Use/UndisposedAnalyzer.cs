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
            || declarator.GetVariableInitializer()?.Value is not { } initial
            || OwnedObject.FindMaking(initial) is not { } making
            || OwnedObject.FindMade(making, symbols) is not var (type, value)
            || value.IsUsed())
        {
            return;
        }

        bool isProcess = OwnedObject.IsProcess(type, symbols);
        if (OwnedLocal.IsAbandoned(declarator.Symbol, value.Root(), member => s_ends.Contains(member.Name) || (isProcess && s_endsOfProcess.Contains(member.Name)))
            && !(isProcess && IsMeantToRunOn(making, declarator.Symbol)))
        {
            Report(context, symbols, type, $"'{declarator.Symbol.Name}' is", declarator.Symbol.Locations[0]);
        }
    }

    private static void CheckDropped(OperationAnalysisContext context, UseSymbols symbols)
    {
        if (!context.IsGeneratedCode
            && OwnedObject.FindMade(context.Operation, symbols) is var (type, value)
            && !OwnedObject.IsProcess(type, symbols)
            && IsLost(value))
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

    // Only its own member is called, or nothing at all is done with it.
    private static bool IsLost(IOperation value) => value.User() switch
    {
        IExpressionStatementOperation => true,
        IInvocationOperation call when call.Instance?.WithoutConversions() == value => !s_ends.Contains(call.TargetMethod.Name),
        _ => false,
    };

    // A process that is not started has nothing to free; one that is no daemon is waited for when Main has returned.
    private static bool IsMeantToRunOn(IOperation making, ILocalSymbol local) =>
        making.Descendants().OfType<IPropertyReferenceOperation>().Any(property => property.Property.Name == "IsDaemon")
        || (making is IObjectCreationOperation && !making.Root().ReferencesTo(local).SelectMany(OwnedLocal.MembersUsed).Any(member => member.Name == "Start"));
}
