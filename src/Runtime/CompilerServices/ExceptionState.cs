using System.ComponentModel;
using ProcGen.Errors;

namespace ProcGen.CompilerServices;

/// <summary>
/// What every exception has, for the generated serializers of exceptions that add state of their own: message, stack trace, inner exceptions,
/// <see cref="Exception.Data"/>. The fields of the type itself are written and read by generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ExceptionState
{
    /// <summary>Writes what every exception has.</summary>
    /// <param name="writer">The payload's writer.</param>
    /// <param name="value">The exception.</param>
    public static void Write(ref PayloadWriter writer, Exception value)
    {
        ArgumentNullException.ThrowIfNull(value);
        ExceptionSnapshotCodec.Write(ref writer, ExceptionSnapshot.Take(value));
    }

    /// <summary>Reads what <see cref="Write"/> wrote into an exception on which the constructor of its base class of .NET has run.</summary>
    /// <param name="reader">The payload's reader.</param>
    /// <param name="value">The exception.</param>
    public static void Read(ref PayloadReader reader, Exception value)
    {
        ArgumentNullException.ThrowIfNull(value);
        ExceptionFactory.Restore(value, ExceptionSnapshotCodec.Read(ref reader));
    }
}
