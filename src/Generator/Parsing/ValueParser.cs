using Microsoft.CodeAnalysis;
using ProcGen.Generator.Models;

namespace ProcGen.Generator.Parsing;

/// <summary>Finds out how the values of a type cross a process boundary.</summary>
internal static class ValueParser
{
    /// <summary>How the values of a type cross.</summary>
    /// <param name="type">The type.</param>
    /// <param name="reason">Why they cannot, as a clause.</param>
    public static ValueModel? TryParse(ITypeSymbol type, out string? reason)
    {
        reason = null;
        if (type.SpecialType == SpecialType.System_String || type.IsUnmanagedType)
        {
            return new(TypeNames.Plain(type), type.SpecialType == SpecialType.System_String);
        }

        reason = $"'{type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}' cannot cross a process boundary";
        return null;
    }
}
