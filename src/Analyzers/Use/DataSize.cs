using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Use;

/// <summary>Judges whether what a variable holds may be worth sending only once.</summary>
internal static class DataSize
{
    // What so few elements weigh is less than what every call costs anyway.
    private const long FewElements = 64;

    // Strings are mostly short. These give whole texts.
    private static readonly ImmutableHashSet<string> s_givesText =
        ["ReadAllText", "ReadAllTextAsync", "ReadToEnd", "ReadToEndAsync", "GetStringAsync", "ReadAsStringAsync", "DownloadString", "DownloadStringTaskAsync"];

    /// <summary>Whether a variable holds an array, a collection or a whole text, and is not known to hold only little of it.</summary>
    public static bool MayBeLarge(ISymbol variable, IOperation reference, UseSymbols symbols)
    {
        if (reference.ConstantValue.HasValue || reference.WithoutConversions().Type is not { } type)
        {
            return false;
        }

        IOperation? initial = variable is ILocalSymbol ? InitialValueOf(variable, reference) : null;
        return type.SpecialType == SpecialType.System_String ? initial is not null && GivesText(initial)
            : IsCollection(type, symbols) && (initial is null || CountOf(initial) is not { } count || count > FewElements);
    }

    private static bool IsCollection(ITypeSymbol type, UseSymbols symbols) =>
        type is IArrayTypeSymbol || type.AllInterfaces.Any(i => i.Is(symbols.Known.EnumerableOfT)) || (type.TypeKind == TypeKind.Interface && type.Is(symbols.Known.EnumerableOfT));

    private static IOperation? InitialValueOf(ISymbol variable, IOperation reference) =>
        reference.Root().Descendants().OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, variable))?.GetVariableInitializer()?.Value.WithoutConversions();

    private static bool GivesText(IOperation value)
    {
        while (value is IAwaitOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: not null })
        {
            value = (value is IAwaitOperation awaited ? awaited.Operation : ((IInvocationOperation)value).Instance!).WithoutConversions();
        }

        return value is IInvocationOperation call && (s_givesText.Contains(call.TargetMethod.Name) || (call.TargetMethod is { Name: "ToString", ContainingType.Name: "StringBuilder" }));
    }

    // How many elements a value is made with; null where that is not written there.
    private static long? CountOf(IOperation value) => value switch
    {
        IArrayCreationOperation { DimensionSizes: var sizes } => sizes.Aggregate((long?)1, (product, size) => size.ConstantValue.Value is int n ? product * n : null),
        ICollectionExpressionOperation { Elements: var elements } => elements.Any(element => element is ISpreadOperation) ? null : elements.Length,
        IObjectCreationOperation { Initializer: { } initializer } => initializer.Initializers.Length,
        _ => null,
    };
}
