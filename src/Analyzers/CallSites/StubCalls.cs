using Microsoft.CodeAnalysis;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.CallSites;

/// <summary>Tells stubs from other methods, and finds the marked method that a stub stands for, and the stub of a marked method.</summary>
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

    /// <summary>The parameter of the marked method that a parameter of its stub stands for; null if it stands for the object that the method is called on.</summary>
    public static IParameterSymbol? FindParameter(IMethodSymbol stub, IParameterSymbol parameter, KnownSymbols known) =>
        FindMethod(stub, known)?.Parameters.FirstOrDefault(candidate => candidate.Name == parameter.Name && SymbolEqualityComparer.Default.Equals(candidate.Type, parameter.Type));

    /// <summary>Whether a type has stubs at all. To ask this first is cheaper than to read the attributes of every method that is called anywhere.</summary>
    public static bool MayHaveStubs(INamedTypeSymbol type) => !type.OriginalDefinition.GetTypeMembers(WellKnownTypes.StubClass).IsEmpty;

    /// <summary>
    /// Whether there is a stub of a marked method. A method that the generator had to leave out, for its shape or for what it takes and gives, has an error of its own and
    /// nothing else to call.
    /// </summary>
    public static bool HasStub(IMethodSymbol method, KnownSymbols known)
    {
        IMethodSymbol definition = method.OriginalDefinition.PartialDefinitionPart ?? method.OriginalDefinition;
        INamedTypeSymbol type = definition.ContainingType;
        IEnumerable<IMethodSymbol> stubs = type.GetTypeMembers(WellKnownTypes.StubClass).SelectMany(stubClass => stubClass.GetMembers(method.Name)).OfType<IMethodSymbol>();
        return type.DeclaringSyntaxReferences.IsEmpty
            ? stubs.Any()
            : StubClassShape.For(type, known) is { } shape
                && shape.Methods.Any(supported => SymbolEqualityComparer.Default.Equals(supported.Method, definition))
                && stubs.Any(stub => Fits(stub, definition, known, isWhole: true));
    }

    // A second stub leaves trailing optional parameters out. State is made in the worker and never passed.
    private static bool Fits(IMethodSymbol stub, IMethodSymbol method, KnownSymbols known, bool isWhole = false)
    {
        int next = method.IsStatic ? 0 : 1;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (parameter.HasAttribute(known.WorkerStateAttribute))
            {
                continue;
            }

            if (next >= stub.Parameters.Length)
            {
                return !isWhole;
            }

            if (!SymbolEqualityComparer.Default.Equals(stub.Parameters[next++].Type, parameter.Type))
            {
                return false;
            }
        }

        return next == stub.Parameters.Length;
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
