using MemoryPack;

namespace ProcGen.CompilerServices;

/// <summary>
/// Writes the values of one payload: MemoryPack's writer plus what crossing a process boundary needs beside it, a depth limit and the identity of objects.
/// </summary>
public ref struct PayloadWriter
{
    /// <summary>How deeply objects may nest; both sides stop there with a typed error long before the stack ends.</summary>
    public const int MaxDepth = 1000;

    // UTF-16 strings: they are copied, not transcoded, and a lone surrogate arrives as it was sent.
    private static readonly MemoryPackSerializerOptions s_options = MemoryPackSerializerOptions.Utf16;

    private readonly MemoryPackWriterOptionalState _state;
    private Dictionary<object, int>? _references;
    private int _depth;

    internal PayloadWriter(ref PayloadBuffer buffer)
    {
        _state = MemoryPackWriterOptionalStatePool.Rent(s_options);
        Writer = new MemoryPackWriter<PayloadBuffer>(ref buffer, _state);
    }

    /// <summary>MemoryPack's writer, for everything that it can write itself.</summary>
#pragma warning disable CA1051 // A property would hand out a copy; the writer is a mutable struct.
    public MemoryPackWriter<PayloadBuffer> Writer;
#pragma warning restore CA1051

    /// <summary>Begins a nested object. To be paired with <see cref="Leave"/>.</summary>
    /// <param name="type">The object's type as the user wrote it, for the error.</param>
    /// <exception cref="ProcessSerializationException">The object is nested deeper than <see cref="MaxDepth"/>.</exception>
    public void Enter(string type)
    {
        if (++_depth > MaxDepth)
        {
            PayloadErrors.ThrowTooDeep(type);
        }
    }

    /// <summary>Ends a nested object.</summary>
    public void Leave() => _depth--;

    /// <summary>
    /// For a type with <see cref="ProcessReferencesAttribute"/>: writes the number of an object that this payload already holds, or gives it the next one.
    /// </summary>
    /// <param name="value">The object, not null.</param>
    /// <returns>True if only a reference was written; false if the caller now writes the object itself.</returns>
    public bool TryWriteReference(object value)
    {
        _references ??= new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        if (_references.TryGetValue(value, out int number))
        {
            Writer.WriteUnmanaged(number);
            return true;
        }

        _references.Add(value, _references.Count);
        Writer.WriteUnmanaged(-1);
        return false;
    }

    /// <summary>Hands everything written to the buffer.</summary>
    internal void Complete()
    {
        Writer.Flush();
        ((IDisposable)_state).Dispose();
    }
}
