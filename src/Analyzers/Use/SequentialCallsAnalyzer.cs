using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Use;

/// <summary>Reports calls that are stored first and then awaited one after the other, as one does with tasks, which would run at the same time.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SequentialCallsAnalyzer : ProcGenAnalyzer
{
    /// <summary>Makes the analyzer.</summary>
    public SequentialCallsAnalyzer() : base(UseRules.SequentialCalls) { }

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known)
    {
        var symbols = UseSymbols.For(known);
        context.RegisterOperationAction(operation => Check(operation, symbols), OperationKind.Block);
    }

    private static void Check(OperationAnalysisContext context, UseSymbols symbols)
    {
        var block = (IBlockOperation)context.Operation;
        if (context.IsGeneratedCode || FindStored(block, symbols) is not { Count: > 1 } stored)
        {
            return;
        }

        // The calls in the order of their awaits; a group ends where the method might be left or might wait for something else.
        var awaits = new HashSet<IOperation>(stored.Select(c => c.Await));
        var group = new List<StoredCall>();
        foreach (StoredCall call in stored.OrderBy(c => c.AwaitStatement).ThenBy(c => c.Await.Syntax.SpanStart))
        {
            if (group.Count > 0 && (call.Declaration > group[0].AwaitStatement || MayLeaveBetween(block, group[group.Count - 1], call, awaits)))
            {
                Report(group);
                group.Clear();
            }

            group.Add(call);
        }

        Report(group);

        void Report(List<StoredCall> calls)
        {
            if (calls.Count > 1)
            {
                ILocalSymbol[] locals = [.. calls.OrderBy(c => c.Declaration).ThenBy(c => c.Local.Locations[0].SourceSpan.Start).Select(c => c.Local)];
                string names = string.Join(", ", locals.Take(locals.Length - 1).Select(l => $"'{l.Name}'")) + $" and '{locals[locals.Length - 1].Name}'";
                context.ReportDiagnostic(Diagnostic.Create(UseRules.SequentialCalls, locals[0].Locations[0], locals.Skip(1).Select(l => l.Locations[0]), names));
            }
        }
    }

    // The locals of a block that hold a call and do nothing else with it than await it once, in the same block and on every way through it.
    private static List<StoredCall>? FindStored(IBlockOperation block, UseSymbols symbols)
    {
        List<StoredCall>? stored = null;
        for (int i = 0; i < block.Operations.Length; i++)
        {
            if (block.Operations[i] is not IVariableDeclarationGroupOperation group)
            {
                continue;
            }

            foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(declaration => declaration.Declarators))
            {
                if (declarator.GetVariableInitializer()?.Value is { } value
                    && IsCall(value, symbols)
                    && FindOnlyAwait(declarator.Symbol, block, i, symbols) is var (statement, awaited))
                {
                    (stored ??= []).Add(new(declarator.Symbol, i, statement, awaited));
                }
            }
        }

        return stored;
    }

    private static bool IsCall(IOperation value, UseSymbols symbols) =>
        symbols.IsBound(value.Type) || (symbols.IsInvocation(value.Type) && !symbols.IsStream(value.Type) && value.Type!.GetMembers("Start").Any());

    private static (int Statement, IOperation Await)? FindOnlyAwait(ILocalSymbol local, IBlockOperation block, int declaration, UseSymbols symbols)
    {
        (int Statement, IOperation Await)? found = null;
        for (int i = declaration; i < block.Operations.Length; i++)
        {
            foreach (ILocalReferenceOperation reference in block.Operations[i].ReferencesTo(local))
            {
                if (found is not null || FindAwait(reference) is not { } awaited || !AlwaysRuns(awaited, block.Operations[i]))
                {
                    return null;
                }

                found = (i, awaited);
            }
        }

        return found;

        IOperation? FindAwait(IOperation reference)
        {
            IOperation operand = reference;
            while (operand.User() is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured && symbols.IsDescription(operand.Type))
            {
                operand = configured;
            }

            return operand.User() as IAwaitOperation;
        }
    }

    // Whether an operation is reached whenever its statement is.
    private static bool AlwaysRuns(IOperation operation, IOperation statement)
    {
        for (IOperation child = operation; child != statement; child = child.Parent!)
        {
            switch (child.Parent)
            {
                case null:
                case ILoopOperation or ITryOperation or ILockOperation or ISwitchOperation or ISwitchExpressionOperation or ICoalesceOperation or ICoalesceAssignmentOperation
                    or IConditionalAccessOperation or IAnonymousFunctionOperation or ILocalFunctionOperation or IUsingOperation or IBlockOperation:
                case IConditionalOperation conditional when conditional.Condition != child:
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } binary when binary.LeftOperand != child:
                    return false;
            }
        }

        return true;
    }

    // After a way out, or after something else was awaited, the second call may be meant to run only then.
    private static bool MayLeaveBetween(IBlockOperation block, StoredCall first, StoredCall second, ICollection<IOperation> awaits)
    {
        for (int i = first.AwaitStatement; i <= second.AwaitStatement; i++)
        {
            foreach (IOperation operation in block.Operations[i].DescendantsAndSelf())
            {
                bool leaves = operation is IReturnOperation or IThrowOperation or IBranchOperation && !operation.Descendants().Contains(second.Await);
                if (leaves || (operation is IAwaitOperation && !awaits.Contains(operation)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A local that holds a call, and where in its block it is declared and awaited.</summary>
    private sealed record StoredCall(ILocalSymbol Local, int Declaration, int AwaitStatement, IOperation Await);
}
