namespace ProcGen.Calls;

/// <summary>A caller's stream in the worker: read forward, begun with the first read.</summary>
internal sealed class RemoteStream(SinkEnumerable<ReadOnlyMemory<byte>> pieces) : Stream
{
    private IEnumerator<ReadOnlyMemory<byte>>? _pieces;
    private ReadOnlyMemory<byte> _rest;
    private bool _ended;

    /// <inheritdoc/>
    public override bool CanRead => !_ended || !_rest.IsEmpty;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw ForwardOnly();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw ForwardOnly();
        set => throw ForwardOnly();
    }

    // Both kinds of enumerator are one object.
    private IEnumerator<ReadOnlyMemory<byte>> Pieces => _pieces ??= pieces.GetEnumerator();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (_rest.IsEmpty && !_ended && !buffer.IsEmpty)
        {
            Take(Pieces.MoveNext());
        }

        return CopyTo(buffer);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (_rest.IsEmpty && !_ended && !buffer.IsEmpty)
        {
            Take(await ((IAsyncEnumerator<ReadOnlyMemory<byte>>)Pieces).MoveNextAsync().ConfigureAwait(false));
        }

        return CopyTo(buffer.Span);
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw ForwardOnly();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw ForwardOnly();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A stream from the caller's process can only be read. Return what is to be written there, as IAsyncEnumerable<T> if it is much.");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ended = true;
            _rest = default;
            _pieces?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static NotSupportedException ForwardOnly() =>
        new("A stream from the caller's process is read forward only: it has no length and no position. Copy it into a MemoryStream or a file where you have to seek.");

    private void Take(bool moved)
    {
        _ended = !moved;
        _rest = moved ? Pieces.Current : default;
    }

    private int CopyTo(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }
}
