using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Methods;

/// <summary>Tells what becomes of each parameter and of the result of a marked method.</summary>
internal static class SignatureRoles
{
    public static ParameterShape OfParameter(IParameterSymbol parameter, KnownSymbols known)
    {
        (ParameterRole role, ITypeSymbol valueType) = parameter.HasAttribute(known.WorkerStateAttribute) ? (ParameterRole.State, parameter.Type) : OfType(parameter.Type, known);
        return new(parameter, role, valueType);
    }

    /// <summary>What becomes of a parameter of this type, and what is written of it.</summary>
    public static (ParameterRole Role, ITypeSymbol ValueType) OfType(ITypeSymbol type, KnownSymbols known) =>
        type.Is(known.CancellationToken) ? (ParameterRole.Token, type)
        : type.Is(known.ProgressOfT) ? (ParameterRole.Progress, GetOnlyTypeArgument(type))
        : StreamingTypes.TryGetParameter(type, known, out ParameterRole role, out ITypeSymbol itemType) ? (role, itemType)
        : (ParameterRole.Value, type);

    public static (bool IsAwaited, ResultRole Result, ITypeSymbol? Type) OfResult(IMethodSymbol method, MethodRole role, KnownSymbols known)
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
            : StreamingTypes.TryGetResult(type, known, out ResultRole result, out ITypeSymbol itemType) ? (isAwaited, result, itemType)
            : (isAwaited, ResultRole.Value, type);
    }

    // With its nullability, which TypeArguments alone carries, too.
    private static ITypeSymbol GetOnlyTypeArgument(ITypeSymbol type) => ((INamedTypeSymbol)type).TypeArguments[0];
}
