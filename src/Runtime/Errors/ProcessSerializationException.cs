namespace ProcGen;

/// <summary>A value could not be written for another process, or what came from there could not be read. Only the call it belongs to fails.</summary>
public sealed class ProcessSerializationException : ProcessException
{
    /// <summary>Makes an error without a message.</summary>
    public ProcessSerializationException() { }

    /// <summary>Makes an error.</summary>
    /// <param name="message">What happened and what to do about it.</param>
    public ProcessSerializationException(string message) : base(message) { }

    /// <summary>Makes an error with a cause.</summary>
    /// <param name="message">What happened and what to do about it.</param>
    /// <param name="innerException">The cause.</param>
    public ProcessSerializationException(string message, Exception? innerException) : base(message, innerException) { }
}
