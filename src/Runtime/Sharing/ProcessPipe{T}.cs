using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ProcGen.CompilerServices;
using ProcGen.Sharing;

namespace ProcGen;

/// <summary>
/// One end of a pipe between processes: messages that the other end sends, in their order, and messages to it. A message is a value, or bytes as they are; its boundaries are kept, also those of an empty one. Made by
/// <see cref="ProcessPipe"/>.
/// </summary>
/// <typeparam name="T">The type of a message.</typeparam>
/// <example><code>
/// (ProcessPipe&lt;string&gt; ours, ProcessPipe&lt;string&gt; theirs) = ProcessPipe.Create&lt;string&gt;();
/// Task talk = pool.RunAsync(Talks.InProcess.Answer(theirs));
/// theirs.Dispose();                       // the worker has it now: its end is the end of the stream
/// ours.Send("hello");
/// Console.WriteLine(ours.Receive());
/// </code></example>
/// <remarks>
/// <para>What waits for an end lies in that end's memory: up to 1 MiB of messages, or one larger one; then the sender waits.</para>
/// <para><b>The end of the stream</b> comes when every handle of the other end is gone, because they were disposed of or because their processes ended, however that happened. What was sent before is still received; then
/// <see cref="Receive"/> throws an <see cref="EndOfStreamException"/>, and <see cref="Send"/> an <see cref="IOException"/>. That takes a tenth of a second at most. A handle on its way, in a call or a queue, counts.
/// A process that is killed while it sends loses at most that message.</para>
/// <para>Thread-safe: several threads or processes can use the same end, and each message is received once.</para>
/// </remarks>
public sealed class ProcessPipe<T> : SharedObject, IProcessWaitable
{
    private const long MostBytes = 1024 * 1024;

    private readonly ItemCodec<T> _codec;
    private readonly ChannelItems<T> _incoming;
    private readonly uint _options;
    private readonly Guid _peerId;
    private readonly Func<bool> _isPeerGone;
    private PipePeer<T>? _peer;

    internal ProcessPipe(SharedBlock block, ItemCodec<T> codec) : base(block)
    {
        _codec = codec;
        SharedChannel channel = SharedChannel.Of(block);
        channel.DemandItemType(ItemTypes.HashOf(codec), typeof(T));
        _incoming = new ChannelItems<T>(channel, codec);
        (_options, _peerId) = channel.PipeEnd;
        _isPeerGone = () => Peer.IsGone;
    }

    /// <summary>Whether this end can send.</summary>
    public bool CanSend => (_options & ChannelHeader.IsReceiveOnly) == 0;

    /// <summary>Whether this end can receive.</summary>
    public bool CanReceive => (_options & ChannelHeader.IsSendOnly) == 0;

    /// <summary>Whether the other end is gone and everything is received.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public bool IsEnded
    {
        get
        {
            ThrowIfDisposed();
            return Peer.IsGone && !_incoming.Channel.HasItem;
        }
    }

    bool IProcessWaitable.IsReady => !CanReceive || _incoming.Channel.HasItem || IsEnded;

    // Found at the first use: an end that is only passed on needs no look at the other one.
    private PipePeer<T> Peer => Volatile.Read(ref _peer) ?? Interlocked.CompareExchange(ref _peer, PipePeer<T>.Find(_peerId, _codec), null) ?? _peer;

    /// <summary>Sends a message, and waits for room as long as it takes.</summary>
    /// <param name="message">The message. It is written before this returns.</param>
    /// <param name="cancellationToken">Gives up waiting; nothing is sent then.</param>
    /// <exception cref="IOException">The other end is gone.</exception>
    /// <exception cref="InvalidOperationException">This end only receives.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ProcessSerializationException">The message cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public void Send(T message, CancellationToken cancellationToken = default) => TrySend(message, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Sends a message, and waits for room for some time.</summary>
    /// <param name="message">The message.</param>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False if it took too long; nothing is sent then.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative.</exception>
    /// <inheritdoc cref="Send"/>
    public bool TrySend(T message, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool sent = IsSent(DemandSender().Put(message, timeout, cancellationToken));
        GC.KeepAlive(this);
        return sent;
    }

    /// <summary>Sends a message, and waits for room without a thread.</summary>
    /// <inheritdoc cref="Send"/>
    public async ValueTask SendAsync(T message, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IsSent(await DemandSender().PutAsync(message, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false));
        GC.KeepAlive(this);
    }

    /// <summary>Sends bytes as a message of their own, and waits for room as long as it takes. The other end receives them with <see cref="ReceiveBytes"/>.</summary>
    /// <param name="bytes">The bytes, any number of them.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <inheritdoc cref="Send"/>
    public void SendBytes(ReadOnlySpan<byte> bytes, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IsSent(DemandSender().PutRaw(bytes, Timeout.InfiniteTimeSpan, cancellationToken));
        GC.KeepAlive(this);
    }

