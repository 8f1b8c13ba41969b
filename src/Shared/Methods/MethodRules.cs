using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Methods;

/// <summary>
/// Decides whether a marked method can be generated, and as what. The one truth for the generator, which leaves out what is refused here,
/// and for the analyzers, which report it.
/// </summary>
internal static class MethodRules
{
    /// <summary>The shape of a marked method, or what forbids it. What concerns its containing type is asked of <see cref="StubClassShape"/>.</summary>
    /// <param name="method">A method with one of the attributes.</param>
    /// <param name="known">The compilation's symbols.</param>
    /// <param name="violations">Receives every violation, in a stable order.</param>
    /// <returns>The shape; null if there is a violation.</returns>
    public static MethodShape? Analyze(IMethodSymbol method, KnownSymbols known, ICollection<RuleViolation> violations)
    {
        int before = violations.Count;
        MethodRole role = GetRole(method, known);
        CheckDeclaration(method, role, violations);
        if (violations.Count > before)
        {
            return null;
        }

        SignatureRules.Check(method, violations);
        CheckRole(method, role, known, violations);
        if (violations.Count > before)
        {
            return null;
        }

        (bool isAwaited, ResultRole result, ITypeSymbol? resultType) = SignatureRoles.OfResult(method, role, known);
        if (role == MethodRole.StateFactory && result == ResultRole.None)
        {
            violations.Add(new(RuleIds.UnsupportedShape, method, "a [WorkerState] method returns the state, and this one returns nothing"));
            return null;
        }

        return new MethodShape
        {
            Method = method,
            Role = role,
            Parameters = [.. method.Parameters.Select(p => SignatureRoles.OfParameter(p, known))],
            IsAwaited = isAwaited,
            Result = result,
            ResultType = resultType,
        };
    }

    /// <summary>Whether a method carries one of the attributes by which something is generated.</summary>
    public static bool IsMarked(IMethodSymbol method, KnownSymbols known) =>
        method.HasAttribute(known.RunInProcessAttribute) || method.HasAttribute(known.WorkerStateAttribute) || method.HasAttribute(known.WorkerStartupAttribute);

    /// <summary>What a marked method is. Where several attributes meet, the first of state, start-up and call counts.</summary>
    public static MethodRole GetRole(IMethodSymbol method, KnownSymbols known) =>
        method.HasAttribute(known.WorkerStateAttribute) ? MethodRole.StateFactory
        : method.HasAttribute(known.WorkerStartupAttribute) ? MethodRole.Startup
        : IsProcessBody(method, known) ? MethodRole.ProcessBody
        : MethodRole.Call;

    private static bool IsProcessBody(IMethodSymbol method, KnownSymbols known)
    {
        IMethodSymbol? declaration = method;
        while (declaration.OverriddenMethod is { } overridden)
        {
            declaration = overridden;
        }

        return method.IsOverride
            && declaration.Name is "Run" or "RunAsync"
            && SymbolEqualityComparer.Default.Equals(declaration.ContainingType, known.WorkerProcess);
    }

    private static void CheckDeclaration(IMethodSymbol method, MethodRole role, ICollection<RuleViolation> violations)
    {
        void Refuse(string reason) => violations.Add(new(RuleIds.UnsupportedShape, method, reason));

        if (method.MethodKind != MethodKind.Ordinary)
        {
            Refuse(method.MethodKind == MethodKind.ExplicitInterfaceImplementation
                ? "it is an explicit interface implementation"
                : "it is not an ordinary method");
        }
        else if (method.ContainingType.IsExtension)
        {
            Refuse("it stands in an extension block");
        }
        else if (method.ContainingType.TypeKind == TypeKind.Interface)
        {
            Refuse("it is a member of an interface");
        }

        if (method.IsGenericMethod)
        {
            Refuse("it is generic");
        }

        if (method.IsAbstract && method.ContainingType.TypeKind != TypeKind.Interface)
        {
            Refuse("it is abstract");
        }

        if (method.IsExtern)
        {
            Refuse("it is extern");
        }

        if (method.IsVararg)
        {
            Refuse("it has a variable argument list (__arglist)");
        }

        if (method.IsAsync && method.ReturnsVoid)
        {
            Refuse("it is async void, so nobody could wait for its end");
        }

        foreach (INamedTypeSymbol type in method.ContainingType.WithContainingTypes())
        {
            if (type.IsGenericType && type.TypeParameters.Length > 0)
            {
                Refuse($"its containing type '{type.Name}' is generic");
            }

            if (type.IsFileLocal)
            {
                Refuse($"its containing type '{type.Name}' is file-local");
            }
        }

        if (role is MethodRole.StateFactory or MethodRole.Startup && !method.IsStatic)
        {
            Refuse(role == MethodRole.Startup ? "a [WorkerStartup] method is static" : "a [WorkerState] method is static");
        }
    }

    private static void CheckRole(IMethodSymbol method, MethodRole role, KnownSymbols known, ICollection<RuleViolation> violations)
    {
        if (method.HasAttribute(known.UnmanagedCallersOnlyAttribute))
        {
            violations.Add(new(RuleIds.UnsupportedShape, method, "it can be called by native code only ([UnmanagedCallersOnly])"));
        }

        if (FindPreferredOverload(method) is { } preferred)
        {
            violations.Add(new(RuleIds.UnsupportedShape, method, $"'{MethodIdentity.GetDisplayName(preferred)}' has a higher [OverloadResolutionPriority], so that no code can be sure to call this one"));
        }

        switch (role)
        {
            case MethodRole.Startup:
                if (!method.Parameters.IsEmpty)
                {
                    violations.Add(new(RuleIds.UnsupportedShape, method, "a [WorkerStartup] method has no parameters"));
                }

                if (!method.ReturnsVoid && !method.ReturnType.Is(known.Task) && !method.ReturnType.Is(known.ValueTask))
                {
                    violations.Add(new(RuleIds.UnsupportedShape, method, "a [WorkerStartup] method returns void, Task or ValueTask"));
                }

                break;

            case MethodRole.ProcessBody:
                if (method.ContainingType.GetMembers().OfType<IMethodSymbol>().Any(m => !SymbolEqualityComparer.Default.Equals(m, method) && m.HasAttribute(known.RunInProcessAttribute) && IsProcessBody(m, known)))
                {
                    violations.Add(new(RuleIds.ProcessBody, method, "both Run and RunAsync are marked, and a process has one body"));
                }

                break;

            case MethodRole.Call when !method.IsStatic && method.ContainingType.DerivesFrom(known.WorkerProcess):
                violations.Add(new(RuleIds.UnsupportedShape, method, "it is an instance method of a WorkerProcess, of which only Run or RunAsync can be marked"));
                break;
        }
    }

    /// <summary>An overload with as many parameters that the compiler prefers whatever the arguments' types are, if they convert at all.</summary>
    private static IMethodSymbol? FindPreferredOverload(IMethodSymbol method) =>
        method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(m =>
            m.Parameters.Length == method.Parameters.Length && GetOverloadPriority(m) > GetOverloadPriority(method));

    private static int GetOverloadPriority(IMethodSymbol method)
    {
        foreach (AttributeData attribute in method.GetAttributes())
        {
            if (attribute is { AttributeClass.Name: "OverloadResolutionPriorityAttribute", ConstructorArguments: [{ Value: int priority }] })
            {
                return priority;
            }
        }

        return 0;
    }
}
