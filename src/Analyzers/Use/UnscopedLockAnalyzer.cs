using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Use;

/// <summary>Reports locks between processes that are entered in a way in which an exception would keep them held.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnscopedLockAnalyzer : ProcGenAnalyzer
{
    private static readonly ImmutableArray<string> s_locks = ["ProcGen.ProcessLock", "ProcGen.ReentrantProcessLock", "ProcGen.ProcessSemaphore", "ProcGen.ProcessRWLock"];

    /// <summary>Makes the analyzer.</summary>
    public UnscopedLockAnalyzer() : base(UseRules.UnscopedLock) { }

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known)
    {
        ImmutableHashSet<INamedTypeSymbol> locks = s_locks.Select(name => known.Compilation.GetBestTypeByMetadataName(name)).OfType<INamedTypeSymbol>()
            .ToImmutableHashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        if (!locks.IsEmpty)
        {
            var symbols = UseSymbols.For(known);
            context.RegisterOperationAction(operation => Check(operation, locks, symbols), OperationKind.Invocation);
        }
    }

    private static void Check(OperationAnalysisContext context, ImmutableHashSet<INamedTypeSymbol> locks, UseSymbols symbols)
    {
        var call = (IInvocationOperation)context.Operation;
        IMethodSymbol method = call.TargetMethod;
        if (context.IsGeneratedCode
            || !method.Name.StartsWith("Enter", StringComparison.Ordinal)
            || !locks.Contains(method.ContainingType.OriginalDefinition)
            || FindScope(call, symbols) is not { } scope)
        {
            return;
        }

        if (scope.User() is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation })
        {
            if (!IsLeftInFinally(call))
            {
                Report("and drops the scope that leaves it");
            }
        }
        else if (!scope.IsUsed() && scope.DeclaredLocal() is { } local && FindProblem(local, scope.Root()) is { } problem)
        {
            Report(problem);
        }

        void Report(string problem) =>
            context.ReportDiagnostic(Diagnostic.Create(
                UseRules.UnscopedLock,
                scope.Syntax.GetLocation(),
                $"{method.ContainingType.Name}.{method.Name}",
                problem,
                scope.Syntax is AwaitExpressionSyntax ? $"await {NameOfLock(call)}.{method.Name}()" : $"{NameOfLock(call)}.{method.Name}()"));
    }

    // The value by which the lock is left: what the method returns, awaited where it is a task.
    private static IOperation? FindScope(IInvocationOperation call, UseSymbols symbols)
    {
        IOperation value = call;
        if (symbols.IsTask(call.Type))
        {
            while (value.User() is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured && configured.Instance?.WithoutConversions() == value)
            {
                value = configured;
            }

            switch (value.User())
            {
                case IAwaitOperation awaited:
                    value = awaited;
                    break;
                case IExpressionStatementOperation:
                    return value;
                default:
                    return null;
            }
        }

        return value.Type is { } type && (symbols.IsDisposable(type) || symbols.IsAsyncDisposable(type) || (type.IsRefLikeType && type.GetMembers("Dispose").Any())) ? value : null;
    }

    // Null if the scope leaves the method, is disposed in a finally, or is what a using is about later.
    private static string? FindProblem(ILocalSymbol local, IOperation root)
    {
        if (OwnedLocal.IsAbandoned(local, root, IsDispose))
        {
            return "and never leaves it";
        }

        ILocalReferenceOperation[] references = [.. root.ReferencesTo(local)];
        bool onlyMembers = references.All(reference =>
            OwnedLocal.MembersUsed(reference).Any() && SymbolEqualityComparer.Default.Equals(reference.NestedFunction(), OwnedLocal.DeclaringFunction(local)));
        return onlyMembers && !references.Any(reference => OwnedLocal.MembersUsed(reference).Any(IsDispose) && (IsInFinally(reference) || IsInCatch(reference)))
            ? "and leaves it only if nothing throws in between"
            : null;
    }

    // A finally that leaves the same lock in another way than by its scope.
    private static bool IsLeftInFinally(IInvocationOperation enter) =>
        enter.Instance is { } gate && enter.Root().Descendants().OfType<IInvocationOperation>().Any(call =>
            IsDispose(call.TargetMethod) && call.Instance is { } other && SameObject.Is(gate, other) && IsInFinally(call));

    private static bool IsDispose(ISymbol member) => member.Name is "Dispose" or "DisposeAsync" or "Exit" or "Release";

    private static bool IsInFinally(IOperation operation)
    {
        for (IOperation child = operation; child.Parent is { } parent; child = parent)
        {
            if (parent is ITryOperation attempt && attempt.Finally == child)
            {
                return true;
            }
        }

        return false;
    }

    // Left in a catch and behind it: by hand, but left.
    private static bool IsInCatch(IOperation operation)
    {
        for (IOperation? o = operation.Parent; o is not null; o = o.Parent)
        {
            if (o is ICatchClauseOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static string NameOfLock(IInvocationOperation call) => call.Instance?.Syntax.ToString() is { Length: > 0 and < 60 } text ? text : call.TargetMethod.ContainingType.Name;
}
