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
            || !(method.Name.StartsWith("Enter", StringComparison.Ordinal) || method.Name.StartsWith("TryEnter", StringComparison.Ordinal))
            || !IsLock(call.Instance?.Type ?? method.ContainingType, locks))
        {
            return;
        }

        if (FindOutput(call, symbols) is { } output)
        {
            CheckOutput(output);
        }
        else if (FindScope(call, symbols) is { } scope)
        {
            CheckScope(scope);
        }

        // gate.TryEnter(timeout, out var scope)
        void CheckOutput(IOperation output)
        {
            if (output is IDiscardOperation)
            {
                if (!IsLeftInFinally(call))
                {
                    Report(call, "and drops the scope that leaves it", "scope");
                }
            }
            else if (output is IDeclarationExpressionOperation { Expression: ILocalReferenceOperation { Local: var local } } && FindProblem(local, call.Root()) is { } problem)
            {
                Report(call, problem, local.Name);
            }
        }

        void CheckScope(IOperation scope)
        {
            if (scope.User() is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation })
            {
                if (!IsLeftInFinally(call))
                {
                    Report(scope, "and drops the scope that leaves it", NewScope(scope));
                }
            }
            else if (!scope.IsUsed() && (scope.DeclaredLocal() ?? MatchedLocal(scope)) is { } local && FindProblem(local, scope.Root()) is { } problem)
            {
                Report(scope, problem, NewScope(scope));
            }
        }

        string NewScope(IOperation scope) => scope.Syntax is AwaitExpressionSyntax ? $"await {NameOfLock(call)}.{method.Name}()" : $"{NameOfLock(call)}.{method.Name}()";

        void Report(IOperation scope, string problem, string used) =>
            context.ReportDiagnostic(Diagnostic.Create(
                UseRules.UnscopedLock,
                scope.Syntax.GetLocation(),
                $"{method.ContainingType.Name}.{method.Name}",
                problem,
                used));
    }

    private static bool IsLock(ITypeSymbol type, ImmutableHashSet<INamedTypeSymbol> locks)
    {
        for (INamedTypeSymbol? t = type as INamedTypeSymbol; t is not null; t = t.BaseType)
        {
            if (locks.Contains(t.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What takes the scope where it is an output: a variable, or a discard.</summary>
    private static IOperation? FindOutput(IInvocationOperation call, UseSymbols symbols) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter is { RefKind: RefKind.Out } parameter && IsScope(parameter.Type, symbols))?.Value.WithoutConversions();

    // if (gate.TryEnter(timeout) is { } scope)
    private static ILocalSymbol? MatchedLocal(IOperation scope) => scope.User() switch
    {
        IIsPatternOperation { Pattern: IRecursivePatternOperation { DeclaredSymbol: ILocalSymbol local } } => local,
        IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local } } => local,
        _ => null,
    };

    // What TryEnter gives may be no scope at all.
    private static bool IsScope(ITypeSymbol type, UseSymbols symbols)
    {
        ITypeSymbol scope = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] } ? inner : type;
        return symbols.IsDisposable(scope) || symbols.IsAsyncDisposable(scope) || (scope.IsRefLikeType && scope.GetMembers("Dispose").Any());
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

        return value.Type is { } type && IsScope(type, symbols) ? value : null;
    }

    // Null if the scope leaves the method, is disposed in a finally, or is what a using is about later.
    private static string? FindProblem(ILocalSymbol local, IOperation root)
    {
        // scope.Value of a Nullable<T> is the scope again.
        ILocalReferenceOperation[] references = [.. root.ReferencesTo(local)];
        if (local.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T && references.SelectMany(OwnedLocal.MembersUsed).Any(member => member.Name is "Value" or "GetValueOrDefault"))
        {
            return null;
        }

        if (OwnedLocal.IsAbandoned(local, root, IsDispose))
        {
            return "and never leaves it";
        }

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
