using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Use;

/// <summary>Tells which values are objects of the runtime that whoever makes them has to dispose.</summary>
internal static class OwnedObject
{
    /// <summary>Finds the object that an operation makes.</summary>
    /// <param name="operation">A creation, or a call of a method that makes and gives away an object.</param>
    /// <param name="symbols">The compilation's symbols.</param>
    /// <returns>The object's type and the operation whose value it is; null if there is none.</returns>
    public static (INamedTypeSymbol Type, IOperation Value)? FindMade(IOperation operation, UseSymbols symbols)
    {
        IOperation value = operation;
        if (operation is IInvocationOperation call)
        {
            // WorkerProcess.Start(…), and what later versions have of that kind: a static method of a type that gives an object of that type, or a task of one.
            if (!call.TargetMethod.IsStatic || !symbols.IsOfRuntime(call.TargetMethod))
            {
                return null;
            }

            if (symbols.IsTask(call.Type))
            {
                IOperation task = operation;
                while (task.User() is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured)
                {
                    task = configured;
                }

                if (task.User() is not IAwaitOperation awaited)
                {
                    return null;
                }

                value = awaited;
            }

            if (value.Type is not INamedTypeSymbol given
                || !(given.OriginalDefinition.Name == call.TargetMethod.ContainingType.Name || given.DerivesFrom(call.TargetMethod.ContainingType)))
            {
                return null;
            }
        }

        return value.Type is INamedTypeSymbol type && IsOwned(type, symbols) ? (type, value) : null;
    }

    /// <summary>The operation that makes the object that a value is, under what awaits or converts it.</summary>
    public static IOperation? FindMaking(IOperation value)
    {
        IOperation making = value.WithoutConversions();
        while (making is IAwaitOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: not null })
        {
            making = (making is IAwaitOperation awaited ? awaited.Operation : ((IInvocationOperation)making).Instance!).WithoutConversions();
        }

        return making is IObjectCreationOperation or IInvocationOperation ? making : null;
    }

    /// <summary>Whether a type is a worker process, which frees itself when it has ended.</summary>
    public static bool IsProcess(INamedTypeSymbol type, UseSymbols symbols) => type.Is(symbols.Known.WorkerProcess) || type.DerivesFrom(symbols.Known.WorkerProcess);

    /// <summary>Whether a type is a class of the runtime's namespace, or one derived from it, that can be disposed.</summary>
    public static bool IsOwned(ITypeSymbol type, UseSymbols symbols)
    {
        for (INamedTypeSymbol? t = type.TypeKind == TypeKind.Class ? type as INamedTypeSymbol : null; t is not null; t = t.BaseType)
        {
            if (symbols.IsOfRuntime(t) && t.ContainingType is null && t.ContainingNamespace is { Name: "ProcGen", ContainingNamespace.IsGlobalNamespace: true })
            {
                return symbols.IsAsyncDisposable(type) || symbols.IsDisposable(type);
            }
        }

        return false;
    }
}
