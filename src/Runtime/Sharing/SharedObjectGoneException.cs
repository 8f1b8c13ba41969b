namespace ProcGen;

/// <summary>
/// A handle refers to a shared object that no longer exists: every process that had it has disposed of it or ended before the handle was read, or the handle comes from another
/// tree of processes (another run of the application).
/// </summary>
/// <remarks>A handle keeps its object alive while it lies in a call, a result or an item of a queue. It does not while it lies in bytes that the application keeps itself, such as an envelope's.</remarks>
public sealed class SharedObjectGoneException : ProcessException
{
    internal SharedObjectGoneException(string message) : base(message) { }
}
