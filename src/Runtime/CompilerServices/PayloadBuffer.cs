using System.Buffers;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using ProcGen.Sharing;

namespace ProcGen.CompilerServices;

/// <summary>
/// The bytes of one payload: arguments, a result, an item. Made of pooled segments, written through <see cref="IBufferWriter{T}"/> and read as a sequence.
/// Not thread-safe; whoever holds it returns it once.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PayloadBuffer : IBufferWriter<byte>
{
    private const int FirstSegmentSize = 512;

    // The shared pool keeps up to 32 arrays of each size for each processor: large enough that a payload of some dozen megabytes is written to memory that was touched before, and
    // small enough that a process does not hold on to hundreds of megabytes after one.
    private const int LargestSegmentSize = 1024 * 1024;

    // What an empty buffer in the pool may hold on to.
    private const int LargestKeptSegmentSize = 32 * 1024;

    private static readonly PayloadBufferPool s_pool = new();

    private Segment _first;
    private Segment _last;
    private long _length;

    // A field, because MemoryPack's reader keeps a reference to the sequence it reads.
    private ReadOnlySequence<byte> _sequence;

    internal PayloadBuffer()
    {
        _first = _last = new Segment(FirstSegmentSize);
    }

    /// <summary>The number of bytes written.</summary>
    public long Length => _length;

    /// <summary>The shared objects that the bytes refer to, which are kept until the buffer is emptied; null where there are none.</summary>
    internal HandlePins? Pins { get; private set; }

    internal static PayloadBuffer Rent() => s_pool.Rent();

    /// <summary>Gives the memory back. The buffer must not be used afterwards.</summary>
    internal void Return()
    {
        Reset();
        if (_first.Capacity > LargestKeptSegmentSize)
        {
            _first.FreeArray();
            _first = _last = new Segment(FirstSegmentSize);
        }

        s_pool.Return(this);
    }

    /// <summary>Keeps a shared object that the bytes refer to.</summary>
    internal void Pin(SharedBlock block) => (Pins ??= new HandlePins()).Pin(block);

    /// <summary>Empties the buffer and keeps its first segment.</summary>
    internal void Reset()
    {
        if (Pins is { } pins)
        {
            Pins = null;
            pins.Release();
        }

        for (Segment? s = _first.NextSegment; s is not null;)
        {
            Segment? next = s.NextSegment;
            s.FreeArray();
            s = next;
        }

        _first.Truncate();
        _last = _first;
        _length = 0;
        _sequence = default;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int count)
    {
        _last.Advance(count);
        _length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _last.FreeMemory;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _last.FreeSpan;
    }

    /// <summary>Takes back what was written last.</summary>
    /// <param name="length">How much is kept.</param>
    internal void Truncate(long length)
    {
        long kept = 0;
        Segment s = _first;
        for (; kept + s.Written < length; s = s.NextSegment!)
        {
            kept += s.Written;
        }

        for (Segment? dropped = s.NextSegment; dropped is not null;)
        {
            Segment? next = dropped.NextSegment;
            dropped.FreeArray();
            dropped = next;
        }

        s.Truncate((int)(length - kept));
        _last = s;
        _length = length;
    }

    /// <summary>What was written. Valid until the buffer is reset, returned or written to.</summary>
    internal ref readonly ReadOnlySequence<byte> AsSequence()
    {
        if (ReferenceEquals(_first, _last))
        {
            _sequence = new ReadOnlySequence<byte>(_first.WrittenMemory);
            return ref _sequence;
        }

        long index = 0;
        for (Segment s = _first; ; s = s.NextSegment!)
        {
            s.Seal(index);
            index += s.Written;
            if (s.NextSegment is null)
            {
                break;
            }
        }

        _sequence = new ReadOnlySequence<byte>(_first, 0, _last, _last.Written);
        return ref _sequence;
    }

    /// <summary>A copy of what was written.</summary>
    internal byte[] ToArray() => AsSequence().ToArray();

    internal bool TryGetSingleSpan(out ReadOnlySpan<byte> span)
    {
        if (ReferenceEquals(_first, _last))
        {
            span = _first.WrittenMemory.Span;
            return true;
        }

        span = default;
        return false;
    }

    /// <summary>Changes a number at the very beginning, where one was written before.</summary>
    internal void OverwriteFirst(int value) => System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(_first.WrittenSpan, value);

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        if (_length == 0 && bytes.Length > _last.Free)
        {
            // In one piece, which is read faster.
            AddSegment(bytes.Length);
        }

        while (!bytes.IsEmpty)
        {
            Span<byte> free = GetSpan(1);
            int n = Math.Min(free.Length, bytes.Length);
            bytes[..n].CopyTo(free);
            Advance(n);
            bytes = bytes[n..];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int sizeHint)
    {
        if (_last.Free < Math.Max(sizeHint, 1))
        {
            AddSegment(sizeHint);
        }
    }

    private void AddSegment(int sizeHint)
    {
        // Doubling keeps the number of segments small, and a payload of some bytes small as well.
        int size = Math.Max(sizeHint, Math.Min(_last.Capacity * 2, LargestSegmentSize));
        var next = new Segment(size);
        if (_length == 0)
        {
            _first.FreeArray();
            _first = _last = next;
            return;
        }

        _last.Append(next);
        _last = next;
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        private byte[] _array;

        public Segment(int size) => _array = ArrayPool<byte>.Shared.Rent(size);

        public Segment? NextSegment => (Segment?)Next;

        public int Written { get; private set; }

        public int Capacity => _array.Length;

        public int Free => _array.Length - Written;

        public Memory<byte> FreeMemory => _array.AsMemory(Written);

        public Span<byte> FreeSpan => _array.AsSpan(Written);

        public Span<byte> WrittenSpan => _array.AsSpan(0, Written);

        public ReadOnlyMemory<byte> WrittenMemory => _array.AsMemory(0, Written);

        public void Advance(int count)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Free, nameof(count));
            Written += count;
        }

        public void Append(Segment next) => Next = next;

        public void Seal(long runningIndex)
        {
            Memory = WrittenMemory;
            RunningIndex = runningIndex;
        }

        public void Truncate(int written = 0)
        {
            Written = written;
            Next = null;
        }

        public void FreeArray()
        {
            ArrayPool<byte>.Shared.Return(_array);
            _array = [];
        }
    }
}
