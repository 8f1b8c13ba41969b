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
