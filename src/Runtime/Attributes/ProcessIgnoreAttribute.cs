namespace ProcGen;

/// <summary>
/// Leaves a field or an automatic property behind when its object crosses to another process; there it has its default value.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, Inherited = false)]
public sealed class ProcessIgnoreAttribute : Attribute;
