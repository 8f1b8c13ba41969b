namespace ProcGen;

/// <summary>
/// Leaves a field, an automatic property or an event behind when its object crosses to another process; there it has its default value.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Event, Inherited = false)]
public sealed class ProcessIgnoreAttribute : Attribute;
