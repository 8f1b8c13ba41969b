using System.Collections.Concurrent;

namespace ProcGen.CompilerServices;

/// <summary>Keeps a bounded number of empty buffers, one of them for each thread, which costs no atomic operation. Thread-safe.</summary>
internal sealed class PayloadBufferPool
{
    private const int Capacity = 128;

    [ThreadStatic]
    private static PayloadBuffer? t_own;

    private readonly ConcurrentQueue<PayloadBuffer> _buffers = new();
    private int _count;

    public PayloadBuffer Rent()
    {
        if (t_own is { } own)
        {
            t_own = null;
            return own;
        }

        if (_buffers.TryDequeue(out PayloadBuffer? buffer))
        {
            Interlocked.Decrement(ref _count);
            return buffer;
        }

        return new PayloadBuffer();
    }

    public void Return(PayloadBuffer buffer)
    {
        if (t_own is null)
        {
            t_own = buffer;
            return;
        }

        if (Interlocked.Increment(ref _count) <= Capacity)
        {
            _buffers.Enqueue(buffer);
        }
        else
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
