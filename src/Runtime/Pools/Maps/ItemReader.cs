using System.Buffers;
using System.Buffers.Binary;
using MemoryPack;
using ProcGen.Calls;
using ProcGen.CompilerServices;

namespace ProcGen.Pools;

/// <summary>Reads the ends of calls that came from a worker in one message. What it says is not believed: a block that is none fails the calls from there on. Not thread-safe.</summary>
/// <param name="method">Reads the results; null where they are not read.</param>
/// <param name="methodName">For errors.</param>
/// <param name="first">The first call.</param>
/// <param name="count">How many ends.</param>
/// <param name="content">The message, see <see cref="ItemBlocks"/>; freed by <see cref="Free"/>.</param>
/// <param name="worker">Where it came from.</param>
internal sealed class ItemReader<TResult>(ProcessMethod<TResult>? method, string methodName, int first, int count, PayloadBuffer content, (int ProcessId, string Name) worker)
{
    private long _at = ItemBlocks.HeaderSize;
    private int _item = first;
    private int _left = count;
    private int _blockLeft;
    private int _form;
    private ReadOnlySequence<byte> _wide;
    private ProcessSerializationException? _broken;

    public bool IsAtEnd => _left == 0;

    /// <summary>Leaves out what is in front of a call.</summary>
    /// <returns>This.</returns>
    public ItemReader<TResult> Skip(int item)
    {
        while (_item < item && _left > 0)
        {
            if (TryOpen())
            {
                _at += _form >= 0 ? _form : sizeof(int) + ErrorLength();
            }

            Advance(1);
        }

        return this;
    }

    /// <summary>Reads results up to the next error.</summary>
    /// <param name="values">Where to.</param>
    /// <param name="error">The error that follows the values; null if there is none, or it was not reached.</param>
    /// <returns>How many values were read.</returns>
    public int Read(Span<TResult> values, out Exception? error)
    {
        error = null;
        int read = 0;
        while (read < values.Length && _left > 0 && error is null)
        {
            if (!TryOpen())
            {
                error = _broken;
                Advance(1);
            }
            else if (_form < 0)
            {
                error = ReadError();
                Advance(1);
            }
            else if (method is null)
            {
                int count = Math.Min(Math.Min(_blockLeft, _left), values.Length - read);
                values.Slice(read, count).Clear();
                _at += (long)count * _form;
                Advance(count);
                read += count;
            }
            else if (method is { IsFlat: true } && content.TryGetSingleSpan(out ReadOnlySpan<byte> all))
            {
                int count = Math.Min(Math.Min(_blockLeft, _left), values.Length - read);
                read += ReadFlat(all.Slice((int)_at, count * _form), values.Slice(read, count), out error);
            }
            else
            {
                error = ReadOne(ref values[read]);
                read += error is null ? 1 : 0;
            }
        }

        return read;
    }

    public void Free() => content.Return();

    /// <summary>Reads results of the same size with one reader.</summary>
    private int ReadFlat(ReadOnlySpan<byte> bytes, Span<TResult> values, out Exception? error)
    {
        error = null;
        MemoryPackReaderOptionalState state = PayloadReader.RentState();
        int read = 0;
        var reader = new PayloadReader(bytes, state);
        try
        {
            for (; read < values.Length; read++)
            {
                values[read] = method!.ReadResult(ref reader);
                if (reader.Reader.Consumed != (read + 1) * _form)
                {
                    PayloadErrors.ThrowMalformed($"a result of {_form} bytes was read as one of another length");
                }
            }
        }
        catch (Exception e)
        {
            error = PayloadIO.ReadFailed($"the result of '{methodName}'", e);
        }
        finally
        {
            reader.Complete();
            ((IDisposable)state).Dispose();
        }

        int passed = read + (error is null ? 0 : 1);
        _at += (long)passed * _form;
        Advance(passed);
        return read;
    }

    private ProcessSerializationException? ReadOne(ref TResult value)
    {
        try
        {
            _wide = content.AsSequence().Slice(_at, _form);
            var reader = new PayloadReader(in _wide);
            value = method!.ReadResult(ref reader);
            PayloadIO.EndReading(ref reader);
            return null;
        }
        catch (Exception e)
        {
            return PayloadIO.ReadFailed($"the result of '{methodName}'", e);
        }
        finally
        {
            _at += _form;
            Advance(1);
        }
    }

    private Exception ReadError()
    {
        int length = ErrorLength();
        PayloadBuffer bytes = PayloadBuffer.Rent();
        foreach (ReadOnlyMemory<byte> segment in content.AsSequence().Slice(_at + sizeof(int), length))
        {
            bytes.Write(segment.Span);
        }

        _at += sizeof(int) + length;
        var outcome = new CallOutcome { Error = bytes, Failure = ItemBlocks.FailureOf(_form), ProcessId = worker.ProcessId, WorkerName = worker.Name };
        return outcome.IsCancelled ? new OperationCanceledException(outcome.TakeError(methodName).Message) : outcome.TakeError(methodName);
    }

    private void Advance(int items)
    {
        _item += items;
        _left -= items;
        _blockLeft -= items;
    }

    /// <summary>Makes sure that what the next call needs is there.</summary>
    private bool TryOpen()
    {
        if (_broken is not null)
        {
            return false;
        }

        if (_blockLeft <= 0)
        {
            Span<byte> header = stackalloc byte[ItemBlocks.BlockHeaderSize];
            if (!TryPeek(_at, header))
            {
                return Break();
            }

            _blockLeft = BinaryPrimitives.ReadInt32LittleEndian(header);
            _form = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
            _at += header.Length;

            // A page that was read after a worker's death may hold one more result than it counts.
            if (_blockLeft <= 0 || (_form < 0 && _blockLeft != 1) || (_form >= 0 && (long)Math.Min(_blockLeft, _left) * _form > content.Length - _at))
            {
                return Break();
            }
        }

        return _form >= 0 || ErrorLength() >= 0 || Break();
    }

    private int ErrorLength()
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        return TryPeek(_at, bytes) && BinaryPrimitives.ReadInt32LittleEndian(bytes) is >= 0 and int length && length <= content.Length - _at - sizeof(int) ? length : -1;
    }

    private bool TryPeek(long at, Span<byte> bytes)
    {
        if (at + bytes.Length > content.Length)
        {
            return false;
        }

        content.AsSequence().Slice(at, bytes.Length).CopyTo(bytes);
        return true;
    }

    private bool Break()
    {
        _broken = new ProcessSerializationException($"The result of '{methodName}' could not be read on arrival from another process: the ends of a chunk's calls are malformed.");
        return false;
    }
}
