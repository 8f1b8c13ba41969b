namespace ProcGen.Shared.Crossing;

/// <summary>How a value crosses a process boundary.</summary>
internal enum CrossingKind
{
    /// <summary>It does not; <see cref="CrossingType.Failure"/> says why.</summary>
    None,

    /// <summary>As a block of bytes.</summary>
    Unmanaged,

    /// <summary>As a string.</summary>
    String,

    /// <summary>Through a codec of the runtime or of the user, composed with the codecs of its type arguments.</summary>
    Codec,

    /// <summary>Through a codec of the runtime that takes the type itself: MemoryPack's types, exceptions.</summary>
    TypedCodec,

    /// <summary>Whole, field by field, without running constructors: a type of the same assembly.</summary>
    Object,

    /// <summary>By a public constructor and settable members: a type of another assembly.</summary>
    Contract,

    /// <summary>As one of a closed set of types, by the number of the object's own type.</summary>
    KnownTypes,
}
