using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProcGen.Generator.Parsing;

/// <summary>Writes the default values of parameters as C# that gives exactly the same constant.</summary>
internal static class DefaultValues
{
    /// <summary>The default value of a parameter in code; null if it has none that C# can write after an equals sign.</summary>
    public static string? Format(IParameterSymbol parameter)
    {
        // A date cannot be a constant in C#; only attributes give it as a default, so the stub's parameter is required.
        if (!parameter.HasExplicitDefaultValue || parameter.ExplicitDefaultValue is DateTime)
        {
            return null;
        }

        object? value = parameter.ExplicitDefaultValue;
        if (value is null)
        {
            return "default";
        }

        ITypeSymbol type = parameter.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : parameter.Type;
        string literal = FormatConstant(value);
        return type.TypeKind == TypeKind.Enum ? $"({TypeNames.Plain(type)})({literal})" : literal;
    }

    private static string FormatConstant(object value) => value switch
    {
        bool b => b ? "true" : "false",
        string s => SymbolDisplay.FormatLiteral(s, quote: true),
        char c => SymbolDisplay.FormatLiteral(c, quote: true),
        float f => FormatSingle(f),
        double d => FormatDouble(d),
        decimal m => m.ToString(CultureInfo.InvariantCulture) + "M",
        uint u => u.ToString(CultureInfo.InvariantCulture) + "U",
        long l => l.ToString(CultureInfo.InvariantCulture) + "L",
        ulong u => u.ToString(CultureInfo.InvariantCulture) + "UL",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"A constant cannot be of type '{value.GetType()}'."),
    };

    private static string FormatSingle(float value) =>
        float.IsNaN(value) ? "float.NaN"
        : float.IsPositiveInfinity(value) ? "float.PositiveInfinity"
        : float.IsNegativeInfinity(value) ? "float.NegativeInfinity"
        : IsNegativeZero(value) ? "-0F"
        : value.ToString("G9", CultureInfo.InvariantCulture) + "F";

    private static string FormatDouble(double value) =>
        double.IsNaN(value) ? "double.NaN"
        : double.IsPositiveInfinity(value) ? "double.PositiveInfinity"
        : double.IsNegativeInfinity(value) ? "double.NegativeInfinity"
        : IsNegativeZero(value) ? "-0D"
        : value.ToString("G17", CultureInfo.InvariantCulture) + "D";

    // The compiler may run on the .NET Framework, which formats it without its sign.
    private static bool IsNegativeZero(double value) => value == 0 && double.IsNegativeInfinity(1 / value);
}
