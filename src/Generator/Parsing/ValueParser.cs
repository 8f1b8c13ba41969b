using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Generator.Collections;
using ProcGen.Generator.Models;
using ProcGen.Shared;
using ProcGen.Shared.Crossing;
using ProcGen.Shared.Methods;

namespace ProcGen.Generator.Parsing;

/// <summary>Finds out how the values in the signature of one method cross, and collects the serializers and the schema of all of them.</summary>
internal sealed class ValueParser(TypeModelBuilder builder)
{
    private readonly List<SerializerModel> _serializers = [];
    private readonly List<ValueModel> _items = [];
    private StableHash _schema = new();

    /// <summary>The serializers that the method needs, sorted, without duplicates.</summary>
    public ImmutableEquatableArray<SerializerModel> Serializers =>
        _serializers.Distinct().OrderBy(static s => s.Key, StringComparer.Ordinal).ToImmutableEquatableArray();

    /// <summary>The items of the shared collections that were met, sorted, without duplicates.</summary>
    public ImmutableEquatableArray<ValueModel> Items => _items.Distinct().OrderBy(static i => i.Type, StringComparer.Ordinal).ToImmutableEquatableArray();

    /// <summary>The hash of all types that were asked for, as they cross, in their order.</summary>
    public ulong SchemaHash => _schema.Value;

    /// <summary>How the values of a type cross.</summary>
    /// <param name="type">The type.</param>
    /// <param name="attributes">The attributes of the parameter or return value.</param>
    /// <param name="generalRule">The rule for what cannot cross for no particular reason, which depends on where the type stands.</param>
    /// <param name="symbol">The method or the parameter.</param>
    /// <param name="violation">Why they cannot cross.</param>
    public ValueModel? TryParse(ITypeSymbol type, ImmutableArray<AttributeData> attributes, string generalRule, ISymbol symbol, out RuleViolation? violation)
    {
        if (builder.TryBuild(type, attributes, out CrossingFailure? failure) is not { } model)
        {
            string rule = failure!.RuleId == CrossingRules.CannotCross ? generalRule : failure.RuleId;
            violation = new(rule, symbol, $"{failure.Path} cannot cross a process boundary: {failure.Reason}");
            return null;
        }

        violation = null;
        _serializers.AddRange(model.Serializers);
        _items.AddRange(model.Items);
        _schema.Add(model.SchemaHash);
        return model.Value;
    }
}
