using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Bodies.Facts;

/// <summary>Finds where something static is locked that only the threads of this process share.</summary>
internal static class LockUses
{
    private static readonly ImmutableHashSet<string> s_readerWriterMethods = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "EnterReadLock", "EnterWriteLock", "EnterUpgradeableReadLock", "TryEnterReadLock", "TryEnterWriteLock", "TryEnterUpgradeableReadLock");

    public static LockUse? Of(IOperation operation, IAssemblySymbol assembly) => operation switch
    {
        ILockOperation statement when StaticOf(statement.LockedValue, assembly) is { } locked => Make(locked, "lock", statement.LockedValue, statement.Body),
        IInvocationOperation call when LockedBy(call) is var (kind, value) && StaticOf(value, assembly) is { } locked => Make(locked, kind, call, ScopeOf(call)),
        _ => null,
    };

    private static (string Kind, IOperation Value)? LockedBy(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        return method.IsMethodOf("System.Threading", "Monitor", "Enter", "TryEnter") ? ("Monitor", call.Arguments[0].Value)
            : call.Instance is not { } instance ? null
            : method.IsMethodOf("System.Threading", "SemaphoreSlim", "Wait", "WaitAsync") ? ("SemaphoreSlim", instance)
            : method.IsMethodOf("System.Threading", "Lock", "Enter", "EnterScope", "TryEnter") ? ("Lock", instance)
            : method.ContainingType.IsNamed("System.Threading", "ReaderWriterLockSlim") && s_readerWriterMethods.Contains(method.Name) ? ("ReaderWriterLockSlim", instance)
            : method.IsMethodOf("System.Threading", "SpinLock", "Enter", "TryEnter") ? ("SpinLock", instance)
            : null;
    }

    private static ISymbol? StaticOf(IOperation value, IAssemblySymbol assembly)
    {
        while (value is IConversionOperation { OperatorMethod: null } conversion)
        {
            value = conversion.Operand;
        }

        return value switch
        {
            IMemberReferenceOperation member => Sources.StaticStateOf(member.Member, assembly),
            ITypeOfOperation { TypeOperand: INamedTypeSymbol type } => type.OriginalDefinition,
            _ => null,
        };
    }

    // What is entered by a call is left by another one, wherever that is: the body counts, in which both will be.
    private static IOperation ScopeOf(IOperation operation)
    {
        while (operation.Parent is not null)
        {
            operation = operation.Parent;
        }

        return operation;
    }

    private static LockUse Make(ISymbol locked, string kind, IOperation place, IOperation scope)
    {
        IMethodSymbol[] called =
        [
            .. scope.DescendantsAndSelf().Select(operation => (operation as IInvocationOperation)?.TargetMethod ?? (operation as IObjectCreationOperation)?.Constructor).OfType<IMethodSymbol>(),
        ];
        return new(
            locked,
            kind,
            place.Syntax.GetLocation(),
            scope.Syntax.GetLocation(),
            IsForInitialization: LazyInitialization.IsAllOf(scope),
            ReachesOutside: called.Any(method => IsOutside(method.ContainingType)),
            TouchesConsole: called.Any(method => method.ContainingType.IsNamed("System", "Console")));
    }

    private static bool IsOutside(INamedTypeSymbol type)
    {
        INamespaceSymbol place = type.ContainingNamespace;
        return place.IsNamed("System.IO") ? type.Name is not ("Path" or "MemoryStream" or "StringReader" or "StringWriter" or "BinaryReader" or "TextReader" or "TextWriter" or "Stream")
            : place.IsNamed("System.Net.Http") || place.IsNamed("System.Net.Sockets") || place.IsNamed("System.Data.Common") || place.IsNamed("Microsoft.Win32")
                || type.IsNamed("System.Diagnostics", "Process");
    }
}
