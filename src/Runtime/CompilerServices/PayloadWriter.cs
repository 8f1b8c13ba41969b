using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MemoryPack;

namespace ProcGen.CompilerServices;

/// <summary>
/// Writes the values of one payload: MemoryPack's writer plus what crossing a process boundary needs beside it, a depth limit and the identity of objects.
/// </summary>
public ref struct PayloadWriter
{
    /// <summary>How deeply objects may nest; both sides stop there with a typed error long before the stack ends.</summary>
    public const int MaxDepth = 1000;

    /// <summary>How many bytes a payload can hold.</summary>
    public const int MaxLength = int.MaxValue;

    // UTF-16 strings: they are copied, not transcoded, and a lone surrogate arrives as it was sent.
    private static readonly MemoryPackSerializerOptions s_options = MemoryPackSerializerOptions.Utf16;

    private readonly MemoryPackWriterOptionalState _state;
    private readonly PayloadBuffer? _pinning;
    private readonly bool _isStateShared;
    private Dictionary<object, int>? _references;
    private List<Managers.ManagerObjectId>? _managerObjects;
    private int _depth;

    /// <param name="buffer">Where to.</param>
    /// <param name="pinsHandles">Whether the buffer keeps the shared objects that are written, and is kept itself until the reader has them; otherwise they travel with tickets.</param>
    internal PayloadWriter(ref PayloadBuffer buffer, bool pinsHandles = false)
    {
        _pinning = pinsHandles ? buffer : null;
        _state = MemoryPackWriterOptionalStatePool.Rent(s_options);
        Writer = new MemoryPackWriter<PayloadBuffer>(ref buffer, _state);
    }

    /// <summary>For payloads that need nothing of the state: see <see cref="ProcessMethod.IsFlat"/>.</summary>
    internal PayloadWriter(ref PayloadBuffer buffer, MemoryPackWriterOptionalState state)
    {
        _state = state;
        _isStateShared = true;
        Writer = new MemoryPackWriter<PayloadBuffer>(ref buffer, state);
    }

    /// <summary>MemoryPack's writer, for everything that it can write itself.</summary>
#pragma warning disable CA1051 // A property would hand out a copy; the writer is a mutable struct.
    public MemoryPackWriter<PayloadBuffer> Writer;
#pragma warning restore CA1051

    /// <summary>The shared object in which the payload will lie, which then holds the shared objects that are written: a queue with items. Empty for any other payload.</summary>
    internal Guid Container { get; init; }

    /// <summary>Whether <see cref="Container"/> holds shared objects that were written.</summary>
    internal bool HasDeposits { get; set; }

    /// <summary>Who will read the payload, where that is a client of a manager; null for anybody.</summary>
    internal Managers.ManagerAudience? Audience { get; init; }

    /// <summary>The buffer that keeps the shared objects which are written; null if they travel with tickets.</summary>
    internal readonly PayloadBuffer? Pinning => _pinning;

    /// <summary>Writes the number of items of a collection; -1 stands for null.</summary>
    /// <param name="length">The number.</param>
    public void WriteLength(int length) => Writer.WriteUnmanaged(length);

    /// <summary>Writes a string.</summary>
    /// <param name="value">The string, or null.</param>
    /// <exception cref="ProcessSerializationException">The payload would hold more than <see cref="MaxLength"/> bytes.</exception>
    public void WriteString(string? value)
    {
        if (value is not null)
        {
            Reserve((long)value.Length * sizeof(char));
        }

        Writer.WriteUtf16(value);
    }

    /// <summary>Makes sure that the payload can hold as many more bytes.</summary>
    /// <param name="bytes">How many will be written.</param>
    /// <exception cref="ProcessSerializationException">It cannot.</exception>
    public void Reserve(long bytes)
    {
        // The count of written bytes wraps to a negative number past the limit.
        long length = (uint)Writer.WrittenCount + bytes + sizeof(int);
        if (length > MaxLength)
        {
            PayloadErrors.ThrowTooLarge(length);
        }
    }

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

    /// <summary>Begins an object that may be null: whether it is there, and its depth. To be paired with <see cref="Leave"/> if it is.</summary>
    /// <param name="value">The object.</param>
    /// <param name="type">The object's type as the user wrote it, for the error.</param>
    /// <returns>False for null, of which nothing more is written.</returns>
    /// <exception cref="ProcessSerializationException">The object is nested deeper than <see cref="MaxDepth"/>.</exception>
    public bool TryBegin([NotNullWhen(true)] object? value, string type)
    {
        if (value is null)
        {
            Writer.WriteNullObjectHeader();
            return false;
        }

        Writer.WriteObjectHeader(0);
        Enter(type);
        return true;
    }

    /// <summary>Begins an object that may be null or, because its type is not sealed, of a derived type, which would be cut off.</summary>
    /// <param name="value">The object.</param>
    /// <param name="type">The object's type as the user wrote it, for the error.</param>
    /// <param name="exact">The type.</param>
    /// <returns>False for null, of which nothing more is written.</returns>
    /// <exception cref="ProcessSerializationException">The object is of a derived type, or nested deeper than <see cref="MaxDepth"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // Comparing with a type that the caller names then needs no object for it.
    public bool TryBegin([NotNullWhen(true)] object? value, string type, Type exact)
    {
        if (value is not null && value.GetType() != exact)
        {
            PayloadErrors.ThrowUnknownType(type, value);
        }

        return TryBegin(value, type);
    }

    /// <summary>Begins an object whose identity is kept. See <see cref="TryBegin(object?, string, Type)"/>.</summary>
    /// <param name="value">The object.</param>
    /// <param name="type">The object's type as the user wrote it, for the error.</param>
    /// <param name="exact">The type.</param>
    /// <returns>False for null and for an object that this payload already holds, of which nothing more is written.</returns>
    /// <exception cref="ProcessSerializationException">The object is of a derived type, or nested deeper than <see cref="MaxDepth"/>.</exception>
    public bool TryBeginReference([NotNullWhen(true)] object? value, string type, Type exact)
    {
        if (!TryBegin(value, type, exact))
        {
            return false;
        }

        if (TryWriteReference(value))
        {
            Leave();
            return false;
        }

        return true;
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

    /// <summary>The objects of managers whose handles the payload holds; null for none.</summary>
    internal readonly List<Managers.ManagerObjectId>? ManagerObjects => _managerObjects;

    /// <summary>Notes that a handle was written.</summary>
    internal void AddManagerObject(Managers.ManagerObjectId id) => (_managerObjects ??= []).Add(id);

    /// <summary>Hands everything written to the buffer.</summary>
    /// <exception cref="ProcessSerializationException">The payload holds more than <see cref="MaxLength"/> bytes.</exception>
    internal void Complete()
    {
        Reserve(0);
        Abandon();
    }

    /// <summary>As <see cref="Complete"/>, whatever was written.</summary>
    internal void Abandon()
    {
        Writer.Flush();
        if (!_isStateShared)
        {
            ((IDisposable)_state).Dispose();
        }
    }

    /// <summary>Gets what writers of flat payloads can share. To be disposed of.</summary>
    internal static MemoryPackWriterOptionalState RentState() => MemoryPackWriterOptionalStatePool.Rent(s_options);
}
