using System.ComponentModel;
using ProcGen.Errors;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>
/// Exceptions as data, in the form in which a failed call reports them: type, message, stack trace, inner exceptions and <see cref="Exception.Data"/> as text.
/// State that the object's own type adds is not carried: a type that has some and is declared as itself has a generated serializer.
/// </summary>
/// <typeparam name="TException">The declared type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ExceptionCodec<TException> : IProcessCodec<TException>
    where TException : Exception
{
    /// <summary>Writes an exception.</summary>
    /// <param name="writer">The payload's writer.</param>
    /// <param name="value">The exception.</param>
    public static void Write(ref PayloadWriter writer, TException? value)
    {
        writer.Writer.WriteUnmanaged(value is not null);
        if (value is not null)
        {
            ExceptionSnapshotCodec.Write(ref writer, ExceptionSnapshot.Take(value));
        }
    }

    /// <summary>Reads an exception.</summary>
    /// <param name="reader">The payload's reader.</param>
    /// <exception cref="ProcessSerializationException">The exception cannot be rebuilt as <typeparamref name="TException"/>.</exception>
    public static TException? Read(ref PayloadReader reader)
    {
        if (!reader.Reader.ReadUnmanaged<bool>())
        {
            return null;
        }

        ExceptionSnapshot snapshot = ExceptionSnapshotCodec.Read(ref reader);
        Exception exception = ExceptionFactory.Rebuild(snapshot, worker: null);
        return exception as TException ?? throw new ProcessSerializationException(
            $"An exception of type '{snapshot.TypeName}' cannot be rebuilt as '{typeof(TException)}': the type needs a public constructor without parameters, with a message, " +
            "or with a message and an inner exception. Declare it as System.Exception to receive a RemoteException in its place.");
    }
}
