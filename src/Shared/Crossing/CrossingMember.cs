using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Crossing;

/// <summary>How generated code reaches a member.</summary>
internal enum CrossingAccess
{
    /// <summary>A field of any accessibility, through an unsafe accessor.</summary>
    FieldAccessor,

    /// <summary>A public field or property, by its name.</summary>
    Direct,

    /// <summary>A property with an init-only setter, which is called through an unsafe accessor.</summary>
    InitAccessor,
}

/// <summary>One field or property that crosses with its object.</summary>
internal sealed class CrossingMember(string name, string metadataName, INamedTypeSymbol declaringType, ISymbol symbol, CrossingAccess access, CrossingType type)
{
    /// <summary>The name as the user wrote it.</summary>
    public string Name { get; } = name;

    /// <summary>The name in metadata: for an automatic property, that of its backing field.</summary>
    public string MetadataName { get; } = metadataName;

    /// <summary>The class or struct that declares it, which may be a base class.</summary>
    public INamedTypeSymbol DeclaringType { get; } = declaringType;

    /// <summary>What the user wrote: the field, property or event; for a captured parameter, its field.</summary>
    public ISymbol Symbol { get; } = symbol;

    public CrossingAccess Access { get; } = access;

    public CrossingType Type { get; } = type;
}
