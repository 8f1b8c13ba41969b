using System.Diagnostics;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Calls;

/// <summary>
/// Puts the items of a sequence that come in quick succession into one frame: its number of items (i32) and the items. An item that comes after a pause is sent at once, and none is held
/// for much longer than <see cref="s_longestHold"/>: its producer flushes before it waits, and <see cref="BatchFlusher"/> does where the producer computes for long. Thread-safe.
/// </summary>
internal sealed class ItemBatch(CallLink link, ushort ordinal)
{
    private const int HeaderSize = sizeof(int);

    // A frame of this size costs little more than its copies; an item of a quarter of it does not gain by company.
    private const int FullFrame = 32 * 1024;
    private const int LargeItem = FullFrame / 4;

    private static readonly long s_longestHold = Stopwatch.Frequency / 10_000;

    private readonly Lock _gate = new();
    private PayloadBuffer? _held;
    private int _count;
    private long _lastSent;
    private int _quietTicks;
    private bool _isWatched;
    private bool _closed;

    /// <summary>Begins to write an item.</summary>
    public static PayloadBuffer OpenItem()
    {
        PayloadBuffer item = PayloadBuffer.Rent();
        new FieldWriter(item).WriteInt32(1);
        return item;
    }

    /// <summary>The size of the item, as credit counts it.</summary>
    public static long SizeOf(PayloadBuffer frame) => frame.Length - HeaderSize;

    /// <summary>Sends an item, or holds it for the next frame.</summary>
    /// <param name="item">An item from <see cref="OpenItem"/>, which is given away.</param>
    public void Add(PayloadBuffer item)
    {
        lock (_gate)
        {
            if (_closed)
            {
                item.Return();
                return;
            }

            long now = Stopwatch.GetTimestamp();
            bool isDue = now - _lastSent >= s_longestHold;
            if (_held is not null && item.Length < LargeItem)
            {
                Append(_held, item);
                _held.OverwriteFirst(++_count);
                isDue |= _held.Length >= FullFrame;
            }
            else
            {
                SendHeld();
                _held = item;
                _count = 1;
                isDue |= item.Length >= LargeItem;
            }

            if (isDue)
            {
                SendHeld();
                _lastSent = now;
            }
            else if (!_isWatched)
            {
                _isWatched = true;
                BatchFlusher.Watch(this);
            }
        }
    }

    /// <summary>Sends what is held.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            SendHeld();
        }
    }

    /// <summary>Drops what is held; nothing is sent any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _held?.Return();
            _held = null;
        }
    }

    /// <summary>Sends what was held for too long.</summary>
    /// <returns>Whether there is something to watch still.</returns>
    public bool OnTick()
    {
        lock (_gate)
        {
            if (_held is not null)
            {
                _quietTicks = 0;
                if (Stopwatch.GetTimestamp() - _lastSent >= s_longestHold)
                {
                    SendHeld();
                }
            }
            else if (_closed || ++_quietTicks > 10)
            {
                _isWatched = false;
                return false;
            }

            return true;
        }
    }

    private void SendHeld()
    {
        if (_held is { } frame)
        {
            _held = null;
            link.Send(FrameType.Item, ordinal, frame);
        }
    }

    private static void Append(PayloadBuffer frame, PayloadBuffer item)
    {
        if (item.TryGetSingleSpan(out ReadOnlySpan<byte> bytes))
        {
            frame.Write(bytes[HeaderSize..]);
        }
        else
        {
            foreach (ReadOnlyMemory<byte> segment in item.AsSequence().Slice(HeaderSize))
            {
                frame.Write(segment.Span);
            }
        }

        item.Return();
    }
}
