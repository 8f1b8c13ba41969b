using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace ProcGen.Sharing;

/// <summary>A queue as the reading half of a channel.</summary>
/// <param name="owner">The handle, kept as long as this.</param>
/// <param name="core">The queue.</param>
internal sealed class QueueReader<T>(SharedObject owner, QueueCore<T> core) : ChannelReader<T>
{
    private Task? _completion;

    public override bool CanCount => true;

    public override int Count => core.Count;

    /// <summary>Completes when the queue was completed and everything is taken, whoever took it.</summary>
    public override Task Completion => LazyInitializer.EnsureInitialized(ref _completion, () => CompleteAsync());

    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        owner.DemandUsable();
        return core.TryTake(out item, TimeSpan.Zero, default);
    }

    public override async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        owner.DemandUsable();
        while (!core.Channel.HasItem)
        {
            if (core.IsCompleted)
            {
                // As channels do it: the error itself, and not the exception of a closed channel.
                return core.Channel.ReadError() is { } error ? throw error : false;
            }

            await core.WaitForItemAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        }

        GC.KeepAlive(owner);
        return true;
    }

    public override async ValueTask<T> ReadAsync(CancellationToken cancellationToken = default)
    {
        owner.DemandUsable();
        T item = await core.TakeAsync(cancellationToken).ConfigureAwait(false);
        GC.KeepAlive(owner);
        return item;
    }

    private async Task CompleteAsync()
    {
        await AsyncWaits.WaitAsync(new SharedChannel.EndWait(core.Channel), Timeout.InfiniteTimeSpan, default).ConfigureAwait(false);
        if (core.Channel.ReadError() is { } error)
        {
            throw error;
        }

        GC.KeepAlive(owner);
    }
}

/// <summary>A queue as the writing half of a channel.</summary>
/// <param name="owner">The handle, kept as long as this.</param>
/// <param name="core">The queue.</param>
internal sealed class QueueWriter<T>(SharedObject owner, QueueCore<T> core) : ChannelWriter<T>
{
    public override bool TryWrite(T item)
    {
        owner.DemandUsable();
        return core.TryWrite(item);
    }

    public override async ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default)
    {
        owner.DemandUsable();
        if (!core.IsAddingCompleted)
        {
            await core.WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
        }

        GC.KeepAlive(owner);
        return !core.IsAddingCompleted ? true : core.Channel.ReadError() is { } error ? throw error : false;
    }

    public override async ValueTask WriteAsync(T item, CancellationToken cancellationToken = default)
    {
        owner.DemandUsable();
        cancellationToken.ThrowIfCancellationRequested();
        await core.TryAddAsync(item, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        GC.KeepAlive(owner);
    }

    public override bool TryComplete(Exception? error = null)
    {
        owner.DemandUsable();
        return core.TryComplete(error);
    }
}

/// <summary>A queue as a sequence.</summary>
internal static class ConsumingSequence
{
    public static IEnumerable<T> Of<T>(SharedObject owner, QueueCore<T> core, CancellationToken cancellationToken)
    {
        while (core.TryTake(out T item, Timeout.InfiniteTimeSpan, cancellationToken))
        {
            yield return item;
            owner.DemandUsable();
        }

        if (core.Channel.ReadError() is { } error)
        {
            throw new ChannelClosedException($"The queue was completed with an error: {error.Message}", error);
        }
    }
}
