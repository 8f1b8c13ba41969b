using ProcGen.Generator.Collections;

namespace ProcGen.Generator.Models;

/// <summary>How the values of one type cross, with all the serializers that this takes. What <c>TypeModelBuilder</c> makes of a type in a signature.</summary>
internal sealed record TypeModel
{
    /// <summary>How a value is written and read.</summary>
    public required ValueModel Value { get; init; }

    /// <summary>The hash of every type that is reached, as it crosses.</summary>
    public required ulong SchemaHash { get; init; }

    /// <summary>The serializers to generate, sorted by their keys, without duplicates.</summary>
    public required ImmutableEquatableArray<SerializerModel> Serializers { get; init; }

    /// <summary>The items of the shared collections that are reached, sorted, as far as the dispatch table can name them.</summary>
    public required ImmutableEquatableArray<ValueModel> Items { get; init; }
}
