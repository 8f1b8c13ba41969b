using System.Text;

namespace ProcGen.Calls;

/// <summary>A caller's reader of text in the worker, begun with the first read.</summary>
internal sealed class RemoteTextReader(SinkEnumerable<string> pieces) : TextReader
{
    private IEnumerator<string>? _pieces;
    private string _piece = "";
    private int _next;
    private bool _ended;

    // Both kinds of enumerator are one object.
    private IEnumerator<string> Pieces => _pieces ??= pieces.GetEnumerator();

    private ReadOnlySpan<char> Rest => _piece.AsSpan(_next);

    /// <inheritdoc/>
    public override int Peek() => Fill() ? _piece[_next] : -1;

    /// <inheritdoc/>
    public override int Read() => Fill() ? _piece[_next++] : -1;

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override int Read(Span<char> buffer) => buffer.IsEmpty || !Fill() ? 0 : CopyTo(buffer);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(char[] buffer, int index, int count) => ReadAsync(buffer.AsMemory(index, count)).AsTask();

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default) =>
        buffer.IsEmpty || !await FillAsync(cancellationToken).ConfigureAwait(false) ? 0 : CopyTo(buffer.Span);

    /// <inheritdoc/>
    public override Task<string?> ReadLineAsync() => ReadLineAsync(CancellationToken.None).AsTask();

    /// <inheritdoc/>
    public override async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        if (!await FillAsync(cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var line = new StringBuilder();
        do
        {
            int length = Rest.IndexOfAny('\r', '\n');
            if (length < 0)
            {
                line.Append(Rest);
                _next = _piece.Length;
                continue;
            }

            line.Append(Rest[..length]);
            _next += length + 1;
            if (_piece[_next - 1] == '\r' && await FillAsync(cancellationToken).ConfigureAwait(false) && _piece[_next] == '\n')
            {
                _next++;
            }

            break;
        }
        while (await FillAsync(cancellationToken).ConfigureAwait(false));

        return line.ToString();
    }

    /// <inheritdoc/>
    public override Task<string> ReadToEndAsync() => ReadToEndAsync(CancellationToken.None);

    /// <inheritdoc/>
    public override async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        while (await FillAsync(cancellationToken).ConfigureAwait(false))
        {
            text.Append(Rest);
            _next = _piece.Length;
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ended = true;
            _next = _piece.Length;
            _pieces?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <returns>Whether there is a character.</returns>
    private bool Fill()
    {
        while (_next == _piece.Length && !_ended)
        {
            Take(Pieces.MoveNext());
        }

        return _next < _piece.Length;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (_next == _piece.Length && !_ended)
        {
            Take(await ((IAsyncEnumerator<string>)Pieces).MoveNextAsync().ConfigureAwait(false));
        }

        return _next < _piece.Length;
    }

    private void Take(bool moved)
    {
        _ended = !moved;
        _piece = moved ? Pieces.Current : "";
        _next = 0;
    }

    private int CopyTo(Span<char> buffer)
    {
        int count = Math.Min(buffer.Length, Rest.Length);
        Rest[..count].CopyTo(buffer);
        _next += count;
        return count;
    }
}
