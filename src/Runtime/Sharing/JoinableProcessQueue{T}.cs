using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ProcGen.CompilerServices;
using ProcGen.Sharing;

namespace ProcGen;

/// <summary>
/// A queue between processes that knows when all work is done: every item that is taken is marked done when it is finished (<see cref="MarkDone"/>), and <see cref="Join(CancellationToken)"/> waits until that is so for all of them. The
/// counterpart of Python's <c>JoinableQueue</c>; and an item whose consumer dies is not forgotten.
/// </summary>
/// <typeparam name="T">The type of an item, anything that crosses. Items are copied.</typeparam>
/// <example><code>
/// // In each consumer:
/// while (true)
/// {
///     string path = paths.Take();
///     try { Convert(path); }
///     finally { paths.MarkDone(); }
/// }
///
/// // In the producer:
/// foreach (string path in all) { paths.Add(path); }
/// await paths.JoinAsync();
/// </code></example>
/// <remarks>
/// <para><b>When a process dies:</b> the items that it had taken and not marked done are delivered again, to whoever takes next, before younger ones. So each item is worked on at least once, and for one whose consumer died after the
/// work and before the mark, twice. With <see cref="JoinableProcessQueueOptions.WhenConsumerDies"/> they are reported instead. This is noticed within a tenth of a second by whoever waits in <c>Take</c> or <c>Join</c>. A producer that is
/// killed while it adds loses at most that item.</para>
/// <para>An item is marked done by the process that took it: first the one that the calling thread took first, or else the one that the process took first. With several items in one process at a time, on tasks that change threads, it
/// is only certain that all are done when all are marked.</para>
/// <para>Room of items that are done is used again when all before them are done, too; the queue grows meanwhile. Limits count items that wait, and not those that are taken. For everything else see <see cref="ProcessQueue{T}"/>. Thread-safe.</para>
/// </remarks>
public sealed class JoinableProcessQueue<T> : SharedObject, IProcessWaitable
{
    private readonly QueueCore<T> _core;

    /// <summary>Makes a queue for any number of items.</summary>
    /// <exception cref="PlatformNotSupportedException">The system is not 64-bit Linux.</exception>
    /// <exception cref="IOException">There is too little memory, or the operating system refuses.</exception>
    /// <exception cref="ProcessSerializationException">No marked method tells how items of this type cross.</exception>
    public JoinableProcessQueue() : this(options: null)
    {
    }

    /// <summary>Makes a queue for a number of items.</summary>
    /// <param name="capacity">How many items may wait; 0 for any number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is negative.</exception>
    /// <inheritdoc cref="JoinableProcessQueue{T}()"/>
    public JoinableProcessQueue(int capacity) : this(new JoinableProcessQueueOptions { Capacity = capacity })
    {
    }

    /// <summary>Makes a queue.</summary>
    /// <param name="options">Its limits, and what becomes of an item whose consumer dies.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is negative.</exception>
    /// <inheritdoc cref="JoinableProcessQueue{T}()"/>
    public JoinableProcessQueue(JoinableProcessQueueOptions? options) : this(QueueCore<T>.Create(SharedKind.JoinableQueue, options, FlagsOf(options)), ItemCodecs.For<T>())
    {
    }

    internal JoinableProcessQueue(SharedBlock block, ItemCodec<T> codec) : base(block)
    {
        _core = new QueueCore<T>(block, codec, isJoinable: true);
        Reader = new QueueReader<T>(this, _core);
        Writer = new QueueWriter<T>(this, _core);
    }

    /// <summary>How many items wait, at this moment.</summary>
    public int Count => Core.Count;

    /// <summary>Whether the queue was completed, so that nothing can be added any more.</summary>
    public bool IsAddingCompleted => Core.IsAddingCompleted;

    /// <summary>Whether the queue was completed, everything is taken, and no other process has an item that may come back.</summary>
    public bool IsCompleted => Core.IsCompleted;

    /// <summary>The consumers' side in the shape of <see cref="Channel"/>, for asynchronous code.</summary>
    public ChannelReader<T> Reader { get; }

    /// <summary>The producers' side in the shape of <see cref="Channel"/>, for asynchronous code.</summary>
    public ChannelWriter<T> Writer { get; }

    bool IProcessWaitable.IsReady => Core.Channel.HasItem || Core.IsCompleted;

