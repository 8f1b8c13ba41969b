using System.Buffers;
using System.Diagnostics;
using MemoryPack;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Errors;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Workers;

/// <summary>Several synchronous calls of one method that came together: they run one after the other, each with its own end, and nothing is said between them unless there is a reason.</summary>
internal sealed class RemoteWorkerChunk : RemoteWorkerCall
{
    private const int GoOn = 0, GiveBack = 1, StopAll = 2;

    // The clock is looked at after so many calls at most.
    private const int MostBetweenLooks = 16;

    private const int SegmentSize = 16 * 1024;

    // Results wait for others this long: their consumer should not wait for a chunk of calls that take longer than was thought.
    private static readonly long s_patience = Stopwatch.Frequency / 200;

    private readonly WorkerSession _session;
    private readonly ChunkContent _header;
    private PayloadBuffer _item = PayloadBuffer.Rent();
    private ReadOnlyMemory<byte> _bytes;
    private ReadOnlySequence<byte> _wide;
    private MemoryPackReaderOptionalState? _readerState;
    private MemoryPackWriterOptionalState? _writerState;
    private int _offset;
    private int _size;
    private int _sizes;
    private int _next;
    private int _running = -1;
    private long _since;
    private bool _hasResult;
    private volatile bool _isAsked;
    private volatile int _stop;

    /// <exception cref="ProtocolException">The content is none of a chunk.</exception>
    public RemoteWorkerChunk(WorkerSession session, PayloadBuffer content) : base(session)
    {
        _session = session;
        if (content.TryGetSingleSpan(out ReadOnlySpan<byte> all))
        {
            _bytes = content.AsSequence().First;
            _header = ChunkContent.Read(all, content.Length);
        }
        else
        {
            // One that is as large as this has few calls.
            _header = ChunkContent.Read(content.AsSequence().FirstSpan, content.Length);
        }

        _offset = ChunkContent.HeaderSize;
        _size = _header.Size;
        _sizes = checked((int)(content.Length - (_size == ChunkContent.Differs ? (long)_header.Count * sizeof(int) : 0)));

        // Most results fit into one segment then.
        _item.GetSpan(SegmentSize);
    }

    private bool IsTimed => (_header.Flags & ChunkFlags.Timed) != 0;

    /// <inheritdoc/>
    public override void Execute()
    {
        if (!TryBegin())
        {
            _item.Return();
            return;
        }

        ItemPage page = _session.Items;
        page.Begin(Id);
        BodyScope scope = BodyScope.Enter(this, _session.MainScope);
        if (Method!.IsFlat)
        {
            _readerState = PayloadReader.RentState();
            _writerState = PayloadWriter.RentState();
        }

        try
        {
            RunAll(page);
        }
        finally
        {
            scope.Leave();
            ((IDisposable?)_readerState)?.Dispose();
            ((IDisposable?)_writerState)?.Dispose();
        }

        End(page);
        _item.Return();
    }

    /// <inheritdoc/>
    public override void OnMessage(in FrameHeader header, PayloadBuffer content)
    {
        if (header.Type != FrameType.Cancel || content.Length == 0)
        {
            base.OnMessage(header, content);
            return;
        }

        int item = new FieldReader(content).ReadInt32();
        content.Return();
        CallCancellation? cancelled = null;
        lock (Gate)
        {
            if (_running == item)
            {
                cancelled = Cancellation;
            }
        }

        cancelled?.Cancel(null);

        // What has come back by now is asked for.
        _isAsked = true;
    }

    /// <inheritdoc/>
    public override void TryGiveBack()
    {
        if ((_header.Flags & ChunkFlags.Divisible) != 0)
        {
            Interlocked.CompareExchange(ref _stop, GiveBack, GoOn);
        }

        base.TryGiveBack();
    }

    /// <inheritdoc/>
    public override void Stop() => _stop = StopAll;

    /// <inheritdoc/>
    public override PayloadReader OpenArguments()
    {
        if (_size < 0)
        {
            ThrowSize();
        }

        if (_bytes.IsEmpty)
        {
            _wide = AllArguments.AsSequence().Slice(_offset, _size);
            return new PayloadReader(in _wide);
        }

        ReadOnlySpan<byte> bytes = _bytes.Span.Slice(_offset, _size);
        return _readerState is null ? new PayloadReader(bytes) : new PayloadReader(bytes, _readerState);
    }

    /// <inheritdoc/>
    public override void CloseArguments(ref PayloadReader reader)
    {
        KeepHandles(reader.Handles);
        PayloadIO.EndReading(ref reader);
        At = Phase.Body;
    }

    /// <inheritdoc/>
    public override PayloadWriter OpenResult()
    {
        At = Phase.Result;
        return _writerState is null ? new PayloadWriter(ref _item) : new PayloadWriter(ref _item, _writerState);
    }

    /// <inheritdoc/>
    public override void CloseResult(ref PayloadWriter writer)
    {
        writer.Complete();
        _hasResult = true;
    }

    private protected override void OnCancelling() => _stop = StopAll;

