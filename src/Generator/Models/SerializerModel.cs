using ProcGen.Generator.Collections;

namespace ProcGen.Generator.Models;

/// <summary>How a generated serializer makes the object.</summary>
internal enum SerializerKind
{
    /// <summary>Without a constructor, then field by field.</summary>
    Object,

    /// <summary>By a public constructor and an object initializer.</summary>
    Contract,

    /// <summary>By the serializer of the object's own type, one of a closed set.</summary>
    KnownTypes,
}

/// <summary>One generated serializer: a struct with static Write and Read methods.</summary>
internal sealed record SerializerModel
{
    /// <summary>What the serializer is for: the type's name in code and, after it, the way in which it crosses.</summary>
    public required string Key { get; init; }

    /// <summary>The struct's name.</summary>
    public required string Name { get; init; }

    /// <summary>The type's name in code.</summary>
    public required string Type { get; init; }

    /// <summary>The type's name for people, in error messages.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Whether only the containing type of the marked methods can name all that it needs, so that it has to be nested there.</summary>
    public required bool IsLocal { get; init; }

    /// <summary>The type in which it is nested because that alone can name all that it needs; null for one that stands elsewhere.</summary>
    public required HolderModel? Holder { get; init; }

    /// <summary>Whether it can be named wherever its holder can, and not only within that.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>Whether it names an obsolete type, which only obsolete code may do where that is an error.</summary>
    public required bool IsObsolete { get; init; }

    public required SerializerKind Kind { get; init; }

    /// <summary>Whether values can be null.</summary>
    public required bool IsReferenceType { get; init; }

    /// <summary>Whether an object can be of a derived type, which would be cut off.</summary>
    public required bool ChecksExactType { get; init; }

    public required bool KeepsReferences { get; init; }

    /// <summary>The accessor that runs the constructor of a base class of another assembly; null if there is none.</summary>
    public required string? ForeignBaseConstructor { get; init; }

    /// <summary>Whether the runtime writes and reads what every exception has.</summary>
    public required bool IsException { get; init; }

    /// <summary>The members in the order in which they are written: plain bytes first, so that they go in one call.</summary>
    public required ImmutableEquatableArray<MemberModel> Members { get; init; }

    /// <summary>For <see cref="SerializerKind.KnownTypes"/>: how objects of each type are written; their index is their number.</summary>
    public required ImmutableEquatableArray<ValueModel> Cases { get; init; }

    /// <summary>The unsafe accessors of the members, one class for each type that declares some.</summary>
    public required ImmutableEquatableArray<AccessorClassModel> Accessors { get; init; }
}

/// <summary>One member of a type.</summary>
/// <param name="Target">For a field accessor, the accessor: <c>JobFields.Id</c>; for a direct member, its name; for an init-only property, the accessor of its setter.</param>
/// <param name="Name">The member's name in code, with which it is read if it is not a field accessor.</param>
/// <param name="Form">How it is reached.</param>
/// <param name="ConstructorPosition">For a contract: its position among the constructor's arguments; -1 for a member of the initializer.</param>
/// <param name="Value">How its value is written and read.</param>
internal sealed record MemberModel(string Target, string Name, MemberForm Form, int ConstructorPosition, ValueModel Value);

internal enum MemberForm
{
    /// <summary>A field through an unsafe accessor that returns a reference to it.</summary>
    FieldAccessor,

    /// <summary>A field by its name.</summary>
    Field,

    /// <summary>A property by its name.</summary>
    Property,

    /// <summary>An init-only property: read by its name, set through an unsafe accessor.</summary>
    InitAccessor,
}

/// <summary>The unsafe accessors of the members that one type declares.</summary>
/// <param name="Name">The class's name.</param>
/// <param name="TypeParameters">The type parameters of the declaring type in angle brackets, or nothing: the runtime wants an accessor as generic as its field.</param>
/// <param name="Constraints">Their constraints, one clause each.</param>
/// <param name="Receiver">The declaring type in terms of its type parameters.</param>
/// <param name="IsValueType">Whether the receiver goes by reference.</param>
/// <param name="Accessors">The accessors.</param>
internal sealed record AccessorClassModel(
    string Name, string TypeParameters, ImmutableEquatableArray<string> Constraints, string Receiver, bool IsValueType, ImmutableEquatableArray<AccessorModel> Accessors);

/// <summary>One unsafe accessor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MetadataName">The name of the field or method it opens.</param>
/// <param name="Type">The type of the field, or of the setter's value; empty for a constructor.</param>
/// <param name="Kind">What it opens.</param>
internal sealed record AccessorModel(string Name, string MetadataName, string Type, AccessorKind Kind);

internal enum AccessorKind
{
    Field,
    Setter,
    Constructor,
}
