using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using MemoryPack;
using ProcGen.Sharing;

namespace ProcGen.CompilerServices;

/// <summary>
/// Reads the values of one payload: MemoryPack's reader plus a depth limit and the identity of objects. The counterpart of <see cref="PayloadWriter"/>.
/// </summary>
public ref struct PayloadReader
{
    private static readonly MemoryPackSerializerOptions s_options = MemoryPackSerializerOptions.Utf16;

    private readonly MemoryPackReaderOptionalState _state;
    private readonly bool _isStateShared;
    private List<object>? _references;
    private List<SharedBlock>? _handles;
    private int _depth;

    private WorkerCall? _call;
    private int _nextLive;

    internal PayloadReader(PayloadBuffer buffer)
    {
        _state = MemoryPackReaderOptionalStatePool.Rent(s_options);
        Reader = buffer.TryGetSingleSpan(out ReadOnlySpan<byte> span)
            ? new MemoryPackReader(span, _state)
            : new MemoryPackReader(in buffer.AsSequence(), _state);
    }

    /// <summary>Reads a part of a buffer.</summary>
    internal PayloadReader(in ReadOnlySequence<byte> bytes)
    {
        _state = MemoryPackReaderOptionalStatePool.Rent(s_options);
        Reader = new MemoryPackReader(in bytes, _state);
    }

    internal PayloadReader(ReadOnlySpan<byte> bytes)
    {
        _state = MemoryPackReaderOptionalStatePool.Rent(s_options);
        Reader = new MemoryPackReader(bytes, _state);
    }

    /// <summary>For payloads that need nothing of the state: see <see cref="ProcessMethod.IsFlat"/>.</summary>
    internal PayloadReader(ReadOnlySpan<byte> bytes, MemoryPackReaderOptionalState state)
    {
        _state = state;
        _isStateShared = true;
        Reader = new MemoryPackReader(bytes, state);
    }

    /// <summary>MemoryPack's reader, for everything that it can read itself.</summary>
#pragma warning disable CA1051 // A property would hand out a copy; the reader is a mutable struct.
    public MemoryPackReader Reader;
#pragma warning restore CA1051

    /// <summary>The shared object in which the payload lay, see <see cref="PayloadWriter.Container"/>.</summary>
    internal Guid Container { get; init; }

    /// <summary>The shared objects that were read; null for none.</summary>
    internal readonly List<SharedBlock>? Handles => _handles;

    /// <summary>Reads whether an object follows.</summary>
    /// <param name="type">The object's type as the user wrote it, for the error.</param>
    /// <returns>False for null.</returns>
    public bool TryReadHeader(string type)
    {
        byte header = Reader.ReadUnmanaged<byte>();
        if (header is not (0 or MemoryPackCode.NullObject))
        {
            PayloadErrors.ThrowMalformed($"'{type}' begins with the byte {header}");
        }

        return header == 0;
    }

    /// <summary>Reads which of its known types an object is of.</summary>
    /// <param name="type">The declared type as the user wrote it, for the error.</param>
    /// <param name="number">The type's number.</param>
    /// <returns>False for null.</returns>
    public bool TryReadKnownType(string type, out int number)
    {
        number = Reader.ReadUnmanaged<byte>();
        if (number == MemoryPackCode.NullObject)
        {
            return false;
        }

        if (number == MemoryPackCode.WideTag)
        {
            number = Reader.ReadUnmanaged<ushort>();
        }
        else if (number > MemoryPackCode.WideTag)
        {
            PayloadErrors.ThrowMalformed($"'{type}' begins with the byte {number}");
        }

        return true;
    }

    /// <summary>Reads the number of items of a collection.</summary>
    /// <param name="smallestItem">The number of bytes that an item takes at least; no collection is made for more items than the rest of the payload can hold.</param>
    /// <returns>-1 for null.</returns>
    public int ReadLength(int smallestItem = 1)
    {
        int length = Reader.ReadUnmanaged<int>();
        if (length < -1 || (long)length * smallestItem > Reader.Remaining)
        {
            PayloadErrors.ThrowMalformed($"a collection claims {length} items where {Reader.Remaining} bytes are left");
        }

        return length;
    }

    /// <summary>Reads a string. MemoryPack's own method trusts the length it reads, and follows a wrong one out of the buffer.</summary>
    public string? ReadString()
    {
        int length = ReadLength(sizeof(char));
        if (length <= 0)
        {
            return length == 0 ? "" : null;
        }

        int bytes = checked(length * sizeof(char));
        ref byte source = ref Reader.GetSpanReference(bytes);
        string value = new(MemoryMarshal.Cast<byte, char>(MemoryMarshal.CreateReadOnlySpan(ref source, bytes)));
        Reader.Advance(bytes);
        return value;
    }

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

    /// <summary>Begins an object that may be null: what <see cref="PayloadWriter.TryBegin(object?, string)"/> wrote. To be paired with <see cref="Leave"/> if it is there.</summary>
    /// <param name="type">The object's type as the user wrote it, for the error.</param>
    /// <returns>False for null.</returns>
    /// <exception cref="ProcessSerializationException">The object is nested deeper than <see cref="PayloadWriter.MaxDepth"/>.</exception>
    public bool TryBegin(string type)
    {
        if (!TryReadHeader(type))
        {
            return false;
        }

        Enter(type);
        return true;
    }

    /// <summary>Ends a nested object.</summary>
    public void Leave() => _depth--;

    /// <summary>For a type with <see cref="ProcessReferencesAttribute"/>: reads what <see cref="PayloadWriter.TryWriteReference"/> wrote.</summary>
    /// <param name="value">The object already read, if there is one.</param>
    /// <typeparam name="T">The declared type.</typeparam>
    /// <returns>True if the object was already read; false if the caller now makes it, calls <see cref="AddReference"/> and reads its members.</returns>
    public bool TryReadReference<T>([NotNullWhen(true)] out T? value)
        where T : class
    {
        int number = Reader.ReadUnmanaged<int>();
        if (number == -1)
        {
            value = null;
            return false;
        }

        value = _references is not null && (uint)number < (uint)_references.Count ? _references[number] as T : null;
        if (value is null)
        {
            PayloadErrors.ThrowMalformed("a reference to an object that was not sent");
        }

        return true;
    }

    /// <summary>Remembers an object whose members are read next, so that they can refer to it.</summary>
    /// <param name="value">The object.</param>
    public void AddReference(object value) => (_references ??= []).Add(value);

    internal void Keep(SharedBlock block) => (_handles ??= []).Add(block);

    /// <summary>Says whose arguments are read, so that those which live on the caller's side can be asked for.</summary>
    internal void BeginArguments(WorkerCall call) => _call = call;

    /// <summary>The call whose arguments are read, and the ordinal of its next argument that lives on the caller's side.</summary>
    internal WorkerCall NextLive(out int ordinal)
    {
        ordinal = _nextLive++;
        return _call ?? throw new InvalidOperationException("A token, a progress or a sequence can only be an argument of a marked method.");
    }

    internal void Complete()
    {
        Reader.Dispose();
        if (!_isStateShared)
        {
            ((IDisposable)_state).Dispose();
        }
    }

    /// <summary>Gets what readers of flat payloads can share. To be disposed of.</summary>
    internal static MemoryPackReaderOptionalState RentState() => MemoryPackReaderOptionalStatePool.Rent(s_options);
}
