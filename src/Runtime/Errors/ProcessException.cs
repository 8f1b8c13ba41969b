namespace ProcGen;

/// <summary>The base of all errors that come from running code in another process, as against errors of the code itself.</summary>
public class ProcessException : Exception
{
    /// <summary>Makes an error without a message.</summary>
    public ProcessException() { }

    /// <summary>Makes an error.</summary>
    /// <param name="message">What happened and what to do about it.</param>
    public ProcessException(string message) : base(message) { }

    /// <summary>Makes an error with a cause.</summary>
    /// <param name="message">What happened and what to do about it.</param>
    /// <param name="innerException">The cause.</param>
    public ProcessException(string message, Exception? innerException) : base(message, innerException) { }
}
