using Microsoft.CodeAnalysis;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.MarkedMethods;

/// <summary>Finds subclasses of WorkerProcess that have nothing to run. The generator has no use for them, so it never sees them.</summary>
internal static class WorkerProcessBody
{
    /// <summary>Why a process of this class could not run, as a clause; null if it can or if it is no such class.</summary>
    public static string? FindProblem(INamedTypeSymbol type, KnownSymbols known)
    {
        // The runtime's own subclasses run a call that they are given.
        if (type.TypeKind != TypeKind.Class || type.IsAbstract || !type.DerivesFrom(known.WorkerProcess)
            || SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, known.RunInProcessAttribute.ContainingAssembly))
        {
            return null;
        }

        string? unmarked = null;
        for (INamedTypeSymbol? t = type; t is not null && !SymbolEqualityComparer.Default.Equals(t, known.WorkerProcess); t = t.BaseType)
        {
            foreach (IMethodSymbol method in t.GetMembers().OfType<IMethodSymbol>().Where(m => m.IsOverride && MethodRules.GetRole(m, known) == MethodRole.ProcessBody))
            {
                if (method.HasAttribute(known.RunInProcessAttribute))
                {
                    return null;
                }

                unmarked ??= method.Name;
            }
        }

        return unmarked is null ? "it overrides neither Run nor RunAsync" : $"its {unmarked} is not marked [RunInProcess]";
    }
}
