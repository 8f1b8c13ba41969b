using System.Diagnostics;
using ProcGen.Sharing;

namespace ProcGen.Tests.Workloads;

/// <summary>Bodies that use locks, values and arrays.</summary>
public static partial class Locking
{
    /// <summary>Enters, says so by setting the value, and stays until it is killed.</summary>
    [RunInProcess]
    public static void EnterAndStay(ProcessLock gate, SharedValue<int> entered)
    {
        using (gate.Enter())
        {
            entered.Value = Environment.ProcessId;
            Thread.Sleep(Timeout.Infinite);
        }
    }

    /// <summary>Enters, and returns without leaving.</summary>
    [RunInProcess]
    public static int EnterAndForget(ProcessLock gate)
    {
#pragma warning disable PROCGEN046 // That is what is tested.
        _ = gate.Enter();
#pragma warning restore PROCGEN046
        return Environment.ProcessId;
    }

    [RunInProcess]
    public static async Task<int> EnterAndForgetAsync(ProcessLock gate, CancellationToken cancellationToken)
    {
#pragma warning disable PROCGEN046 // That is what is tested.
        _ = await gate.EnterAsync(cancellationToken);
#pragma warning restore PROCGEN046
        return Environment.ProcessId;
    }

    /// <summary>Adds 1 so often, each time under the value's own lock.</summary>
    [RunInProcess]
    public static void IncrementLocked(SharedValue<long> value, int times)
    {
        for (int i = 0; i < times; i++)
        {
            using (value.Enter())
            {
                value.Value++;
            }
        }
    }

    [RunInProcess]
    public static async Task IncrementLockedAsync(SharedValue<long> value, int times)
    {
        for (int i = 0; i < times; i++)
        {
            await using (await value.EnterAsync())
            {
                value.Value++;
                if (i % 100 == 0)
                {
                    await Task.Yield();
                }
            }
        }
    }

    [RunInProcess]
    public static void IncrementAtomic(SharedValue<long> value, int times)
    {
        for (int i = 0; i < times; i++)
        {
            value.Add(1);
        }
    }

    /// <summary>Takes the lock again and again, with hardly a moment in between, until it is told to stop.</summary>
    [RunInProcess]
    public static long Hog(ProcessLock gate, SharedValue<int> state)
    {
        long times = 0;
        state.Add(1);
        while (state.Value >= 0)
        {
            using (gate.Enter())
            {
                times++;
                long end = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 5000);
                while (Stopwatch.GetTimestamp() < end)
                {
                }
            }
        }

        return times;
    }

    [RunInProcess]
    public static long SumArray(ReadOnlySharedArray<long> array)
    {
        long sum = 0;
        foreach (long item in array.Span)
        {
            sum += item;
        }

        return sum;
    }

    [RunInProcess]
    public static void Square(SharedArray<long> array)
    {
        foreach (ref long item in array.Span)
        {
            item *= item;
        }
    }

    /// <summary>Dies at a step of entering and leaving a lock. Returns the steps that are left where it did not come so far.</summary>
    [RunInProcess]
    public static int DieWhileLocking(SharedValue<long> value, int step)
    {
        FaultPoint.Arm(step);
        for (int i = 0; i < 3; i++)
        {
            using (value.Enter())
            {
                value.Value++;
            }
        }

        int left = FaultPoint.Left;
        FaultPoint.Arm(0);
        return left;
    }
}
