using System.Runtime.CompilerServices;
using ProcGen.Calls;
using ProcGen.CompilerServices;

namespace ProcGen.Sharing;

/// <summary>The items of a channel as values: writes them before a lock is entered, reads them when it is left. What is nothing but bytes goes straight into the ring and out of it. Thread-safe.</summary>
/// <param name="channel">The channel.</param>
/// <param name="codec">How items cross.</param>
internal sealed class ChannelItems<T>(SharedChannel channel, ItemCodec<T> codec)
{
    private readonly bool _isBytes = codec.IsPlain && !RuntimeHelpers.IsReferenceOrContainsReferences<T>() && Unsafe.SizeOf<T>() <= 1024;

    public SharedChannel Channel => channel;

    public ItemCodec<T> Codec => codec;

    /// <summary>Puts an item, and waits for room.</summary>
    /// <returns><see cref="SharedChannel.Status.Wait"/> if it took too long.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SharedChannel.Status Put(T item, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (_isBytes)
        {
            SharedChannel.Status status = TryPutBytes(item);
            if (status != SharedChannel.Status.Wait || timeout == TimeSpan.Zero)
            {
                return status;
            }
        }

        return PutSlowly(item, timeout, cancellationToken);
    }

    /// <inheritdoc cref="Put"/>
    public async ValueTask<SharedChannel.Status> PutAsync(T item, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using OutgoingItem outgoing = Write(item);
        long end = SharedWait.EndOf(timeout);
        SharedChannel.Status status;
        while ((status = TryPut(item, outgoing)) == SharedChannel.Status.Wait)
        {
            if (!await AsyncWaits.WaitAsync(outgoing.WaitForRoom(), ChannelTime.Left(end), cancellationToken).ConfigureAwait(false))
            {
                return status;
            }
        }

        return status;
    }

    /// <summary>Takes an item if there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe SharedChannel.Status TryTake(out T item, TakenItems? taken = null)
    {
        SharedChannel.Status status = channel.BeginTake(out byte* place, out ChannelRecord record);
        if (status != SharedChannel.Status.Done)
        {
            item = default!;
            return status;
        }

        if (_isBytes && record.Word == (uint)Unsafe.SizeOf<T>())
        {
            item = Unsafe.ReadUnaligned<T>(place);
            if (taken is null)
            {
                channel.EndTake();
            }
            else
            {
                taken.EndTake(record, place);
            }

            return status;
        }

        item = ReadSlowly(record, place, taken);
        return status;
    }

    /// <summary>Takes an item, and waits for one.</summary>
    /// <returns><see cref="SharedChannel.Status.Wait"/> if it took too long.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SharedChannel.Status Take(out T item, TimeSpan timeout, CancellationToken cancellationToken, TakenItems? taken = null, Func<bool>? isOver = null)
    {
        SharedChannel.Status status = TryTake(out item, taken);
        return status != SharedChannel.Status.Wait || timeout == TimeSpan.Zero ? status : TakeSlowly(out item, timeout, cancellationToken, taken, isOver);
    }

    /// <summary>Takes the bytes of an item.</summary>
    public unsafe SharedChannel.Status TryTakeRaw(out byte[] bytes)
    {
        SharedChannel.Status status = channel.BeginTake(out byte* place, out ChannelRecord record);
        bytes = [];
        if (status == SharedChannel.Status.Done)
        {
            PayloadBuffer buffer = PayloadBuffer.Rent();
            try
            {
                Copy(record, place, buffer, taken: null);
                Demand(record, isRaw: true);
                bytes = buffer.ToArray();
            }
            finally
            {
                buffer.Return();
            }
        }

        return status;
    }

    /// <summary>Puts bytes as they are.</summary>
    public SharedChannel.Status PutRaw(ReadOnlySpan<byte> bytes, TimeSpan timeout, CancellationToken cancellationToken)
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        buffer.Write(bytes);
        using OutgoingItem outgoing = new(channel, buffer, ChannelRecord.IsRaw, discard: null);
        return PutWritten(default!, outgoing, timeout, cancellationToken);
    }

    /// <summary>Gives back the handles of shared objects in bytes that nobody reads any more.</summary>
    public void Discard(PayloadBuffer content)
    {
        PayloadReader reader = new(content) { Container = channel.Block.Id };
        try
        {
            _ = codec.Read(ref reader);
        }
        finally
        {
            reader.Handles?.ForEach(static block => block.Release());
            reader.Complete();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private unsafe SharedChannel.Status TryPutBytes(T item)
    {
        SharedChannel.Status status = channel.BeginPut(Unsafe.SizeOf<T>(), 0, out byte* place);
        if (status == SharedChannel.Status.Done)
        {
            Unsafe.WriteUnaligned(place, item);
            channel.EndPut();
        }

        return status;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private SharedChannel.Status PutSlowly(T item, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (_isBytes)
        {
            using OutgoingItem bytes = new(channel, Unsafe.SizeOf<T>());
            return PutWritten(item, bytes, timeout, cancellationToken);
        }

        PayloadBuffer buffer = WriteContent(item, out uint flags);
        if (buffer.Length <= channel.LargestInRing && channel.TryPut(buffer, flags) == SharedChannel.Status.Done)
        {
            buffer.Return();
            return SharedChannel.Status.Done;
        }

        using OutgoingItem outgoing = new(channel, buffer, flags, Discard);
        return PutWritten(item, outgoing, timeout, cancellationToken);
    }

    private SharedChannel.Status PutWritten(T item, OutgoingItem outgoing, TimeSpan timeout, CancellationToken cancellationToken)
    {
        SharedChannel.Status status = TryPut(item, outgoing);
        if (status != SharedChannel.Status.Wait || timeout == TimeSpan.Zero)
        {
            return status;
        }

        long end = SharedWait.EndOf(timeout);
        while (status == SharedChannel.Status.Wait)
        {
            if (!channel.SpinForRoom(outgoing.Length, outgoing.LargeSize) && !outgoing.WaitForRoom().Block(ChannelTime.Left(end), cancellationToken))
            {
                break;
            }

            status = TryPut(item, outgoing);
        }

        return status;
    }

    private SharedChannel.Status TryPut(T item, OutgoingItem outgoing) => outgoing.IsBytes ? TryPutBytes(item) : outgoing.TryPut();

    /// <exception cref="ProcessSerializationException">It cannot be written.</exception>
    private OutgoingItem Write(T item)
    {
        if (_isBytes)
        {
            return new OutgoingItem(channel, Unsafe.SizeOf<T>());
        }

        PayloadBuffer buffer = WriteContent(item, out uint flags);
        return new OutgoingItem(channel, buffer, flags, Discard);
    }

    private PayloadBuffer WriteContent(T item, out uint flags)
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        try
        {
            var writer = new PayloadWriter(ref buffer) { Container = channel.Block.Id };
            codec.Write(ref writer, item);
            writer.Complete();
            flags = writer.HasDeposits ? ChannelRecord.HasHandles : 0;
            return buffer;
        }
        catch (Exception e)
        {
            buffer.Return();
            throw PayloadIO.WriteFailed($"an item of type '{typeof(T)}'", e);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private SharedChannel.Status TakeSlowly(out T item, TimeSpan timeout, CancellationToken cancellationToken, TakenItems? taken, Func<bool>? isOver)
    {
        long end = SharedWait.EndOf(timeout);
        while (true)
        {
            if (!channel.SpinForItem() && !new SharedChannel.ItemWait(channel, isOver).Block(ChannelTime.Left(end), cancellationToken))
            {
                item = default!;
                return SharedChannel.Status.Wait;
            }

            SharedChannel.Status status = TryTake(out item, taken);
            if (status != SharedChannel.Status.Wait)
            {
                return status;
            }

            if (isOver?.Invoke() == true && !channel.HasItem)
            {
                return SharedChannel.Status.Completed;
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private unsafe T ReadSlowly(ChannelRecord record, byte* place, TakenItems? taken)
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        try
        {
            Copy(record, place, buffer, taken);
            Demand(record, isRaw: false);

            // What a joinable queue delivers may have to be delivered again, so its handles stay in it until the item is done.
            var reader = new PayloadReader(buffer) { Container = taken is null ? channel.Block.Id : default };
            T item = codec.Read(ref reader);
            PayloadIO.EndReading(ref reader);
            return item;
        }
        catch (Exception e)
        {
            throw PayloadIO.ReadFailed($"an item of type '{typeof(T)}'", e);
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>Copies the item that is being taken, and takes it.</summary>
    private unsafe void Copy(in ChannelRecord record, byte* place, PayloadBuffer buffer, TakenItems? taken)
    {
        bool isLarge = (record.Word & ChannelRecord.Large) != 0;
        LargeItem large = isLarge ? *(LargeItem*)place : default;
        if (!isLarge)
        {
            buffer.Write(new ReadOnlySpan<byte>(place, record.Length));
        }

        if (taken is not null)
        {
            taken.EndTake(record, place);
        }
        else
        {
            channel.NoteTaken(record, place);
            channel.EndTake();
        }

        if (isLarge)
        {
            channel.ReadLarge(large, buffer, stays: taken is not null);
        }
    }

    private static void Demand(in ChannelRecord record, bool isRaw)
    {
        if (isRaw != ((record.Word & ChannelRecord.IsRaw) != 0))
        {
            throw new InvalidOperationException(isRaw
                ? $"The next message was sent as a value of type '{typeof(T)}', and not as bytes: receive it with Receive."
                : "The next message was sent as bytes: receive it with ReceiveBytes.");
        }
    }
}

internal static class ChannelTime
{
    /// <summary>How long it is until a moment of <see cref="SharedWait.EndOf"/>.</summary>
    public static TimeSpan Left(long end) => end == long.MaxValue ? Timeout.InfiniteTimeSpan
        : TimeSpan.FromTicks(Math.Max(0, System.Diagnostics.Stopwatch.GetElapsedTime(System.Diagnostics.Stopwatch.GetTimestamp(), end).Ticks));
}
