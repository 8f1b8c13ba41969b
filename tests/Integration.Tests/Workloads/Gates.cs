using ProcGen.Sharing;

namespace ProcGen.Tests.Workloads;

/// <summary>Bodies that use semaphores, events, reader-writer locks, conditions and barriers.</summary>
public static partial class Gates
{
    /// <summary>Takes a permit, says so, and stays until it is killed.</summary>
    [RunInProcess]
    public static void TakeAndStay(ProcessSemaphore permits, ProcessEvent taken)
    {
        using (permits.Enter())
        {
            taken.Set();
            Thread.Sleep(Timeout.Infinite);
        }
    }

    /// <summary>Takes a permit and returns without giving it back.</summary>
    [RunInProcess]
    public static void TakeAndForget(ProcessSemaphore permits)
    {
#pragma warning disable PROCGEN046 // That is what is tested.
        _ = permits.Enter();
#pragma warning restore PROCGEN046
    }

    /// <summary>Counts how many are inside of the semaphore at once.</summary>
    [RunInProcess]
    public static void CountInside(ProcessSemaphore permits, SharedValue<int> inside, SharedValue<int> most, int times)
    {
        for (int i = 0; i < times; i++)
        {
            using (permits.Enter())
            {
                most.Max(inside.Add(1));
                Thread.Yield();
                inside.Add(-1);
            }
        }
    }

    [RunInProcess]
    public static void WaitFor(ProcessEvent ready, ProcessEvent seen)
    {
        ready.Wait();
        seen.Set();
    }

    [RunInProcess]
    public static void WriteAndStay(ProcessRWLock gate, ProcessEvent entered)
    {
        using (gate.EnterWrite())
        {
            entered.Set();
            Thread.Sleep(Timeout.Infinite);
        }
    }

    [RunInProcess]
    public static void ReadAndStay(ProcessRWLock gate, ProcessEvent entered)
    {
        using (gate.EnterRead())
        {
            entered.Set();
            Thread.Sleep(Timeout.Infinite);
        }
    }

    /// <summary>Writes pairs that have to be equal, and reads them in between.</summary>
    [RunInProcess]
    public static int WriteAndReadPairs(ProcessRWLock gate, SharedArray<long> pair, int times)
    {
        int torn = 0;
        for (int i = 0; i < times; i++)
        {
            using (gate.EnterWrite())
            {
                pair[0]++;
                Thread.Yield();
                pair[1]++;
            }

            using (gate.EnterRead())
            {
                torn += pair[0] == pair[1] ? 0 : 1;
            }
        }

        return torn;
    }

    /// <summary>Dies at a step of using a semaphore. Returns where it did not come so far.</summary>
    [RunInProcess]
    public static void DieWithPermits(ProcessSemaphore permits, int step)
    {
        FaultPoint.Arm(step);
        using (permits.Enter())
        {
            using (permits.Enter())
            {
            }
        }

        permits.Release();
        permits.Enter().UseUp();
        FaultPoint.Arm(0);
    }

    /// <summary>Dies at a step of using a reader-writer lock. Returns where it did not come so far.</summary>
    [RunInProcess]
    public static void DieWhileReadingAndWriting(ProcessRWLock gate, int step)
    {
        FaultPoint.Arm(step);
        using (gate.EnterRead())
        {
        }

        using (gate.EnterWrite())
        {
        }

        FaultPoint.Arm(0);
    }

    [RunInProcess]
    public static int EnterTwiceAndStay(ReentrantProcessLock gate, ProcessEvent entered)
    {
        using (gate.Enter())
        {
            using (ReentrantProcessLock.Scope second = gate.Enter())
            {
                entered.Set();
                Thread.Sleep(Timeout.Infinite);
                return second.Depth;
            }
        }
    }
}