    private void RunAll(ItemPage page)
    {
        bool isTimed = IsTimed;
        bool isObserved = Method!.ObservesCancellation;
        int between = 1;
        int left = 1;
        _since = Stopwatch.GetTimestamp();
        while (_next < _header.Count && _stop == GoOn)
        {
            if (_header.Size == ChunkContent.Differs)
            {
                _size = ReadSize(_next);
            }

            if (isObserved)
            {
                SetRunning(_next);
            }

            page.BeginItem(_next, isTimed ? Stopwatch.GetTimestamp() : 0);
            RunOne(page);
            _offset += Math.Max(_size, 0);
            _next++;
            if (isObserved)
            {
                SetRunning(-1);
            }

            if (page.IsPrivate || _isAsked)
            {
                _isAsked = false;
                Flush(page, FrameType.Items);
            }
            else if (--left == 0)
            {
                between = Look(page) ? 1 : Math.Min(between * 2, MostBetweenLooks);
                left = between;
            }
        }
    }

    private bool Look(ItemPage page)
    {
        if (Stopwatch.GetTimestamp() - _since < s_patience)
        {
            return false;
        }

        Flush(page, FrameType.Items);
        return true;
    }

    private void RunOne(ItemPage page)
    {
        try
        {
            At = Phase.Arguments;
            Method!.Invoke(this);
        }
        catch (Exception e)
        {
            (CallFailure failure, Exception error) = Judge(e);
            AppendError(page, failure, error);
            return;
        }

        bool isKept = _item.TryGetSingleSpan(out ReadOnlySpan<byte> result);
        if (!isKept && _item.Length < ProtocolLimits.MaxPiece)
        {
            result = _item.ToArray();
            isKept = true;
        }

        if (!isKept || !page.TryAppend(result))
        {
            Flush(page, FrameType.Items);
            if (!isKept || !page.TryAppend(result))
            {
                SendAlone(page, _item, checked((int)_item.Length), []);
            }
        }

        if (_hasResult)
        {
            _hasResult = false;
            _item.Reset();
        }
    }

    private void AppendError(ItemPage page, CallFailure failure, Exception error)
    {
        // A result may have been begun.
        _hasResult = false;
        _item.Return();
        _item = PayloadBuffer.Rent();
        PayloadBuffer content = RemoteErrors.Write(error, RemoteFailurePhase.Running);
        byte[] bytes = content.ToArray();
        if (!page.TryAppend(failure, bytes))
        {
            Flush(page, FrameType.Items);
            if (!page.TryAppend(failure, bytes))
            {
                Span<byte> length = stackalloc byte[sizeof(int)];
                System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
                SendAlone(page, content, ItemBlocks.FormOf(failure), length);
            }
        }

        content.Return();
    }

    /// <summary>Sends what was kept, and waits until it is where it outlives this process.</summary>
    private void Flush(ItemPage page, FrameType type)
    {
        if (page.Count == 0 && type == FrameType.Items)
        {
            return;
        }

        ReadOnlySpan<byte> content = page.GetContent(TakeElapsed());
        if (!_session.Carrier.TrySend(new FrameHeader(type, FrameFlags.None, 0, Id, 0), content))
        {
            PayloadBuffer copy = PayloadBuffer.Rent();
            copy.Write(content);
            SendAndWait(type, copy);
        }

        page.Clear(_next);
    }

    /// <summary>Sends one end that is too large to be kept with others.</summary>
    private void SendAlone(ItemPage page, PayloadBuffer bytes, int form, ReadOnlySpan<byte> prefix)
    {
        PayloadBuffer content = PayloadBuffer.Rent();
        Span<byte> header = content.GetSpan(ItemBlocks.HeaderSize + ItemBlocks.BlockHeaderSize);
        ItemBlocks.WriteHeader(header, TakeElapsed(), 1);
        ItemBlocks.WriteBlockHeader(header[ItemBlocks.HeaderSize..], 1, form);
        content.Advance(ItemBlocks.HeaderSize + ItemBlocks.BlockHeaderSize);
        content.Write(prefix);
        foreach (ReadOnlyMemory<byte> segment in bytes.AsSequence())
        {
            content.Write(segment.Span);
        }

        SendAndWait(FrameType.Items, content);
        page.Clear(_next + 1);
    }

    private void SendAndWait(FrameType type, PayloadBuffer content)
    {
        _session.Carrier.Send(new OutgoingMessage(type, Id, 0, content));
        _session.Carrier.DrainAsync().GetAwaiter().GetResult();
    }

    private long TakeElapsed()
    {
        long now = Stopwatch.GetTimestamp();
        long elapsed = Stopwatch.GetElapsedTime(_since, now).Ticks;
        _since = now;
        return elapsed;
    }

    private void End(ItemPage page)
    {
        if (_next == _header.Count)
        {
            if (TryEnd())
            {
                Flush(page, FrameType.Result);
                _session.Remove(this);
            }

            return;
        }

        Flush(page, FrameType.Items);
        if (_stop == StopAll)
        {
            EndCancelled();
        }
        else if (TryEnd())
        {
            TellReturned();
        }
    }

    private void SetRunning(int item)
    {
        lock (Gate)
        {
            if (item < 0 && Cancellation.IsRequested && _stop == GoOn)
            {
                // It was for that call alone.
                RenewCancellation();
            }

            _running = item;
        }
    }

    private int ReadSize(int item)
    {
        int at = checked(_sizes + (item * sizeof(int)));
        Span<byte> size = stackalloc byte[sizeof(int)];
        if (_bytes.IsEmpty)
        {
            AllArguments.AsSequence().Slice(at, sizeof(int)).CopyTo(size);
        }
        else
        {
            _bytes.Span.Slice(at, sizeof(int)).CopyTo(size);
        }

        int value = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(size);
        return value >= 0 && value <= _sizes - _offset ? value : -1;
    }

    private static void ThrowSize() => PayloadErrors.ThrowMalformed("a call of a chunk claims more bytes than are left");
}
