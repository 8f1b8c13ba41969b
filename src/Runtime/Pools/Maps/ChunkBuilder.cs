using MemoryPack;
using ProcGen.Calls;
using ProcGen.CompilerServices;

namespace ProcGen.Pools;

/// <summary>Why no more items were added to a chunk.</summary>
internal enum ChunkEnd
{
    /// <summary>It has as many as it may.</summary>
    Full,

    /// <summary>The source has no more items, or none at hand.</summary>
    SourceEnded,

    /// <summary>The next call does not go with the others.</summary>
    OtherCall,

    /// <summary>The source failed.</summary>
    SourceFailed,

    /// <summary>The next item has no call: the selector failed, or an argument cannot be written.</summary>
    ItemFailed,
}

/// <summary>What stopped the filling of a chunk.</summary>
/// <param name="End">Why.</param>
/// <param name="Item">The item that was pulled and is not in the chunk, if there is one.</param>
/// <param name="Call">Its call, if it has one.</param>
/// <param name="Error">What failed.</param>
internal readonly record struct ChunkStop<TSource>(ChunkEnd End, TSource? Item = default, ProcessCall? Call = null, Exception? Error = null);

/// <summary>Writes the arguments of calls of one method one behind the other, as their items come from the source. Not thread-safe.</summary>
/// <param name="selector">Makes the call for an item.</param>
/// <param name="keepsItems">Whether the items are wanted with their results.</param>
internal sealed class ChunkBuilder<TSource>(Func<TSource, ProcessCall> selector, bool keepsItems) : IDisposable
{
    /// <summary>A chunk of more bytes is sent.</summary>
    private const int MostBytes = 48 * 1024;

    public const string NullCall = "The selector of a map returned null instead of a call.";

    private readonly MemoryPackWriterOptionalState _state = PayloadWriter.RentState();
    private PayloadBuffer _buffer = null!;
    private ProcessMethod _method = null!;
    private List<TSource>? _items;
    private List<int>? _sizes;
    private int _size;
    private int _lastLength = 512;

    /// <summary>How many calls are in the chunk.</summary>
    public int Count { get; private set; }

    /// <summary>The first call, which stands for the method of all.</summary>
    public ProcessCall First { get; private set; } = null!;

    /// <summary>The items; null where nobody wants them.</summary>
    public IReadOnlyList<TSource>? Items => _items;

    /// <summary>Begins a chunk with a call.</summary>
    /// <exception cref="ProcessSerializationException">An argument cannot be written; there is no chunk then.</exception>
    public void Begin(TSource item, ProcessCall call)
    {
        First = call;
        Count = 0;
        _method = call.Method;
        _items = keepsItems ? [] : null;
        _sizes = null;
        _buffer = PayloadBuffer.Rent();

        // In one segment, if it is as long as the last one.
        _buffer.GetSpan(_lastLength);
        _buffer.Advance(ChunkContent.HeaderSize);
        var writer = NewWriter();
        try
        {
            call.WriteArguments(ref writer);
            writer.Complete();
        }
        catch (Exception e)
        {
            writer.Abandon();
            _buffer.Return();
            throw WriteFailed(e);
        }

        Added(item, (int)(_buffer.Length - ChunkContent.HeaderSize));
    }

    /// <summary>Adds items of the source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="most">How many calls the chunk may have.</param>
    public ChunkStop<TSource> Add(IEnumerator<TSource> source, int most)
    {
        if (Count >= most || _buffer.Length >= MostBytes)
        {
            return new(ChunkEnd.Full);
        }

        var stage = ChunkEnd.SourceFailed;
        bool isFlat = _method.IsFlat;
        bool mayLive = _method.LiveParameters.Count > 0;
        bool isTorn = false;
        long length = _buffer.Length;
        int written = 0;
        TSource? item = default;
        ChunkStop<TSource> stop;
        PayloadWriter writer = NewWriter();
        try
        {
            while (true)
            {
                stage = ChunkEnd.SourceFailed;
                if (!source.MoveNext())
                {
                    stop = new(ChunkEnd.SourceEnded);
                    break;
                }

                item = source.Current;
                stage = ChunkEnd.ItemFailed;
                ProcessCall call = selector(item) ?? throw new InvalidOperationException(NullCall);
                if (!ReferenceEquals(call.Method, _method) || (mayLive && CallLiveArguments.Of(call) is not null))
                {
                    stop = new(ChunkEnd.OtherCall, item, call);
                    break;
                }

                isTorn = true;
                call.WriteArguments(ref writer);
                writer.Reserve(0);
                isTorn = false;
                int total = writer.Writer.WrittenCount;
                int size = total - written;
                length += size;
                if (isFlat)
                {
                    written = total;
                }
                else
                {
                    // What one remembers of its objects is not the next one's.
                    writer.Complete();
                    writer = NewWriter();
                }

                Added(item, size);
                if (Count >= most || length >= MostBytes)
                {
                    stop = new(ChunkEnd.Full);
                    break;
                }
            }
        }
        catch (Exception e)
        {
            stop = new(stage, item, Error: isTorn ? WriteFailed(e) : e);
        }

        writer.Abandon();
        if (isTorn)
        {
            _buffer.Truncate(length);
        }

        return stop;
    }

    /// <summary>Ends the chunk.</summary>
    /// <param name="flags">How workers run it.</param>
    public ChunkArguments Build(ChunkFlags flags)
    {
        _lastLength = (int)Math.Min(_buffer.Length, MostBytes + 1024);
        var header = new ChunkContent(_method.Id, Count, _sizes is null ? _size : ChunkContent.Differs, flags);
        return new ChunkArguments(header, _buffer, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_sizes));
    }

    public void Dispose() => ((IDisposable)_state).Dispose();

    private PayloadWriter NewWriter() => _method.IsFlat ? new PayloadWriter(ref _buffer, _state) : new PayloadWriter(ref _buffer, pinsHandles: true);

    private void Added(TSource item, int size)
    {
        if (Count == 0)
        {
            _size = size;
        }
        else if (_sizes is not null || size != _size)
        {
            AddSize(size);
        }

        _items?.Add(item);
        Count++;
    }

    private void AddSize(int size)
    {
        if (_sizes is null)
        {
            _sizes = [];
            _sizes.AddRange(Enumerable.Repeat(_size, Count));
        }

        _sizes.Add(size);
    }

    private ProcessSerializationException WriteFailed(Exception cause) => PayloadIO.WriteFailed($"an argument of '{_method.DisplayName}'", cause);

}