    /// <summary>Receives the next message, and waits for it as long as it takes.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="EndOfStreamException">The other end is gone, and everything is received.</exception>
    /// <exception cref="InvalidOperationException">This end only sends, or the next message was sent as bytes; that one is lost.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ProcessSerializationException">The message cannot be read; it is lost.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public T Receive(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return DemandReceiver().Take(out T message, Timeout.InfiniteTimeSpan, cancellationToken, isOver: _isPeerGone) == SharedChannel.Status.Done
            ? Keep(message)
            : throw Ended();
    }

    /// <summary>Receives the next message, and waits for it for some time.</summary>
    /// <param name="message">The message.</param>
    /// <param name="timeout">How long; zero to receive only what is there, <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False if it took too long, or if the other end is gone and everything is received (<see cref="IsEnded"/>).</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative.</exception>
    /// <inheritdoc cref="Receive" path="/exception[position()>1]"/>
    public bool TryReceive([MaybeNullWhen(false)] out T message, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool received = DemandReceiver().Take(out message, timeout, cancellationToken, isOver: _isPeerGone) == SharedChannel.Status.Done;
        GC.KeepAlive(this);
        return received;
    }

    /// <summary>Receives the next message, and waits for it without a thread.</summary>
    /// <inheritdoc cref="Receive"/>
    public async ValueTask<T> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        ChannelItems<T> incoming = DemandReceiver();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool isOver = Peer.IsGone;
            SharedChannel.Status status = incoming.TryTake(out T message);
            if (status == SharedChannel.Status.Done)
            {
                return Keep(message);
            }

            if (isOver)
            {
                throw Ended();
            }

            await WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Receives messages until the other end is gone and everything is received.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <inheritdoc cref="Receive" path="/exception[position()>1]"/>
    public async IAsyncEnumerable<T> ReceiveAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            bool isOver = Peer.IsGone;
            SharedChannel.Status status = DemandReceiver().TryTake(out T message);
            if (status == SharedChannel.Status.Done)
            {
                yield return message;
            }
            else if (isOver)
            {
                yield break;
            }
            else
            {
                await WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Receives the next message, which was sent as bytes, and waits for it as long as it takes.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="InvalidOperationException">This end only sends, or the next message was sent as a value; that one is lost.</exception>
    /// <inheritdoc cref="Receive"/>
    public byte[] ReceiveBytes(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ChannelItems<T> incoming = DemandReceiver();
            bool isOver = Peer.IsGone;
            if (incoming.TryTakeRaw(out byte[] bytes) == SharedChannel.Status.Done)
            {
                GC.KeepAlive(this);
                return bytes;
            }

            if (isOver)
            {
                throw Ended();
            }

            Poll(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }

    /// <summary>Waits for a message, or for the end, and leaves it there.</summary>
    /// <param name="timeout">How long; zero to look only, <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether <see cref="Receive"/> would return or throw at once; false if it took too long.</returns>
    /// <exception cref="InvalidOperationException">This end only sends.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public bool Poll(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        SharedChannel channel = DemandReceiver().Channel;
        bool isReady = (timeout != TimeSpan.Zero && channel.SpinForItem()) || new SharedChannel.ItemWait(channel, _isPeerGone).Block(timeout, cancellationToken);
        GC.KeepAlive(this);
        return isReady;
    }

    /// <summary>Waits for a message, or for the end, without a thread, and leaves it there.</summary>
    /// <inheritdoc cref="Poll"/>
    public async ValueTask<bool> PollAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        DemandReceiver();
        return await WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
    }

    async Task IProcessWaitable.WaitAsync(CancellationToken cancellationToken) => await PollAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);

    internal static (ProcessPipe<T> First, ProcessPipe<T> Second) CreateEnds(uint firstOptions, uint secondOptions)
    {
        ItemCodec<T> codec = ItemCodecs.For<T>();
        ulong type = ItemTypes.HashOf(codec);
        SharedBlock first = SharedChannel.Create(SharedKind.PipeEnd, firstOptions, 0, MostBytes, type);
        SharedBlock second;
        try
        {
            second = SharedChannel.Create(SharedKind.PipeEnd, secondOptions, 0, MostBytes, type);
        }
        catch
        {
            first.Release();
            throw;
        }

        SharedChannel.Connect(first, second);
        return (new ProcessPipe<T>(first, codec), new ProcessPipe<T>(second, codec));
    }

    private async ValueTask<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        bool isReady = await AsyncWaits.WaitAsync(new SharedChannel.ItemWait(_incoming.Channel, _isPeerGone), timeout, cancellationToken).ConfigureAwait(false);
        GC.KeepAlive(this);
        return isReady;
    }

    private ChannelItems<T> DemandSender()
    {
        ThrowIfDisposed();
        return !CanSend ? throw new InvalidOperationException("This end of the pipe only receives.") : Peer.Items ?? throw Broken();
    }

    private ChannelItems<T> DemandReceiver()
    {
        ThrowIfDisposed();
        return CanReceive ? _incoming : throw new InvalidOperationException("This end of the pipe only sends.");
    }

    private T Keep(T message)
    {
        GC.KeepAlive(this);
        return message;
    }

    private static bool IsSent(SharedChannel.Status status) => status != SharedChannel.Status.Completed ? status == SharedChannel.Status.Done : throw Broken();

    private static EndOfStreamException Ended() => new("The other end of the pipe is gone, and everything that it sent was received.");

    private static IOException Broken() => new("The other end of the pipe is gone: all of its handles were disposed of, or their processes ended. Nobody would receive the message.");
}
