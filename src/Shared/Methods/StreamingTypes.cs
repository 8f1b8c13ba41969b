using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Methods;

/// <summary>
/// What may stream, and where: the one table for the generator and the analyzers. Only these types themselves do, not what derives from them or implements them, and only as the type of a
/// parameter or of the result; inside of another type each of them is refused (rules 024 and 028).
/// </summary>
/// <remarks>
/// <code>
/// type                  as a parameter: pulled from the caller   as the result: pulled from the worker
/// IEnumerable&lt;T&gt;        items                                    items
/// IAsyncEnumerable&lt;T&gt;   items                                    items
/// ChannelReader&lt;T&gt;      items                                    –
/// Stream                bytes, forward only                      –
/// TextReader            text                                     –
/// </code>
/// </remarks>
internal static class StreamingTypes
{
    /// <summary>How a parameter of this type streams.</summary>
    /// <param name="type">The parameter's type.</param>
    /// <param name="known">The compilation's symbols.</param>
    /// <param name="role">Its role.</param>
    /// <param name="itemType">The type of an item; of bytes and text the parameter's own, as nothing of it is written by generated code.</param>
    /// <returns>False if it does not stream.</returns>
    public static bool TryGetParameter(ITypeSymbol type, KnownSymbols known, out ParameterRole role, out ITypeSymbol itemType)
    {
        role = type.Is(known.EnumerableOfT) ? ParameterRole.Sequence
            : type.Is(known.AsyncEnumerableOfT) ? ParameterRole.AsyncSequence
            : type.Is(known.ChannelReaderOfT) ? ParameterRole.Channel
            : type.Is(known.Stream) ? ParameterRole.Bytes
            : type.Is(known.TextReader) ? ParameterRole.Text
            : ParameterRole.Value;
        itemType = role is ParameterRole.Sequence or ParameterRole.AsyncSequence or ParameterRole.Channel ? GetItemType(type) : type;
        return role != ParameterRole.Value;
    }

    /// <summary>How a result of this type streams.</summary>
    /// <returns>False if it does not.</returns>
    public static bool TryGetResult(ITypeSymbol type, KnownSymbols known, out ResultRole role, out ITypeSymbol itemType)
    {
        role = type.Is(known.EnumerableOfT) ? ResultRole.Sequence
            : type.Is(known.AsyncEnumerableOfT) ? ResultRole.AsyncSequence
            : ResultRole.Value;
        itemType = role == ResultRole.Value ? type : GetItemType(type);
        return role != ResultRole.Value;
    }

    // With its nullability, which TypeArguments alone carries, too.
    private static ITypeSymbol GetItemType(ITypeSymbol type) => ((INamedTypeSymbol)type).TypeArguments[0];
}
