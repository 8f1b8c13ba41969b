using System.Collections.Concurrent;

namespace ProcGen.CompilerServices;

/// <summary>Keeps a bounded number of empty buffers. Thread-safe.</summary>
internal sealed class PayloadBufferPool
{
    private const int Capacity = 128;

    private readonly ConcurrentQueue<PayloadBuffer> _buffers = new();
    private int _count;

    public PayloadBuffer Rent()
    {
        if (_buffers.TryDequeue(out PayloadBuffer? buffer))
        {
            Interlocked.Decrement(ref _count);
            return buffer;
        }

        return new PayloadBuffer();
    }

    public void Return(PayloadBuffer buffer)
    {
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
