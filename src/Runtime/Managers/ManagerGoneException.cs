namespace ProcGen;

/// <summary>
/// The process of a <see cref="ProcessManager"/> has ended or cannot be reached any more, or the shared object was released there. Every use of the object's proxies fails with it, at once: what
/// was in the object is lost.
/// </summary>
public sealed class ManagerGoneException : ProcessException
{
    internal ManagerGoneException() { }

    internal ManagerGoneException(string message, Exception? innerException = null) : base(message, innerException) { }
}
