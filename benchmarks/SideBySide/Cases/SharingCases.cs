using ProcGen.SideBySide.Measuring;
using ProcGen.SideBySide.Ours;
using ProcGen.SideBySide.Peers.InProcess;
using ProcGen.SideBySide.Peers.Python;
using ProcGen.SideBySide.Work;

namespace ProcGen.SideBySide.Cases;

/// <summary>What processes share: locks, values, arrays.</summary>
internal static class SharingCases
{
    private const int ArrayLength = 64 * 1024 * 1024 / sizeof(long);

    public static Case LockUncontended { get; } = new(
        "lock-uncontended",
        "enter and leave a lock that nobody else wants",
        Quantity.Nanoseconds,
        async setting =>
        {
            var gate = new ProcessLock();
            return await TimedContestant.CreateAsync(
                setting,
                operations =>
                {
                    for (int i = 0; i < operations; i++)
                    {
                        using (gate.Enter())
                        {
                        }
                    }

                    return ValueTask.CompletedTask;
                },
                () =>
                {
                    gate.Dispose();
                    return ValueTask.CompletedTask;
                });
        },
        new Peer(PeerIds.Multiprocessing, PythonPeer.TimeAsync, Goal: 2.5));

    public static Case ValueLocked { get; } = new(
        "value-locked",
        "two processes add to one value under its lock",
        Quantity.Rate("additions", 1),
        setting => AddAsync(setting, SharedWork.InProcess.AddLocked, SharedWork.AddLocked),
        new Peer(PeerIds.Multiprocessing, PythonPeer.TimeAsync, Goal: 25));

    public static Case ValueAtomic { get; } = new(
        "value-atomic",
        "the same by atomic additions, against Python's under the lock",
        Quantity.Rate("additions", 1),
        setting => AddAsync(setting, SharedWork.InProcess.AddAtomic, SharedWork.AddAtomic),
        new Peer(PeerIds.Multiprocessing, PythonPeer.TimeAsync, Goal: 60));

    public static Case ArraySum { get; } = new(
        "array-sum",
        "a worker sums a shared array of 64 MiB",
        Quantity.Rate("GiB", (double)ArrayLength * sizeof(long) / (1L << 30)),
        setting =>
        {
            ProcessPool pool = OurPool.Create(workers: 1);
            var array = new SharedArray<long>(ArrayLength);
            array.Span.Fill(3);
            return TimedContestant.CreateAsync(
                setting,
                operations =>
                {
                    for (int i = 0; i < operations; i++)
                    {
                        SharedWork.Check(pool.Run(SharedWork.InProcess.Sum(array)), 3L * ArrayLength);
                    }

                    return ValueTask.CompletedTask;
                },
                async () =>
                {
                    await pool.DisposeAsync();
                    array.Dispose();
                });
        },
        new Peer(
            PeerIds.InProcess,
            setting =>
            {
                long[] array = new long[ArrayLength];
                Array.Fill(array, 3);
                return InProcessPeer.Time(operations =>
                {
                    for (int i = 0; i < operations; i++)
                    {
                        SharedWork.Check(SharedWork.Total(array), 3L * ArrayLength);
                    }

                    return ValueTask.CompletedTask;
                })(setting);
            },
            Goal: 0.95));

    // Half of the additions here, half in a worker at the same time.
    private static Task<IContestant> AddAsync(Setting setting, Func<SharedValue<long>, int, ProcessCall> theirs, Action<SharedValue<long>, int> ours)
    {
        ProcessPool pool = OurPool.Create(workers: 1);
        var value = new SharedValue<long>();
        return TimedContestant.CreateAsync(
            setting,
            async operations =>
            {
                int half = (operations + 1) / 2;
                long before = value.Value;
                Task worker = pool.RunAsync(theirs(value, half));
                ours(value, half);
                await worker;
                SharedWork.Check(value.Value - before, 2L * half);
            },
            async () =>
            {
                await pool.DisposeAsync();
                value.Dispose();
            });
    }
}
