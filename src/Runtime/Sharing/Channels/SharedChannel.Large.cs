using ProcGen.CompilerServices;

namespace ProcGen.Sharing;

// Items that were written before: into the ring, or, where they are too large for one, each into a segment of its own, which the channel contains until it is taken.
internal sealed unsafe partial class SharedChannel
{
    /// <summary>Puts an item of at most <see cref="LargestInRing"/> bytes.</summary>
    public Status TryPut(PayloadBuffer content, uint flags)
    {
        int length = (int)content.Length;
        Status status = BeginPut(length, flags, out byte* place);
        if (status == Status.Done)
        {
            if (content.TryGetSingleSpan(out ReadOnlySpan<byte> bytes))
            {
                bytes.CopyTo(new Span<byte>(place, length));
            }
            else
            {
                System.Buffers.BuffersExtensions.CopyTo(content.AsSequence(), new Span<byte>(place, length));
            }

            EndPut();
        }

        return status;
    }

    /// <summary>Puts an item that lies in a segment already, which <see cref="DepositLarge"/> made.</summary>
    public Status TryPutLarge(SharedBlock segment, long length, uint flags)
    {
        Status status = BeginPut(sizeof(LargeItem), flags | ChannelRecord.Large, out byte* place, length);
        if (status == Status.Done)
        {
            // Before the item exists: what takes it stores this number, so that a count for an item that never came to be is corrected by the next one.
            long total = _header->LargeAdded + length;
            *(LargeItem*)place = new() { Segment = segment.Id, Length = length, Total = total };
            Volatile.Write(ref _header->LargeAdded, total);
            EndPut();
        }

        return status;
    }

    /// <summary>Makes the segment of an item. A process that dies before the item is put leaves it in the channel until that is freed.</summary>
    public SharedBlock DepositLarge(PayloadBuffer content)
    {
        SharedBlock segment = Copy(content);
        try
        {
            SharingTree.Current.Deposit(segment.Id, _block.Id);
            return segment;
        }
        catch
        {
            segment.Release();
            throw;
        }
    }

    /// <summary>Takes back a segment whose item was not put.</summary>
    public void WithdrawLarge(SharedBlock segment)
    {
        Withdraw(segment.Id, SharedKind.ChannelItem);
        segment.Release();
    }

    /// <summary>Copies a large item that was taken.</summary>
    /// <param name="item">Where it lies.</param>
    /// <param name="content">Where to.</param>
    /// <param name="stays">Whether it stays in the channel.</param>
    public void ReadLarge(in LargeItem item, PayloadBuffer content, bool stays)
    {
        SharedBlock segment = SharedBlock.Open(item.Segment, SharedKind.ChannelItem, container: stays ? default : _block.Id);
        try
        {
            content.Write(item.Length, segment);
        }
        finally
        {
            segment.Release();
            GC.KeepAlive(segment);
        }
    }

    /// <summary>Notes that a large item is taken. The consumers' lock is held.</summary>
    public void NoteTaken(in ChannelRecord record, byte* place)
    {
        if ((record.Word & ChannelRecord.Large) != 0)
        {
            Volatile.Write(ref _header->LargeTaken, ((LargeItem*)place)->Total);
        }
    }

    private static SharedBlock Copy(PayloadBuffer content)
    {
        SharedBlock segment = SharedBlock.Create(SharedKind.ChannelItem, Math.Max(1, content.Length));
        byte* to = segment.Address;
        foreach (ReadOnlyMemory<byte> part in content.AsSequence())
        {
            part.Span.CopyTo(new Span<byte>(to, part.Length));
            to += part.Length;
        }

        return segment;
    }
}

internal static unsafe class LargeItemExtensions
{
    /// <summary>Copies a large item out of its segment.</summary>
    /// <exception cref="ProcessSerializationException">The segment is shorter.</exception>
    public static void Write(this PayloadBuffer buffer, long length, SharedBlock segment)
    {
        if (length < 0 || length > Math.Min(segment.Size, int.MaxValue))
        {
            throw new ProcessSerializationException($"An item of {length} bytes lies in a segment of {segment.Size}: its memory was overwritten.");
        }

        buffer.Write(new ReadOnlySpan<byte>(segment.Address, (int)length));
    }
}
