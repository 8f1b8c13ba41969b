namespace ProcGen;

/// <summary>
/// Says how a type that nobody here can annotate crosses to another process: by the static methods of <paramref name="codec"/>.
/// </summary>
/// <example>
/// <code>
/// [assembly: ProcessCodec(typeof(BigDecimal), typeof(BigDecimalCodec))]
/// </code>
/// </example>
/// <param name="type">The type that crosses.</param>
/// <param name="codec">A type that implements <see cref="IProcessCodec{T}"/> of <paramref name="type"/>.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ProcessCodecAttribute(Type type, Type codec) : Attribute
{
    /// <summary>The type that crosses.</summary>
    public Type Type { get; } = type;

    /// <summary>The type with the static <c>Write</c> and <c>Read</c> methods.</summary>
    public Type Codec { get; } = codec;
}
