using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace ProcGen.CompilerServices;

/// <summary>The errors that generated serializers throw; kept out of line so that the generated code stays small.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PayloadErrors
{
    /// <summary>An object of a type that is not in the declared closed set.</summary>
    /// <param name="declared">The declared type as the user wrote it.</param>
    /// <param name="value">The object.</param>
    [DoesNotReturn]
    public static void ThrowUnknownType(string declared, object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        throw new ProcessSerializationException(
            $"An object of type '{value.GetType()}' cannot cross a process boundary as '{declared}': only the declared type and its known types can. " +
            $"Add [ProcessKnownTypes(typeof({value.GetType().Name}))] to '{declared}' or to the member that holds it.");
    }

    /// <summary>A collection of a derived type.</summary>
    /// <param name="declared">The declared type.</param>
    /// <param name="value">The collection.</param>
    [DoesNotReturn]
    public static void ThrowDerivedCollection(Type declared, object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        throw new ProcessSerializationException(
            $"A '{value.GetType()}' cannot cross a process boundary as '{declared}': what it adds to that would be lost. " +
            "Declare it as its own type, copy its items to the declared type, or name a codec with [assembly: ProcessCodec(typeof(T), typeof(TCodec))].");
    }

    /// <summary>More bytes than a payload can hold.</summary>
    /// <param name="bytes">How many there would be at least.</param>
    [DoesNotReturn]
    public static void ThrowTooLarge(long bytes) =>
        throw new ProcessSerializationException(
            $"The arguments or the result of a call take {bytes:N0} bytes, and at most {PayloadWriter.MaxLength:N0} can cross at once. Send them in parts, as an IEnumerable<T>, or through a file.");

    /// <summary>A codec that does not read what it wrote.</summary>
    /// <param name="codec">The codec.</param>
    [DoesNotReturn]
    public static void ThrowCodecMismatch(Type codec) =>
        throw new ProcessSerializationException($"The codec '{codec}' did not read exactly what it wrote, or the payload is malformed.");

    /// <summary>Objects nested too deeply, or a cycle.</summary>
    /// <param name="type">The type at which the limit was met.</param>
    [DoesNotReturn]
    public static void ThrowTooDeep(string type) =>
        throw new ProcessSerializationException(
            $"Objects are nested more than {PayloadWriter.MaxDepth} deep at '{type}'. If they form a cycle, put [ProcessReferences] on '{type}'; a long linked list crosses as an array.");

    /// <summary>Bytes that no writer of this project produces.</summary>
    /// <param name="what">What was found.</param>
    [DoesNotReturn]
    public static void ThrowMalformed(string what) =>
        throw new ProcessSerializationException($"A payload is malformed: {what}.");
}
