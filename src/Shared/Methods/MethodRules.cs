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

        CheckTypes(method, violations);
        CheckRole(method, role, known, violations);
        if (violations.Count > before)
        {
            return null;
        }

        (bool isAwaited, ResultRole result, ITypeSymbol? resultType) = ClassifyResult(method, role, known);
        if (role == MethodRole.StateFactory && result == ResultRole.None)
        {
            violations.Add(new(RuleIds.UnsupportedShape, method, "a [WorkerState] method returns the state, and this one returns nothing"));
            return null;
        }

        return new MethodShape
        {
            Method = method,
            Role = role,
            Parameters = [.. method.Parameters.Select(p => Classify(p, known))],
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

    private static void CheckTypes(IMethodSymbol method, ICollection<RuleViolation> violations)
    {
        if (method.RefKind != RefKind.None)
        {
            violations.Add(new(RuleIds.PassedByReference, method, "it returns a reference"));
        }
        else
        {
            CheckType(method.ReturnType, method, "its result", violations);
        }

        if (!method.IsStatic && method.ContainingType.IsRefLikeType)
        {
            violations.Add(new(RuleIds.PassedByReference, method, $"it is called on '{method.ContainingType.Name}', which is a ref struct"));
        }

        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (parameter.RefKind != RefKind.None)
            {
                violations.Add(new(RuleIds.PassedByReference, parameter, $"parameter '{parameter.Name}' is passed by reference"));
            }
            else
            {
                CheckType(parameter.Type, parameter, $"parameter '{parameter.Name}'", violations);
            }
        }
    }

    private static void CheckType(ITypeSymbol type, ISymbol symbol, string what, ICollection<RuleViolation> violations)
    {
        if (type.IsRefLikeType || type.SpecialType is SpecialType.System_TypedReference or SpecialType.System_ArgIterator or SpecialType.System_RuntimeArgumentHandle)
        {
            violations.Add(new(RuleIds.PassedByReference, symbol, $"{what} is a ref struct"));
            return;
        }

        switch (FindUnnameable(type))
        {
            case { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer }:
                violations.Add(new(RuleIds.PassedByReference, symbol, $"{what} is or holds a pointer"));
                break;
            case { TypeKind: TypeKind.Dynamic }:
                violations.Add(new(RuleIds.UnsupportedShape, symbol, $"{what} is or holds 'dynamic'"));
                break;
            case { TypeKind: TypeKind.Error } error:
                violations.Add(new(RuleIds.UnsupportedShape, symbol, $"the type '{error.Name}' of {what} cannot be found"));
                break;
            case { } fileLocal:
                violations.Add(new(RuleIds.UnsupportedShape, symbol, $"the type '{fileLocal.Name}' of {what} is file-local"));
                break;
        }
    }

    /// <summary>The part of a type for which generated code has no name.</summary>
    private static ITypeSymbol? FindUnnameable(ITypeSymbol type)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                return FindUnnameable(array.ElementType);
            case INamedTypeSymbol { TypeKind: not TypeKind.Error } named:
                for (INamedTypeSymbol? t = named; t is not null; t = t.ContainingType)
                {
                    if (t.IsFileLocal)
                    {
                        return t;
                    }

                    foreach (ITypeSymbol argument in t.TypeArguments)
                    {
                        if (FindUnnameable(argument) is { } found)
                        {
                            return found;
                        }
                    }
                }

                return null;
            case { TypeKind: TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Dynamic or TypeKind.Error }:
                return type;
            default:
                return null;
        }
    }

    private static void CheckRole(IMethodSymbol method, MethodRole role, KnownSymbols known, ICollection<RuleViolation> violations)
    {
        if (method.HasAttribute(known.UnmanagedCallersOnlyAttribute))
        {
            violations.Add(new(RuleIds.UnsupportedShape, method, "it can be called by native code only ([UnmanagedCallersOnly])"));
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

    private static ParameterShape Classify(IParameterSymbol parameter, KnownSymbols known)
    {
        ITypeSymbol type = parameter.Type;
        return parameter.HasAttribute(known.WorkerStateAttribute) ? new(parameter, ParameterRole.State, type)
            : type.Is(known.CancellationToken) ? new(parameter, ParameterRole.Token, type)
            : type.Is(known.ProgressOfT) ? new(parameter, ParameterRole.Progress, GetOnlyTypeArgument(type))
            : type.Is(known.EnumerableOfT) ? new(parameter, ParameterRole.Sequence, GetOnlyTypeArgument(type))
            : type.Is(known.AsyncEnumerableOfT) ? new(parameter, ParameterRole.AsyncSequence, GetOnlyTypeArgument(type))
            : new(parameter, ParameterRole.Value, type);
    }

    private static (bool IsAwaited, ResultRole Result, ITypeSymbol? Type) ClassifyResult(IMethodSymbol method, MethodRole role, KnownSymbols known)
    {
        ITypeSymbol type = method.ReturnType;
        if (method.ReturnsVoid)
        {
            return (false, ResultRole.None, null);
        }

        bool isAwaited = false;
        if (type.Is(known.Task) || type.Is(known.ValueTask))
        {
            return (true, ResultRole.None, null);
        }

        if (type.Is(known.TaskOfT) || type.Is(known.ValueTaskOfT))
        {
            isAwaited = true;
            type = GetOnlyTypeArgument(type);
        }

        // State never crosses, so a sequence is state like any other.
        return role == MethodRole.StateFactory ? (isAwaited, ResultRole.Value, type)
            : type.Is(known.EnumerableOfT) ? (isAwaited, ResultRole.Sequence, GetOnlyTypeArgument(type))
            : type.Is(known.AsyncEnumerableOfT) ? (isAwaited, ResultRole.AsyncSequence, GetOnlyTypeArgument(type))
            : (isAwaited, ResultRole.Value, type);
    }

    // With its nullability, which TypeArguments alone carries, too.
    private static ITypeSymbol GetOnlyTypeArgument(ITypeSymbol type) => ((INamedTypeSymbol)type).TypeArguments[0];
}
