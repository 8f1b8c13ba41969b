namespace ProcGen;

/// <summary>
/// Names the closed set of types that may stand behind an interface, a base class or <see cref="object"/> when it crosses to another process.
/// </summary>
/// <remarks>
/// On a type it holds wherever that type crosses; on a field, property, parameter or return value it holds there. An object of any
/// other type is refused with a <see cref="ProcessSerializationException"/> on the side that sends it, so nothing is ever cut off silently.
/// </remarks>
/// <param name="types">The types that may occur. Their order is part of the schema.</param>
[AttributeUsage(
    AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.ReturnValue,
    Inherited = false)]
public sealed class ProcessKnownTypesAttribute(params Type[] types) : Attribute
{
    /// <summary>The types that may occur.</summary>
    public IReadOnlyList<Type> Types { get; } = types;
}
