namespace ProcGen;

/// <summary>The pool was disposed while the call waited or ran. A call that ran was ended with its worker.</summary>
public sealed class PoolTerminatedException : ProcessException
{
    internal PoolTerminatedException(string message) : base(message) { }

    /// <summary>The marked method, as <c>Type.Method(parameters)</c>.</summary>
    public string Method { get; init; } = "";

    /// <summary>Whether the method's body may have begun. False means that it certainly has not.</summary>
    public bool MayHaveRun { get; init; }
}
