using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace ProcGen.CompilerServices;

/// <summary>All marked methods of one assembly. The generator derives one class from it and names that with a <see cref="ProcessMethodTableAttribute"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ProcessMethodTable
{
    /// <summary>The hash of all ids and schemas in the table: two builds with the same hash understand each other.</summary>
    public abstract ulong Hash { get; }

    /// <summary>The simple name of the assembly.</summary>
    public abstract string AssemblyName { get; }

    /// <summary>The method with this id, or null.</summary>
    /// <param name="id">A <see cref="ProcessMethod.Id"/>.</param>
    public abstract ProcessMethod? Find(ulong id);

    /// <summary>How a type crosses that is an item of a shared collection in some signature of the assembly; null for any other.</summary>
    /// <param name="type">The item's type.</param>
    public virtual ItemCodec? FindItem(Type type) => null;

    /// <summary>The tables of the referenced assemblies. Naming them here keeps them in a trimmed application.</summary>
    public virtual IReadOnlyList<ProcessMethodTable> References => [];

    /// <summary>Runs the assembly's <see cref="WorkerStartupAttribute"/> methods, in the order of their full names.</summary>
    public virtual ValueTask RunStartupAsync() => default;
}

/// <summary>Names the generated table of an assembly.</summary>
/// <param name="table">The class derived from <see cref="ProcessMethodTable"/>; it has a public constructor without parameters.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ProcessMethodTableAttribute(
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type table) : Attribute
{
    /// <summary>The table's class.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)]
    public Type Table { get; } = table;
}
