using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Crossing;

/// <summary>
/// Decides how a type crosses a process boundary, or which member on which path stops it. The generator builds serializers from its answer and the
/// analyzers report it, so they can never disagree. Not thread-safe; an instance serves one containing type of marked methods in one compilation.
/// </summary>
internal sealed partial class CrossingClassifier
{
    // Types in source nest a few levels deep; only a construction that grows with every step gets here.
    private const int MaxConstructionDepth = 12;

    private readonly Compilation _compilation;
    private readonly INamedTypeSymbol? _within;
    private readonly UserCodecs _userCodecs;
    private readonly SerializerHomes _homes;
    private readonly Dictionary<string, CrossingType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownTypeSet> _sets = new(StringComparer.Ordinal);

    /// <param name="compilation">The compilation.</param>
    /// <param name="within">The type that contains the marked methods: types it can name can cross. Null: only what the whole assembly can name.</param>
    public CrossingClassifier(Compilation compilation, INamedTypeSymbol? within)
    {
        _compilation = compilation;
        _within = within;
        _userCodecs = UserCodecs.For(compilation);
        _homes = new SerializerHomes(compilation, within);
    }

    /// <summary>Classifies the type of a parameter or result.</summary>
    /// <param name="type">The type. A lazy sequence, a token or a progress that crosses as itself is unwrapped by the caller.</param>
    /// <param name="attributes">The attributes of the parameter or return value, for its <c>[ProcessKnownTypes]</c>.</param>
    public CrossingType Classify(ITypeSymbol type, ImmutableArray<AttributeData> attributes)
    {
        CrossingType result = ClassifyMember(type, SetOf(attributes));
        if (FindFailure(result) is null && _homes.Place(result) is { } homeless)
        {
            Fail(homeless, CrossingRules.CannotCross, "generated code can name its private parts only in different places", "Make the nested types internal.");
        }

        return result;
    }

    /// <summary>Classifies a type in a place of its own, whose closed set has to fit it.</summary>
    private CrossingType ClassifyMember(ITypeSymbol type, KnownTypeSet? known)
    {
        CrossingType result = Classify(type, known);
        return known?.FindUnused() is not { } unused ? result : Fail(
            new CrossingType(result.Type) { Variant = result.Variant + "!" },
            CrossingRules.WrongDeclaration,
            $"its [ProcessKnownTypes] names '{unused.Short()}', which never stands behind it",
            "Remove that type, or correct it.");
    }

    /// <summary>Why a type cannot cross, or null if it can. The first culprit in the order of the members.</summary>
    public static CrossingFailure? FindFailure(CrossingType root) =>
        CrossingFailures.Find(root);

    /// <summary>
    /// The closed set of a member or parameter. Equal sets are one object: a type that was classified with one before is not looked into again, and what was
    /// used then is used now.
    /// </summary>
    private KnownTypeSet? SetOf(ImmutableArray<AttributeData> attributes)
    {
        KnownTypeSet? set = KnownTypeSet.From(attributes);
        if (set is null)
        {
            return null;
        }

        if (!_sets.TryGetValue(set.Variant, out KnownTypeSet? interned))
        {
            _sets.Add(set.Variant, interned = set);
        }

        return interned;
    }

    private CrossingType Classify(ITypeSymbol type, KnownTypeSet? known)
    {
        known = known?.RelevantFor(type, _compilation);
        string variant = known is null ? "" : known.Variant;
        return GetOrAdd(type, variant, node => Fill(node, known));
    }

    private CrossingType GetOrAdd(ITypeSymbol type, string variant, Action<CrossingType> fill)
    {
        string key = type.Source() + variant;
        if (!_types.TryGetValue(key, out CrossingType? node))
        {
            // Entered before it is filled: a type may reach itself through its members.
            node = new CrossingType(type.WithNullableAnnotation(NullableAnnotation.None)) { Variant = variant };
            _types.Add(key, node);
            fill(node);
        }

        return node;
    }

    private void Fill(CrossingType node, KnownTypeSet? known)
    {
        ITypeSymbol type = node.Type;
        if (Depth(type) > MaxConstructionDepth)
        {
            Fail(node, CrossingRules.CannotCross, "its construction from generic types grows without end", "Break the chain with a type that is not generic.");
            return;
        }

        switch (type)
        {
            case IArrayTypeSymbol or INamedTypeSymbol { TypeKind: not TypeKind.Error } when _userCodecs.TryGet(type, out UserCodec codec):
                FillUserCodec(node, codec);
                break;
            case IArrayTypeSymbol array:
                FillArray(node, array, known);
                break;
            case INamedTypeSymbol named:
                FillNamed(node, named, known);
                break;
            case IPointerTypeSymbol or IFunctionPointerTypeSymbol:
                Fail(node, CrossingRules.CannotCross, "it is a pointer, which means nothing in another process", "Send the data it points to.");
                break;
            case ITypeParameterSymbol:
                Fail(node, CrossingRules.CannotCross, "it is a type parameter, so its serializer cannot be generated", "Use a concrete type.");
                break;
            case IDynamicTypeSymbol:
                Fail(node, CrossingRules.OpenType, "it is dynamic, so anything may stand behind it", "Declare it as object with [ProcessKnownTypes], or use a type of its own.");
                break;
            default:
                Fail(node, CrossingRules.CannotCross, "its kind is not known", "Use another type.");
                break;
        }
    }

