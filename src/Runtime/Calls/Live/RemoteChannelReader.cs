using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace ProcGen.Calls;

/// <summary>A caller's channel in the worker: begun with the first read, and one item ahead of the readers, besides the window.</summary>
internal sealed class RemoteChannelReader<T>(SinkEnumerable<T> items) : ChannelReader<T>
{
    private readonly Channel<T> _channel = Channel.CreateBounded<T>(new BoundedChannelOptions(1) { SingleWriter = true });
    private int _begun;

    /// <inheritdoc/>
    public override Task Completion => _channel.Reader.Completion;

    /// <inheritdoc/>
    public override bool TryRead([MaybeNullWhen(false)] out T item)
    {
        Begin();
        return _channel.Reader.TryRead(out item);
    }

    /// <inheritdoc/>
    public override bool TryPeek([MaybeNullWhen(false)] out T item)
    {
        Begin();
        return _channel.Reader.TryPeek(out item);
    }

    /// <inheritdoc/>
    public override bool CanPeek => true;

    /// <inheritdoc/>
    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        Begin();
        return _channel.Reader.WaitToReadAsync(cancellationToken);
    }

    private void Begin()
    {
        if (_begun == 0 && Interlocked.Exchange(ref _begun, 1) == 0)
        {
            _ = Task.Run(PumpAsync);
        }
    }

    // Where the readers leave, it stays in its last write, and is collected with the channel; the call's end closes the caller's side.
    private async Task PumpAsync()
    {
        try
        {
            await foreach (T item in items.ConfigureAwait(false))
            {
                await _channel.Writer.WriteAsync(item).ConfigureAwait(false);
            }

            _channel.Writer.Complete();
        }
        catch (Exception e)
        {
            // Every reader gets it, as from any channel.
            _channel.Writer.Complete(e);
        }
    }
}
