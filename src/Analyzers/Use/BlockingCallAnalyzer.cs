using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Use;

/// <summary>Reports async methods that wait for a call, or for a process, by blocking their thread.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingCallAnalyzer : ProcGenAnalyzer
{
    /// <summary>Makes the analyzer.</summary>
    public BlockingCallAnalyzer() : base(UseRules.BlockingCall) { }

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known)
    {
        var symbols = UseSymbols.For(known);
        context.RegisterOperationAction(operation => Check(operation, symbols), OperationKind.Invocation, OperationKind.PropertyReference);
    }

    private static void Check(OperationAnalysisContext context, UseSymbols symbols)
    {
        if (context.IsGeneratedCode
            || FindBlocking(context.Operation, symbols) is not var (blocking, awaited)
            || context.Operation.Function(context.ContainingSymbol) is not { IsAsync: true }
            || context.Operation.IsWhereAwaitIsForbidden()
            || context.Operation.IsInExpressionTree(symbols.ExpressionOfT))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(UseRules.BlockingCall, context.Operation.Syntax.GetLocation(), blocking, awaited));
    }

    // What blocks, and what it waits for.
    private static (string Blocking, string Awaited)? FindBlocking(IOperation operation, UseSymbols symbols) => operation switch
    {
        IPropertyReferenceOperation { Property: { Name: "Result", ContainingType: { } type }, Instance: { } task }
            when (type.Is(symbols.Known.TaskOfT) || type.Is(symbols.Known.ValueTaskOfT)) && FindSource(task, symbols) is { } source => ($"{type.Name}.Result", Quote(source)),
        IInvocationOperation { TargetMethod: { Name: "Wait", ContainingType: { } type }, Instance: { } task }
            when type.Is(symbols.Known.Task) && FindSource(task, symbols) is { } source => ("Task.Wait", Quote(source)),
        IInvocationOperation { TargetMethod.Name: "GetResult", Instance: IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } task } }
            when FindSource(task, symbols) is { } source => ("GetAwaiter().GetResult()", Quote(source)),
        IInvocationOperation { TargetMethod: { Name: "WaitAll" or "WaitAny", IsStatic: true, ContainingType: { } type } method } call
            when type.Is(symbols.Known.Task) && FindSourceAmong(call, symbols) is { } source => ($"Task.{method.Name}", Quote(source)),
        IInvocationOperation { TargetMethod: { Name: "Run", IsStatic: false } method, Arguments: [{ Value: var launched }, ..] } when method.ContainingType.Is(symbols.Pool) =>
            ("ProcessPool.Run", launched.WithoutConversions() is IInvocationOperation stub ? Quote(stub.TargetMethod) : "the call"),

        // With a time limit there is no other form of it that one could await.
        IInvocationOperation { TargetMethod: { Name: "WaitForExit", IsStatic: false, Parameters.IsEmpty: true } method } when method.ContainingType.Is(symbols.Known.WorkerProcess) => ("WorkerProcess.WaitForExit", "the process"),
        _ => null,
    };

    private static string Quote(ISymbol member) => $"'{UseSymbols.NameOf(member)}'";

    // The member of the runtime that a task comes from, or the call that it is the future of.
    private static ISymbol? FindSource(IOperation task, UseSymbols symbols)
    {
        switch (task.WithoutConversions())
        {
            case IInvocationOperation { TargetMethod: { Name: "ConfigureAwait" or "AsTask" or "WaitAsync" } method, Instance: { } instance }
                when symbols.IsTask(instance.Type) || symbols.IsDescription(instance.Type):
                return symbols.IsDescription(instance.Type) ? SourceOf(instance, method) : FindSource(instance, symbols);
            case IInvocationOperation call when symbols.IsTask(call.Type) && (symbols.IsOfRuntime(call.TargetMethod) || symbols.IsExecutorMethod(call.TargetMethod)):
                return call.TargetMethod;
            case IPropertyReferenceOperation property when symbols.IsTask(property.Type) && symbols.IsOfRuntime(property.Property):
                return property.Property;
            case ILocalReferenceOperation local:
                return FindSourceOfLocal(local, symbols);
            case { } value when symbols.IsDescription(value.Type):
                return SourceOf(value, value.Type!.GetMembers("GetAwaiter").FirstOrDefault());
            default:
                return null;
        }
    }

    private static ISymbol? SourceOf(IOperation call, ISymbol? otherwise) => call.WithoutConversions() is IInvocationOperation stub ? stub.TargetMethod : otherwise;

    // A task in a local may have ended by the time it is asked for its result: only one that nothing else looks at has surely been waited for by nobody.
    private static ISymbol? FindSourceOfLocal(ILocalReferenceOperation reference, UseSymbols symbols)
    {
        IOperation root = reference.Root();
        IOperation? value = root.Descendants().OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, reference.Local))?.GetVariableInitializer()?.Value;
        if (symbols.IsDescription(reference.Type))
        {
            return value is null ? reference.Type!.GetMembers("GetAwaiter").FirstOrDefault() : SourceOf(value, reference.Type!.GetMembers("GetAwaiter").FirstOrDefault());
        }

        return value is not null && value.WithoutConversions() is not ILocalReferenceOperation && root.ReferencesTo(reference.Local).Take(2).Count() == 1 ? FindSource(value, symbols) : null;
    }

    private static ISymbol? FindSourceAmong(IInvocationOperation call, UseSymbols symbols)
    {
        IEnumerable<IOperation> values = call.Arguments[0].Value.WithoutConversions() is IArrayCreationOperation { Initializer: { } elements } ? elements.ElementValues
            : call.Arguments[0].Value.WithoutConversions() is ICollectionExpressionOperation collection ? collection.Elements
            : [];
        foreach (IOperation value in values)
        {
            if (value.WithoutConversions() is not ILocalReferenceOperation && FindSource(value, symbols) is { } source)
            {
                return source;
            }
        }

        return null;
    }
}
