using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace ProcGen.Transport;

/// <summary>
/// The part of one thread in a <see cref="Doorbell"/>: what it has to finish between two looks at the rings, and how often it went on. Others see from that whether it is stuck in
/// the user's code, and can relieve it then.
/// </summary>
internal sealed class DoorbellLoop
{
    private const int Relieved = -1;

    private readonly ConcurrentQueue<IThreadPoolWorkItem> _inline = new();
    private volatile bool _isAsleep;
    private int _turn;

    /// <summary>Counts; odd while the user's code runs, and after <see cref="TryRelieve"/>.</summary>
    public int Turn => Volatile.Read(ref _turn);

    public bool IsInUserCode => (Turn & 1) != 0;

    /// <summary>Whether it waits for the bell.</summary>
    public bool IsAsleep { get => _isAsleep; set => _isAsleep = value; }

    /// <summary>Whether there is something to finish.</summary>
    public bool HasInline => !_inline.IsEmpty;

    public void Add(IThreadPoolWorkItem operation) => _inline.Enqueue(operation);

    /// <summary>Takes what a relieved thread has not come to.</summary>
    public bool TryTake([NotNullWhen(true)] out IThreadPoolWorkItem? operation) => _inline.TryDequeue(out operation);

    /// <summary>Finishes what there is.</summary>
    /// <returns>False if another thread has taken this one's place meanwhile.</returns>
    public bool TryRunInline()
    {
        while (_inline.TryDequeue(out IThreadPoolWorkItem? operation))
        {
            int turn = Interlocked.Increment(ref _turn);
            operation.Execute();
            if (Interlocked.CompareExchange(ref _turn, turn + 1, turn) != turn)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes the place of a thread that is in the user's code, and was there at a turn before.</summary>
    public bool TryRelieve(int turn) => (turn & 1) != 0 && Interlocked.CompareExchange(ref _turn, Relieved, turn) == turn;
}
