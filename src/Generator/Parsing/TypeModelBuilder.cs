using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Generator.Collections;
using ProcGen.Generator.Models;
using ProcGen.Shared;
using ProcGen.Shared.Crossing;

namespace ProcGen.Generator.Parsing;

/// <summary>
/// Turns the types of signatures into models: how each crosses, and the serializers that takes. One instance serves one containing type of marked methods,
/// so that what its methods share is looked at once. Not thread-safe.
/// </summary>
internal sealed partial class TypeModelBuilder
{
    private readonly CrossingClassifier _classifier;
    private readonly Compilation _compilation;
    private readonly KnownSymbols? _known;
    private readonly string _assemblyScope;
    private readonly string _localScope;
    private readonly Dictionary<CrossingType, SerializerModel> _serializers = [];

    public TypeModelBuilder(Compilation compilation, INamedTypeSymbol containingType)
    {
        _compilation = compilation;
        _known = KnownSymbols.For(compilation);
        _classifier = new CrossingClassifier(compilation, containingType);
        _assemblyScope = $"global::{GeneratedNames.GetAssemblyNamespace(compilation.AssemblyName ?? "")}.{GeneratedNames.SharedSerializers}.";
        _localScope = $"{containingType.Source()}.{WellKnownTypes.StubClass}.{GeneratedNames.LocalSerializers}.";
    }

    /// <summary>The model of a type in a signature, or null if it cannot cross.</summary>
    /// <param name="type">The type; of a lazy sequence or a progress, that of its items.</param>
    /// <param name="attributes">The attributes of the parameter or return value.</param>
    /// <param name="failure">Why it cannot cross; the analyzers report the same.</param>
    public TypeModel? TryBuild(ITypeSymbol type, ImmutableArray<AttributeData> attributes, out CrossingFailure? failure)
    {
        CrossingType root = _classifier.Classify(type, attributes);
        failure = CrossingClassifier.FindFailure(root);
        if (failure is not null)
        {
            return null;
        }

        List<CrossingType> reached = SerializerHomes.Reach(root);
        bool isSentOnce = attributes.Any(static a => a.AttributeClass?.Metadata() == WellKnownTypes.SharedAttribute);
        return new TypeModel
        {
            Value = isSentOnce ? SentOnce(root) : Value(root),
            SchemaHash = SchemaText.Hash(reached, isSentOnce),
            Items = reached.Where(static t => t.Codec.HoldsItems).SelectMany(static t => t.Elements).Where(CanTableName).Select(Value).Distinct()
                .OrderBy(static i => i.Type, StringComparer.Ordinal).ToImmutableEquatableArray(),
            Serializers = reached.Where(t => t.IsGenerated).Select(Serializer).OrderBy(s => s.Key, StringComparer.Ordinal).ToImmutableEquatableArray(),
        };
    }

    /// <summary>An argument with [Shared]: whatever its type, as a handle of its bytes.</summary>
    private ValueModel SentOnce(CrossingType type) =>
        new(type.Type.Source(), $"{FrameworkCodecs.Namespace}SharedArgumentCodec<{type.Type.Source()}, {Codec(type)}>", ValueForm.Codec);

    private ValueModel Value(CrossingType type) => new(type.Type.Source(), Codec(type), type.Kind switch
    {
        CrossingKind.Unmanaged => ValueForm.Unmanaged,
        CrossingKind.String => ValueForm.String,
        _ => ValueForm.Codec,
    });

    /// <summary>Whether code outside of the type with the marked methods can name a type and its serializers.</summary>
    private bool CanTableName(CrossingType type) =>
        _compilation.IsSymbolAccessibleWithin(type.Type, _compilation.Assembly)
        && SerializerHomes.Reach(type).All(static t => !t.IsGenerated || t.Home!.Kind == SerializerHomeKind.Assembly || (t.Home.Kind == SerializerHomeKind.Holder && t.Home.IsOpen));

    /// <summary>The codec's name in code, composed of those of its type arguments: <c>ListCodec&lt;Job, JobCodec&gt;</c>.</summary>
    private string Codec(CrossingType type)
    {
        switch (type.Kind)
        {
            case CrossingKind.Unmanaged:
                return $"{FrameworkCodecs.Namespace}UnmanagedCodec<{type.Type.Source()}>";
            case CrossingKind.String:
                return $"{FrameworkCodecs.Namespace}StringCodec";
            case CrossingKind.TypedCodec:
                return $"{type.Codec.Name}<{type.Type.Source()}>";
            case CrossingKind.Codec when type.IsUserCodec:
                return $"{FrameworkCodecs.Namespace}CheckedCodec<{type.Type.Source()}, {type.Codec.Name}>";
            case CrossingKind.Codec:
                return type.Codec.Compose(type.Type.Source(), [.. type.Elements.Select(e => e.Type.Source())], [.. type.Elements.Select(Codec)]);
            default:
                return ScopeOf(type.Home!) + SerializerNames.For(type);
        }
    }

    private string ScopeOf(SerializerHome home) => home.Kind switch
    {
        SerializerHomeKind.Local => _localScope,
        SerializerHomeKind.Holder => $"{home.Holder!.Source()}.{GeneratedNames.GetHeldSerializers(home.IsOpen)}.",
        _ => _assemblyScope,
    };
}