    internal QueueCore<T> Core
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ThrowIfDisposed();
            return _core;
        }
    }

    /// <summary>Adds an item, and waits for room as long as it takes.</summary>
    /// <param name="item">The item. It is written before this returns: what happens to the object afterwards changes nothing.</param>
    /// <param name="cancellationToken">Gives up waiting; the item is not added then.</param>
    /// <exception cref="ChannelClosedException">The queue was completed; the inner exception is the error it was completed with.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ProcessSerializationException">The item cannot be written.</exception>
    /// <exception cref="IOException">There is too little memory for the queue to grow, or for a large item.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T item, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Core.TryAdd(item, Timeout.InfiniteTimeSpan, cancellationToken);
        GC.KeepAlive(this);
    }

    /// <summary>Adds an item if there is room.</summary>
    /// <param name="item">The item.</param>
    /// <returns>False if there is none.</returns>
    /// <exception cref="ChannelClosedException">The queue was completed.</exception>
    /// <exception cref="ProcessSerializationException">The item cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public bool TryAdd(T item) => TryAdd(item, TimeSpan.Zero);

    /// <summary>Adds an item, and waits for room for some time.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False if it took too long; the item is not added then.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative.</exception>
    /// <inheritdoc cref="Add"/>
    public bool TryAdd(T item, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool added = Core.TryAdd(item, timeout, cancellationToken);
        GC.KeepAlive(this);
        return added;
    }

    /// <summary>Adds an item, and waits for room without a thread.</summary>
    /// <inheritdoc cref="Add"/>
    public async ValueTask AddAsync(T item, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Core.TryAddAsync(item, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        GC.KeepAlive(this);
    }

    /// <summary>Takes the first item, and waits for one as long as it takes.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ChannelClosedException">The queue was completed, and is empty; the inner exception is the error it was completed with.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ProcessSerializationException">The item cannot be read; it is lost.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Take(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        T item = Core.Take(cancellationToken);
        GC.KeepAlive(this);
        return item;
    }

    /// <summary>Takes the first item if there is one.</summary>
    /// <param name="item">The item.</param>
    /// <returns>False if there is none.</returns>
    /// <exception cref="ProcessSerializationException">The item cannot be read; it is lost.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public bool TryTake([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item) => TryTake(out item, TimeSpan.Zero);

    /// <summary>Takes the first item, and waits for one for some time.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False if it took too long, or if the queue was completed and is empty (<see cref="IsCompleted"/>).</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative.</exception>
    /// <exception cref="ProcessSerializationException">The item cannot be read; it is lost.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public bool TryTake([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool taken = Core.TryTake(out item, timeout, cancellationToken);
        GC.KeepAlive(this);
        return taken;
    }

    /// <summary>Takes the first item, and waits for one without a thread.</summary>
    /// <inheritdoc cref="Take"/>
    public async ValueTask<T> TakeAsync(CancellationToken cancellationToken = default)
    {
        T item = await Core.TakeAsync(cancellationToken).ConfigureAwait(false);
        GC.KeepAlive(this);
        return item;
    }

    /// <summary>Takes items until the queue was completed and is empty.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ChannelClosedException">The queue was completed with an error, which is the inner exception.</exception>
    /// <inheritdoc cref="Take" path="/exception[position()>1]"/>
    public IEnumerable<T> GetConsumingEnumerable(CancellationToken cancellationToken = default) => ConsumingSequence.Of(this, Core, cancellationToken);

    async Task IProcessWaitable.WaitAsync(CancellationToken cancellationToken)
    {
        await Core.WaitForItemAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        GC.KeepAlive(this);
    }

    /// <summary>Lets nothing more be added, in any process. Consumers take what is left, and come to an end then. Once is enough, whoever does it.</summary>
    /// <param name="error">What consumers get when they come to the end; null for none.</param>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public void Complete(Exception? error = null)
    {
        Core.TryComplete(error);
        GC.KeepAlive(this);
    }

    /// <summary>Marks an item done that this process took: once for each.</summary>
    /// <exception cref="InvalidOperationException">Every item that this process took is marked.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public void MarkDone()
    {
        Core.MarkDone();
        GC.KeepAlive(this);
    }

    /// <summary>Waits until every item that was added is done, as long as it takes.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ItemLostException">Consumers died with items, and the queue does not deliver them again. Thrown once for each of them.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public void Join(CancellationToken cancellationToken = default) => Join(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Waits until every item that was added is done, for some time.</summary>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False if it took too long.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative.</exception>
    /// <inheritdoc cref="Join(CancellationToken)"/>
    public bool Join(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool isDone = Core.Join(timeout, cancellationToken);
        GC.KeepAlive(this);
        return isDone;
    }

    /// <summary>Waits until every item that was added is done, without a thread.</summary>
    /// <inheritdoc cref="Join(CancellationToken)"/>
    public async Task JoinAsync(CancellationToken cancellationToken = default) => await JoinAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);

    /// <summary>Waits until every item that was added is done, for some time, without a thread.</summary>
    /// <inheritdoc cref="Join(TimeSpan, CancellationToken)"/>
    public async Task<bool> JoinAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool isDone = await Core.JoinAsync(timeout, cancellationToken).ConfigureAwait(false);
        GC.KeepAlive(this);
        return isDone;
    }

    private static uint FlagsOf(JoinableProcessQueueOptions? options) =>
        ChannelHeader.IsJoinable | (options?.WhenConsumerDies == UnfinishedItem.Report ? ChannelHeader.ReportsLost : 0);
}
