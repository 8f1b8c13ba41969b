using MemoryPack;

namespace ProcGen.CompilerServices;

/// <summary>
/// Reads the values of one payload: MemoryPack's reader plus a depth limit and the identity of objects. The counterpart of <see cref="PayloadWriter"/>.
/// </summary>
public ref struct PayloadReader
{
    private static readonly MemoryPackSerializerOptions s_options = MemoryPackSerializerOptions.Utf16;

    private readonly MemoryPackReaderOptionalState _state;
    private List<object>? _references;
    private int _depth;

    internal PayloadReader(PayloadBuffer buffer)
    {
        _state = MemoryPackReaderOptionalStatePool.Rent(s_options);
        Reader = buffer.TryGetSingleSpan(out ReadOnlySpan<byte> span)
            ? new MemoryPackReader(span, _state)
            : new MemoryPackReader(in buffer.AsSequence(), _state);
    }

    /// <summary>MemoryPack's reader, for everything that it can read itself.</summary>
#pragma warning disable CA1051 // A property would hand out a copy; the reader is a mutable struct.
    public MemoryPackReader Reader;
#pragma warning restore CA1051

    /// <summary>Begins a nested object. To be paired with <see cref="Leave"/>.</summary>
    /// <param name="type">The object's type as the user wrote it, for the error.</param>
    /// <exception cref="ProcessSerializationException">The object is nested deeper than <see cref="PayloadWriter.MaxDepth"/>.</exception>
    public void Enter(string type)
    {
        if (++_depth > PayloadWriter.MaxDepth)
        {
            PayloadErrors.ThrowTooDeep(type);
        }
    }

    /// <summary>Ends a nested object.</summary>
    public void Leave() => _depth--;

    /// <summary>For a type with <see cref="ProcessReferencesAttribute"/>: reads what <see cref="PayloadWriter.TryWriteReference"/> wrote.</summary>
    /// <param name="value">The object already read, if there is one.</param>
    /// <returns>True if the object was already read; false if the caller now makes it, calls <see cref="AddReference"/> and reads its members.</returns>
    public bool TryReadReference(out object? value)
    {
        int number = Reader.ReadUnmanaged<int>();
        if (number == -1)
        {
            value = null;
            return false;
        }

        if (_references is null || (uint)number >= (uint)_references.Count)
        {
            PayloadErrors.ThrowMalformed("an object reference to an object that was not sent");
        }

        value = _references![number];
        return true;
    }

    /// <summary>Remembers an object whose members are read next, so that they can refer to it.</summary>
    /// <param name="value">The object.</param>
    public void AddReference(object value) => (_references ??= []).Add(value);

    internal void Complete()
    {
        Reader.Dispose();
        ((IDisposable)_state).Dispose();
    }
}
