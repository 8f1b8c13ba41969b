namespace ProcGen.Transport;

/// <summary>A word of a worker's segment. It holds the memory by itself: it is read after the connection has ended, once the process is known to be gone.</summary>
internal sealed unsafe class SharedStartMark : IStartMark
{
    private readonly Lock _gate = new();
    private readonly long* _word;
    private MappedMemory? _memory;
    private long _last;

    /// <param name="memory">Where the word is.</param>
    /// <param name="word">The word.</param>
    public SharedStartMark(MappedMemory memory, long* word)
    {
        memory.Hold();
        _memory = memory;
        _word = word;
    }

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

    ~SharedStartMark() => Dispose();

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        lock (_gate)
        {
            if (_memory is not null)
            {
                _last = *_word;
                _memory.Dispose();
                _memory = null;
            }
        }
    }
}
