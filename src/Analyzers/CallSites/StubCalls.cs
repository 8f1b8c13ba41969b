using Microsoft.CodeAnalysis;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.CallSites;

/// <summary>Tells stubs from other methods, and finds the marked method that a stub stands for.</summary>
internal static class StubCalls
{
    /// <summary>Whether a method is a generated stub, of this compilation or of a library.</summary>
    public static bool IsStub(IMethodSymbol method) =>
        method is { IsStatic: true, DeclaredAccessibility: Accessibility.Public or Accessibility.Internal, ContainingType: { Name: WellKnownTypes.StubClass, ContainingType: not null } stubs }
        && IsInvocation(method.ReturnType)
        && StubClassShape.IsGenerated(stubs);

    /// <summary>The marked method of a stub, or null where it is no longer there: the generated code may be older than the source.</summary>
    public static IMethodSymbol? FindMethod(IMethodSymbol stub, KnownSymbols known) =>
        stub.ContainingType.ContainingType.GetMembers(stub.Name).OfType<IMethodSymbol>()
            .FirstOrDefault(method => MethodRules.IsMarked(method, known) && Fits(stub, method, known));

    // A second stub leaves trailing optional parameters out.
    private static bool Fits(IMethodSymbol stub, IMethodSymbol method, KnownSymbols known)
    {
        ITypeSymbol[] types = [.. method.Parameters.Where(p => !p.HasAttribute(known.WorkerStateAttribute)).Select(p => p.Type)];
        int receiver = method.IsStatic ? 0 : 1;
        return stub.Parameters.Length <= types.Length + receiver
            && stub.Parameters.Skip(receiver).Zip(types, static (p, type) => SymbolEqualityComparer.Default.Equals(p.Type, type)).All(static same => same);
    }

    private static bool IsInvocation(ITypeSymbol type)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (t is { Name: "ProcessInvocation", ContainingNamespace: { Name: "ProcGen", ContainingNamespace.IsGlobalNamespace: true } })
            {
                return true;
            }
        }

        return false;
    }
}
