using ProcGen.CompilerServices;
using ProcGen.Errors;

namespace ProcGen.Sharing;

// The end of a channel, with the error that it ends with.
internal sealed unsafe partial class SharedChannel
{
    /// <summary>Lets nothing more in.</summary>
    /// <returns>False if that was so already.</returns>
    public bool TryComplete(Exception? error)
    {
        SharedBlock? segment = null;
        try
        {
            int length = 0;
            if (error is not null)
            {
                segment = WriteError(error, out length);
                SharingTree.Current.Deposit(segment.Id, _block.Id);
            }

            Enter(_producers);
            bool isFirst = _header->Completed == 0;
            if (isFirst)
            {
                _header->Error = segment?.Id ?? default;
                _header->ErrorLength = length;
                FaultPoint.Pass();
                Volatile.Write(ref _header->Completed, 1);
                FaultPoint.Pass();
            }

            _producers.Leave();
            if (isFirst)
            {
                RingAll();
            }
            else if (segment is not null)
            {
                Withdraw(segment.Id, SharedKind.ChannelItem);
            }

            return isFirst;
        }
        finally
        {
            segment?.Release();
            GC.KeepAlive(_block);
        }
    }

    /// <summary>The error that the channel was completed with; null for none.</summary>
    public Exception? ReadError()
    {
        if (Volatile.Read(ref _header->Completed) == 0 || _header->Error == default)
        {
            return null;
        }

        try
        {
            SharedBlock segment = SharedBlock.Open(_header->Error, SharedKind.ChannelItem);
            try
            {
                return ReadError(new ReadOnlySpan<byte>(segment.Address, checked((int)Math.Min((uint)_header->ErrorLength, segment.Size))));
            }
            finally
            {
                segment.Release();
                GC.KeepAlive(segment);
            }
        }
        catch (ProcessException e)
        {
            return new ProcessSerializationException("The channel was completed with an error, which could not be read.", e);
        }
    }

    /// <summary>Wakes everybody, to look again.</summary>
    public void RingAll()
    {
        Interlocked.MemoryBarrier();
        ChannelBell.RingIfAsked(&_header->Items);
        ChannelBell.RingIfAsked(&_header->Room);
        ChannelBell.RingIfAsked(&_header->Done);
    }

    private static SharedBlock WriteError(Exception error, out int length)
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        try
        {
            var writer = new PayloadWriter(ref buffer);
            ExceptionCodec.Write(ref writer, error, RemoteFailurePhase.Running);
            writer.Complete();
            length = checked((int)buffer.Length);
            return Copy(buffer);
        }
        finally
        {
            buffer.Return();
        }
    }

    private static Exception ReadError(ReadOnlySpan<byte> bytes)
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        try
        {
            buffer.Write(bytes);
            var reader = new PayloadReader(buffer);
            Exception error = ExceptionCodec.Read(ref reader, 0, "producer").Exception;
            reader.Complete();
            return error;
        }
        finally
        {
            buffer.Return();
        }
    }
}
