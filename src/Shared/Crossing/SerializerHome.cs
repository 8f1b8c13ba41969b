using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Crossing;

/// <summary>Where the generated serializer of a type stands.</summary>
/// <param name="Kind">Where.</param>
/// <param name="Holder">For <see cref="SerializerHomeKind.Holder"/>: the type.</param>
/// <param name="IsOpen">For <see cref="SerializerHomeKind.Holder"/>: whether it can be named wherever the holder can, and not only within it.</param>
internal sealed record SerializerHome(SerializerHomeKind Kind, INamedTypeSymbol? Holder = null, bool IsOpen = true)
{
    public static SerializerHome Assembly { get; } = new(SerializerHomeKind.Assembly);

    public static SerializerHome Local { get; } = new(SerializerHomeKind.Local);
}

/// <summary>Where generated serializers stand.</summary>
internal enum SerializerHomeKind
{
    /// <summary>Beside all others: everybody in the assembly can name what it needs.</summary>
    Assembly,

    /// <summary>
    /// In a partial type that can name what the rest of the assembly cannot: a type that is private to it. Serializers elsewhere call it, so that a type
    /// crosses whole with its private parts.
    /// </summary>
    Holder,

    /// <summary>In the stub class of the marked methods: only their type can name what it needs.</summary>
    Local,
}
