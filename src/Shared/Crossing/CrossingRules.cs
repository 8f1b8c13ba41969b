namespace ProcGen.Shared.Crossing;

/// <summary>The ids of the rules about what can cross a process boundary. The classifier names one with every failure; the analyzers report it.</summary>
internal static class CrossingRules
{
    /// <summary>
    /// The type cannot cross: a pointer, a ref struct, a type parameter, a type that generated code cannot name, a type of another
    /// assembly with a public member that nothing restores. Reported as PROCGEN020 on a parameter, PROCGEN021 on a result and PROCGEN022 on a receiver.
    /// </summary>
    public const string CannotCross = "PROCGEN020";

    /// <summary>A lazily evaluated sequence or value inside another type.</summary>
    public const string LazySequence = "PROCGEN024";

    /// <summary>An interface, an abstract class or <c>object</c> without a closed set of known types.</summary>
    public const string OpenType = "PROCGEN026";

    /// <summary>Something that lives in one process: a stream, a socket, a handle, a task, a delegate, a lock, <c>Type</c>.</summary>
    public const string ProcessBound = "PROCGEN028";

    /// <summary>A <c>[ProcessCodec]</c> or <c>[ProcessKnownTypes]</c> that does not fit the type it is put on.</summary>
    public const string WrongDeclaration = "PROCGEN032";
}
