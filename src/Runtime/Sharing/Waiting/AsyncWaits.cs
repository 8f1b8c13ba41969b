using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcGen.Sharing;

/// <summary>
/// All awaited waits of this process: one thread takes their steps and sleeps on all of their words at once, and on one of its own, which is this process's doorbell. What awaits them goes on on the thread pool.
/// Thread-safe.
/// </summary>
internal sealed unsafe class AsyncWaits
{
    private static readonly Lazy<AsyncWaits> s_shared = new(static () => new AsyncWaits());

    private readonly Lock _gate = new();
    private readonly uint[] _bell = GC.AllocateArray<uint>(1, pinned: true);
    private readonly List<Entry> _entries = [];
    private List<Entry> _added = [];

    private AsyncWaits() => new Thread(Run, 256 * 1024) { IsBackground = true, Name = "ProcGen waits" }.UnsafeStart();

    private uint* Bell => (uint*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_bell));

    /// <summary>Waits without a thread of the caller's.</summary>
    /// <param name="wait">The wait. It belongs to this until the task completes.</param>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False if it took too long.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ValueTask<bool> WaitAsync(SharedWait wait, TimeSpan timeout, CancellationToken cancellationToken)
    {
        long end = SharedWait.EndOf(timeout);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellationToken);
        }

        if (wait.Step(out SharedSleep sleep))
        {
            return new(true);
        }

        if (timeout == TimeSpan.Zero)
        {
            wait.GiveUp();
            return new(false);
        }

        return new(s_shared.Value.Add(new Entry(wait, sleep, end, cancellationToken)));
    }

    private Task<bool> Add(Entry entry)
    {
        lock (_gate)
        {
            _added.Add(entry);
        }

        Ring();
        entry.Registration = entry.CancellationToken.UnsafeRegister(static self => ((AsyncWaits)self!).Ring(), this);
        return entry.Task;
    }

    private void Ring()
    {
        Interlocked.Increment(ref _bell[0]);
        Futex.Wake(Bell);
    }

    private void Run()
    {
        var words = new List<FutexWord>();
        while (true)
        {
            uint bell = Volatile.Read(ref _bell[0]);
            TakeAdded();
            words.Clear();
            words.Add(new FutexWord((nint)Bell, bell));
            long until = long.MaxValue;
            bool anyDone = false;
            for (int i = 0; i < _entries.Count; i++)
            {
                Entry entry = _entries[i];
                if (entry.TryFinish())
                {
                    anyDone = true;
                    continue;
                }

                until = Math.Min(until, Math.Min(entry.Sleep.Until, entry.End));
                if (words.Count < Futex.MostWords)
                {
                    words.Add(entry.Sleep.Word);
                }
                else
                {
                    // More than the kernel takes at once: these are looked at, and the first ones go to the end so that all have their turn.
                    until = Math.Min(until, Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 500));
                }
            }

            if (anyDone)
            {
                _entries.RemoveAll(static entry => entry.IsDone);
            }

            if (_entries.Count >= Futex.MostWords)
            {
                Entry[] first = [.. _entries[..(Futex.MostWords / 2)]];
                _entries.RemoveRange(0, first.Length);
                _entries.AddRange(first);
            }

            Futex.WaitAny(CollectionsMarshal.AsSpan(words), until);
        }
    }

    private void TakeAdded()
    {
        lock (_gate)
        {
            _entries.AddRange(_added);
            _added.Clear();
        }
    }

    private sealed class Entry(SharedWait wait, SharedSleep sleep, long end, CancellationToken cancellationToken) : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public SharedSleep Sleep { get; private set; } = sleep;

        public long End => end;

        public CancellationToken CancellationToken => cancellationToken;

        public CancellationTokenRegistration Registration { get; set; }

        public bool IsDone { get; private set; }

        /// <summary>Takes a step.</summary>
        /// <returns>Whether it was the last one.</returns>
        public bool TryFinish()
        {
            try
            {
                if (wait.Step(out SharedSleep sleep))
                {
                    IsDone = true;
                    TrySetResult(true);
                }
                else if (cancellationToken.IsCancellationRequested)
                {
                    IsDone = true;
                    wait.GiveUp();
                    TrySetCanceled(cancellationToken);
                }
                else if (Stopwatch.GetTimestamp() >= end)
                {
                    IsDone = true;
                    wait.GiveUp();
                    TrySetResult(false);
                }

                Sleep = sleep;
            }
            catch (Exception e)
            {
                // A barrier that broke, a closed object: the waiter's own error, and nobody else's.
                IsDone = true;
                TrySetException(e);
            }

            if (IsDone)
            {
                Registration.Dispose();
            }

            return IsDone;
        }
    }
}
