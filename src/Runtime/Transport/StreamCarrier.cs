using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>Carries frames over a stream of bytes.</summary>
/// <param name="channel">The stream.</param>
/// <param name="maxMessageLength">The most bytes of one message that are taken.</param>
internal sealed class StreamCarrier(ByteChannel channel, long maxMessageLength = ProtocolLimits.MaxPayload) : IFrameCarrier
{
    private readonly Lock _gate = new();
    private readonly SendQueue _queue = new();

    // One buffer: under the lock it belongs to the thread that sends a small frame itself; while the pump runs, to the pump.
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(FrameParser.BufferSize);
    private int _unsent;
    private bool _pumping;
    private bool _closed;
    private TaskCompletionSource? _drained;

    /// <inheritdoc/>
    public Managers.ManagerAudience? Audience { get; init; }

    /// <inheritdoc/>
    public void Send(OutgoingMessage message)
    {
        lock (_gate)
        {
            if (_closed)
            {
                message.Release();
                return;
            }

            if (_pumping)
            {
                _queue.Enqueue(message);
                return;
            }

            if (!message.IsLastPiece)
            {
                _queue.Enqueue(message);
                _unsent = 0;
            }
            else if (TrySendAll(message))
            {
                return;
            }

            _pumping = true;
        }

        StartPump();
    }

    /// <inheritdoc/>
    public bool TrySend(in FrameHeader header, ReadOnlySpan<byte> content)
    {
        if (content.Length > ProtocolLimits.MaxPiece)
        {
            return false;
        }

        lock (_gate)
        {
            if (_closed)
            {
                return true;
            }

            if (_pumping)
            {
                return false;
            }

            content.CopyTo(_buffer.AsSpan(FrameHeader.Size));
            (header with { Length = content.Length }).Write(_buffer);
            if (TrySendBuffer(FrameHeader.Size + content.Length))
            {
                return true;
            }

            _pumping = true;
        }

        // A part of it is left in the buffer.
        StartPump();
        return true;
    }

    /// <inheritdoc/>
    public bool TryAbandonCall(long callId)
    {
        lock (_gate)
        {
            return _queue.TryAbandonCall(callId);
        }
    }

    /// <inheritdoc/>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            return _closed || !_pumping
                ? Task.CompletedTask
                : (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <inheritdoc/>
    public async Task ReceiveAsync(IMessageSink sink)
    {
        using var input = new InputBuffer(sink, maxMessageLength);
        try
        {
            int read;
            do
            {
                read = await channel.ReadAsync(input.Free).ConfigureAwait(false);
                input.Accept(read);
            }
            while (read > 0);
        }
        catch (IOException)
        {
            // A process that dies with unread bytes in its socket breaks the connection instead of closing it. Both are its end.
        }
    }

    /// <inheritdoc/>
    public void Receive(IMessageSink sink)
    {
        using var input = new InputBuffer(sink, maxMessageLength);
        try
        {
            int read;
            do
            {
                read = channel.Read(input.Free);
                input.Accept(read);
            }
            while (read > 0);
        }
        catch (IOException)
        {
            // As in ReceiveAsync.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        channel.Dispose();
        lock (_gate)
        {
            CloseLocked();
        }
    }

    /// <summary>Writes the one frame of a message without waiting, under the lock.</summary>
    /// <returns>False if a part of it is left in the buffer.</returns>
    private bool TrySendAll(OutgoingMessage message)
    {
        int size = message.NextFrameSize;
        message.WriteFrame(_buffer);
        message.Release();
        return TrySendBuffer(size);
    }

    private bool TrySendBuffer(int size)
    {
        try
        {
            int sent = channel.TryWrite(_buffer.AsSpan(0, size));
            _unsent = size - sent;
            _buffer.AsSpan(sent, _unsent).CopyTo(_buffer);
            return _unsent == 0;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The receiver sees the same end and is the one to tell.
            CloseLocked();
            return true;
        }
    }

    private void StartPump() => ThreadPool.UnsafeQueueUserWorkItem(static carrier => _ = carrier.PumpAsync(), this, preferLocal: false);

    private async Task PumpAsync()
    {
        try
        {
            while (true)
            {
                int size = _unsent;
                _unsent = 0;
                if (size == 0)
                {
                    lock (_gate)
                    {
                        size = _queue.Fill(_buffer);
                        if (size == 0)
                        {
                            _pumping = false;
                            _drained?.TrySetResult();
                            _drained = null;
                            return;
                        }
                    }
                }

                await channel.WriteAsync(_buffer.AsMemory(0, size)).ConfigureAwait(false);
            }
        }
        catch (IOException)
        {
            lock (_gate)
            {
                CloseLocked();
            }
        }
    }

    private void CloseLocked()
    {
        _closed = true;
        _queue.Clear();
        _drained?.TrySetResult();
        _drained = null;
    }

    /// <summary>What was read and is not a whole frame yet.</summary>
    private sealed class InputBuffer(IMessageSink sink, long maxMessageLength) : IDisposable
    {
        private readonly MessageAssembler _assembler = new(sink, maxMessageLength);
        private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(FrameParser.BufferSize);
        private int _count;

        public Memory<byte> Free => _bytes.AsMemory(_count);

        public void Accept(int read)
        {
            _count += read;
            int used = FrameParser.Parse(_bytes.AsSpan(0, _count), _assembler);
            _count -= used;
            _bytes.AsSpan(used, _count).CopyTo(_bytes);
        }

        public void Dispose() => _assembler.Dispose();
    }
}