    private void FillArray(CrossingType node, IArrayTypeSymbol array, KnownTypeSet? known)
    {
        node.Kind = CrossingKind.Codec;
        node.Codec = FrameworkCodecs.ForArray(array.Rank);
        node.Elements.Add(Classify(array.ElementType, known));
    }

    private void FillNamed(CrossingType node, INamedTypeSymbol type, KnownTypeSet? known)
    {
        if (type.TypeKind == TypeKind.Error)
        {
            Fail(node, CrossingRules.CannotCross, "it does not exist", "Correct the error that the compiler reports.");
        }
        else if (FillPrimitive(node, type) || FillFrameworkCodec(node, type, known) || FillSharedObject(node, type) || FillManagedInterface(node, type))
        {
        }
        else if (!CanBeNamed(type))
        {
            FailInaccessible(node, type);
        }
        else if (known is not null)
        {
            FillKnownTypes(node, known.Types, type);
        }
        else if (KnownTypeSet.From(type.GetAttributes()) is { } ownSet)
        {
            FillKnownTypes(node, ownSet.Types, type);
        }
        else
        {
            FillByItself(node, type);
        }
    }

    /// <summary>A named type without a codec and without a closed set.</summary>
    private void FillByItself(CrossingType node, INamedTypeSymbol type)
    {
        string metadataName = type.Metadata();
        bool isOwn = IsOwn(type);
        if (LazyTypes.TryGetAdvice(metadataName, out string lazyAdvice))
        {
            Fail(node, CrossingRules.LazySequence, "it is evaluated lazily, so there is nothing to copy yet", lazyAdvice);
        }
        else if (type.TypeKind == TypeKind.Delegate)
        {
            Fail(node, CrossingRules.ProcessBound, "it is a delegate, and code does not cross", ProcessBoundTypes.FindAdvice(type)!);
        }
        else if (ProcessBoundAdvice(type, isOwn) is { } advice)
        {
            Fail(node, CrossingRules.ProcessBound, "it lives in one process", advice);
        }
        else if (type.IsRefLikeType)
        {
            Fail(node, CrossingRules.CannotCross, "it is a ref struct, which lives on one stack", "Use ReadOnlyMemory<T>, an array or a struct.");
        }
        else if (FillPackable(node, type) || FillException(node, type))
        {
        }
        else if (type.TypeKind == TypeKind.Interface || type.IsAbstract || type.SpecialType == SpecialType.System_Object)
        {
            string what = type.TypeKind == TypeKind.Interface ? "an interface" : type.IsAbstract ? "an abstract class" : "object";
            Fail(node, CrossingRules.OpenType, $"it is {what}, so anything may stand behind it", "Name the closed set of types with [ProcessKnownTypes(typeof(A), typeof(B))] on the type or on the member.");
        }
        else if (isOwn)
        {
            FillObject(node, type);
        }
        else
        {
            FillForeign(node, type, metadataName);
        }
    }

    private static CrossingType Fail(CrossingType node, string rule, string reason, string advice, ISymbol? member = null)
    {
        node.Kind = CrossingKind.None;
        node.Failure ??= new CrossingFailure(rule, member?.Name ?? "", member, member is null ? node.Type : MemberType(member), reason, advice) { EndsAtMember = member is not null };
        return node;
    }

    private string? ProcessBoundAdvice(INamedTypeSymbol type, bool isOwn)
    {
        if (!isOwn)
        {
            return ForeignAdvice(type);
        }

        // An own type crosses whole, whatever it implements, unless a base class of it cannot: of that the fields are not seen. A subclass of
        // WorkerProcess is made to cross: the runtime gives the copy a core of its own.
        INamedTypeSymbol? foreign = type.BaseType;
        while (foreign is not null && IsOwn(foreign))
        {
            foreign = foreign.BaseType;
        }

        return foreign is null || IsWorkerProcess(foreign) ? null : ForeignAdvice(foreign);
    }

    private static string? ForeignAdvice(INamedTypeSymbol type) => ProcessBoundTypes.FindAdvice(type)
        ?? (ProcessBoundTypes.IsDisposable(type) ? "It holds something that is released in the process that made it: send the data it is made from, or give it a [ProcessCodec]." : null);
}
