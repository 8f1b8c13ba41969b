namespace ProcGen;

/// <summary>
/// Keeps the identity of a class's objects when they cross to another process: an object that is reached twice arrives once, and cycles are kept.
/// Without it objects are trees, and an object reached twice arrives as two.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ProcessReferencesAttribute : Attribute;
