using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ProcGen.CompilerServices;
using ProcGen.Sharing;

namespace ProcGen;

/// <summary>
/// A queue between processes: any number of producers and consumers, in any processes of the tree. First in, first out. The counterpart of Python's <c>Queue</c>, without its feeder thread: an item is in the queue when
/// <see cref="Add"/> returns, so a process can add and end, and whoever waits for it first and takes then finds everything.
/// </summary>
/// <typeparam name="T">The type of an item, anything that crosses. Items are copied.</typeparam>
/// <example><code>
/// using var numbers = new ProcessQueue&lt;int&gt;();
/// Task produced = pool.RunAsync(Numbers.InProcess.Produce(numbers, 1000));   // Add(…) a thousand times, then Complete()
/// await foreach (int n in numbers.Reader.ReadAllAsync())                     // ends when the queue is completed and empty
/// {
///     sum += n;
/// }
/// </code></example>
/// <remarks>
/// <para>Items lie in shared memory, in a ring that is followed by a larger one when it is full, up to <see cref="ProcessQueueOptions.Capacity"/> and <see cref="ProcessQueueOptions.CapacityBytes"/> or else to the memory of the machine.
/// A large item (of more than 64 KB, or of an eighth of a small queue's ring) gets a segment of its own for as long as it waits.</para>
/// <para><b>When a process dies:</b> a producer that is killed while it adds loses at most that item; a consumer that is killed while it takes loses at most the item it is taking. The queue itself is in order in both cases, and
/// the others go on at once, or within a tenth of a second if the dead one was just inside. What was added stays, also when its producer is gone. If nobody may lose an item, use a <see cref="JoinableProcessQueue{T}"/>.</para>
/// <para>How items cross is known where some marked method takes a queue of that type; for numbers, enums, strings and the like, everywhere. Items may hold handles of other shared objects, which the queue keeps alive meanwhile.
/// Two queues that hold handles of each other live until the application ends. Thread-safe.</para>
/// </remarks>
public sealed class ProcessQueue<T> : SharedObject, IProcessWaitable
{
    private readonly QueueCore<T> _core;

    /// <summary>Makes a queue for any number of items.</summary>
    /// <exception cref="PlatformNotSupportedException">The system is not 64-bit Linux.</exception>
    /// <exception cref="IOException">There is too little memory, or the operating system refuses.</exception>
    /// <exception cref="ProcessSerializationException">No marked method tells how items of this type cross.</exception>
    public ProcessQueue() : this(options: null)
    {
    }

    /// <summary>Makes a queue for a number of items.</summary>
    /// <param name="capacity">How many items may wait; 0 for any number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is negative.</exception>
    /// <inheritdoc cref="ProcessQueue{T}()"/>
    public ProcessQueue(int capacity) : this(new ProcessQueueOptions { Capacity = capacity })
    {
    }

    /// <summary>Makes a queue.</summary>
    /// <param name="options">Its limits.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is negative.</exception>
    /// <inheritdoc cref="ProcessQueue{T}()"/>
    public ProcessQueue(ProcessQueueOptions? options) : this(QueueCore<T>.Create(SharedKind.Queue, options, 0), ItemCodecs.For<T>())
    {
    }

    internal ProcessQueue(SharedBlock block, ItemCodec<T> codec) : base(block)
    {
        _core = new QueueCore<T>(block, codec, isJoinable: false);
        Reader = new QueueReader<T>(this, _core);
        Writer = new QueueWriter<T>(this, _core);
    }

    /// <summary>How many items wait, at this moment.</summary>
    public int Count => Core.Count;

    /// <summary>Whether the queue was completed, so that nothing can be added any more.</summary>
    public bool IsAddingCompleted => Core.IsAddingCompleted;

    /// <summary>Whether the queue was completed and everything is taken.</summary>
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
}
