using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Methods;

/// <summary>Decides whether the types of a signature can be written in generated code and held in an object. Whether they can cross is another question.</summary>
internal static class SignatureRules
{
    /// <summary>Adds a violation for everything in the signature that is not passed by value, or for which generated code has no name.</summary>
    public static void Check(IMethodSymbol method, ICollection<RuleViolation> violations)
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
}
