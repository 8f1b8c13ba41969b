namespace ProcGen.Transport;

/// <summary>A word and a page of a worker's segment. They hold the memory by themselves: they are read after the connection has ended, once the process is known to be gone.</summary>
internal sealed unsafe class SharedStartMark : IStartMark
{
    private readonly Lock _gate = new();
    private readonly long* _word;
    private readonly byte* _page;
    private MappedMemory? _memory;
    private long _last;
    private long _lastChunk;
    private ItemProgress _lastItems;

    /// <param name="memory">Where it is.</param>
    /// <param name="word">Which call began last.</param>
    /// <param name="page">The page of the chunk at hand.</param>
    public SharedStartMark(MappedMemory memory, long* word, byte* page)
    {
        memory.Hold();
        _memory = memory;
        _word = word;
        _page = page;
        Items = new ItemPage(page);
    }

    /// <inheritdoc/>
    public ItemPage? Items { get; }

    /// <inheritdoc/>
    public long LastStarted
    {
        get
        {
            lock (_gate)
            {
                return _memory is null ? _last : Volatile.Read(ref *_word);
            }
        }

        // A worker's own: it is not disposed of while a body can begin. Release, and nothing of the body can come before it: it is a call that the processor does not see through.
        set => Volatile.Write(ref *_word, value);
    }

    /// <inheritdoc/>
    public ItemProgress ReadItems(long call, bool withResults)
    {
        lock (_gate)
        {
            if (_memory is not null)
            {
                return ItemPage.Read(_page, call, withResults);
            }

            if (_lastChunk != call)
            {
                return default;
            }

            // The results are given away.
            ItemProgress last = _lastItems;
            _lastItems = _lastItems with { Results = withResults ? null : _lastItems.Results };
            return withResults ? last : last with { Results = null };
        }
    }

    ~SharedStartMark() => Dispose();

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        lock (_gate)
        {
            if (_memory is not null)
            {
                _last = *_word;
                _lastChunk = *(long*)_page;
                _lastItems = ItemPage.Read(_page, _lastChunk, withResults: true);
                _memory.Dispose();
                _memory = null;
            }
        }
    }
}
