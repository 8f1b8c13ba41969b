using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Crossing;

/// <summary>
/// How one type crosses: a node of the graph that <see cref="CrossingClassifier"/> builds. The graph may have cycles, as types do. It holds symbols, so it
/// lives no longer than its compilation.
/// </summary>
internal sealed class CrossingType(ITypeSymbol type)
{
    /// <summary>The type, without nullability and tuple names.</summary>
    public ITypeSymbol Type { get; } = type;

    public CrossingKind Kind { get; set; }

    /// <summary>Why this type itself, apart from its members, cannot cross.</summary>
    public CrossingFailure? Failure { get; set; }

    /// <summary>For <see cref="CrossingKind.Codec"/> and <see cref="CrossingKind.TypedCodec"/>: the codec.</summary>
    public FrameworkCodec Codec { get; set; }

    /// <summary>For <see cref="CrossingKind.Codec"/>: whether the codec is the user's, so that it is checked for reading what it wrote.</summary>
    public bool IsUserCodec { get; set; }

    /// <summary>For <see cref="CrossingKind.Codec"/>: the type arguments that the codec composes; for an array, its element.</summary>
    public List<CrossingType> Elements { get; } = [];

    /// <summary>For <see cref="CrossingKind.Object"/> and <see cref="CrossingKind.Contract"/>: what crosses, in order.</summary>
    public List<CrossingMember> Members { get; } = [];

    /// <summary>For <see cref="CrossingKind.KnownTypes"/>: the closed set; an object's number is its type's index.</summary>
    public List<CrossingType> Cases { get; } = [];

    /// <summary>For <see cref="CrossingKind.Contract"/>: how many of the first members are the constructor's arguments.</summary>
    public int ConstructorArguments { get; set; }

    /// <summary>For <see cref="CrossingKind.Object"/>: whether identity and cycles are kept.</summary>
    public bool KeepsReferences { get; set; }

    /// <summary>
    /// For <see cref="CrossingKind.Object"/>: the nearest base class of another assembly, whose constructor runs because its private state cannot be seen; or null.
    /// </summary>
    public INamedTypeSymbol? ForeignBase { get; set; }

    /// <summary>Whether it is an exception, of which the runtime writes and reads what every exception has: nothing else for <see cref="CrossingKind.TypedCodec"/>, the fields too for <see cref="CrossingKind.Object"/>.</summary>
    public bool IsException { get; set; }

    /// <summary>What it consists of: type arguments, members, cases.</summary>
    public IEnumerable<CrossingType> Parts => Elements.Concat(Members.Select(m => m.Type)).Concat(Cases);

    /// <summary>Whether its serializer is generated.</summary>
    public bool IsGenerated => Kind is CrossingKind.Object or CrossingKind.Contract or CrossingKind.KnownTypes;

    /// <summary>Where its generated serializer stands; null until the types that it is reached from are all known.</summary>
    public SerializerHome? Home { get; set; }

    /// <summary>
    /// Tells apart two ways in which one type crosses: as itself, as one of its known types, or as another closed set that a member declares.
    /// </summary>
    public string Variant { get; set; } = "";

    public override string ToString() => $"{Type} ({Kind})";
}
