using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProcGen.Generator.Collections;
using ProcGen.Shared;

namespace ProcGen.Generator.Parsing;

/// <summary>Writes the attributes that a stub has in common with its method: those that the compiler acts on at the place of a call.</summary>
internal static class MirroredAttributes
{
    /// <summary>The attributes of the stub, each with its brackets.</summary>
    public static ImmutableEquatableArray<string> OfMethod(IMethodSymbol method, KnownSymbols known) =>
        method.GetAttributes()
            .Where(a => a.AttributeClass is { } type && (type.Is(known.ObsoleteAttribute) || type.Is(known.ExperimentalAttribute)))
            .Select(static a => $"[{Format(a)}]")
            .OrderBy(static a => a, StringComparer.Ordinal)
            .ToImmutableEquatableArray();

    /// <summary>The attributes of a stub's parameter with brackets and a space at the end; empty if there are none.</summary>
    /// <param name="parameter">The method's parameter.</param>
    /// <param name="isCallerInfo">Whether the compiler fills in the value from the place of the call.</param>
    public static string OfParameter(IParameterSymbol parameter, out bool isCallerInfo)
    {
        isCallerInfo = false;
        var text = new StringBuilder();
        foreach (AttributeData attribute in parameter.GetAttributes().OrderBy(static a => a.AttributeClass?.Name, StringComparer.Ordinal))
        {
            string? space = attribute.AttributeClass?.ContainingNamespace.ToDisplayString();
            bool callerInfo = space == "System.Runtime.CompilerServices"
                && attribute.AttributeClass!.Name is "CallerMemberNameAttribute" or "CallerFilePathAttribute" or "CallerLineNumberAttribute" or "CallerArgumentExpressionAttribute";
            bool nullability = space == "System.Diagnostics.CodeAnalysis" && attribute.AttributeClass!.Name is "AllowNullAttribute" or "DisallowNullAttribute";
            isCallerInfo |= callerInfo;
            if (callerInfo || nullability)
            {
                text.Append('[').Append(Format(attribute)).Append("] ");
            }
        }

        return text.ToString();
    }

    private static string Format(AttributeData attribute)
    {
        IEnumerable<string> arguments = attribute.ConstructorArguments.Select(Format)
            .Concat(attribute.NamedArguments.Select(static a => $"{a.Key} = {Format(a.Value)}"));
        string list = string.Join(", ", arguments);
        return TypeNames.Plain(attribute.AttributeClass!) + (list.Length == 0 ? "" : $"({list})");
    }

    // The mirrored attributes take strings, numbers and booleans only.
    private static string Format(TypedConstant constant) =>
        constant.Value is null ? "null" : SymbolDisplay.FormatPrimitive(constant.Value, quoteStrings: true, useHexadecimalNumbers: false)!;
}
