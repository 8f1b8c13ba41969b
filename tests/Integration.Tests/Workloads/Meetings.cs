using ProcGen.Sharing;

namespace ProcGen.Tests.Workloads;

/// <summary>Bodies that meet at conditions and barriers.</summary>
public static partial class Meetings
{
    /// <summary>Takes so many from the stock, and waits for each.</summary>
    [RunInProcess]
    public static int Consume(ProcessCondition condition, SharedValue<int> stock, int count)
    {
        for (int i = 0; i < count; i++)
        {
            using (condition.Lock.Enter())
            {
                condition.Wait(() => stock.Value > 0);
                stock.Value--;
            }
        }

        return count;
    }

    [RunInProcess]
    public static async Task<int> ConsumeAsync(ProcessCondition condition, SharedValue<int> stock, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await using (await condition.Lock.EnterAsync())
            {
                if (!await condition.WaitAsync(() => stock.Value > 0, TimeSpan.FromSeconds(20)))
                {
                    throw new TimeoutException("There was nothing in stock.");
                }

                stock.Value--;
            }
        }

        return count;
    }

    /// <summary>Waits for a notification, having said so, and counts it.</summary>
    [RunInProcess]
    public static void WaitAndCount(ProcessCondition condition, SharedValue<int> waiting, SharedValue<int> notified)
    {
        using (condition.Lock.Enter())
        {
            waiting.Add(1);
            condition.Wait();
            notified.Add(1);
        }
    }

    /// <summary>Meets the others so often, and counts each time how many have come so far.</summary>
    [RunInProcess]
    public static int Meet(ProcessBarrier barrier, SharedValue<int> arrivals, int times)
    {
        int wrong = 0;
        using (barrier.Join())
        {
            for (int i = 1; i <= times; i++)
            {
                arrivals.Add(1);
                barrier.SignalAndWait(TimeSpan.FromSeconds(20));
                wrong += arrivals.Value >= i * barrier.ParticipantCount ? 0 : 1;
                barrier.SignalAndWait(TimeSpan.FromSeconds(20));
            }
        }

        return wrong;
    }

    /// <summary>Takes part, says so, and never arrives.</summary>
    [RunInProcess]
    public static void JoinAndStay(ProcessBarrier barrier, ProcessEvent joined)
    {
        using (barrier.Join())
        {
            joined.Set();
            Thread.Sleep(Timeout.Infinite);
        }
    }

    /// <summary>Dies at a step of arriving at a barrier where it is the last one.</summary>
    [RunInProcess]
    public static void DieAtBarrier(ProcessBarrier barrier, int step)
    {
        FaultPoint.Arm(step);
        barrier.SignalAndWait();
        FaultPoint.Arm(0);
    }

    /// <summary>Dies at a step of notifying.</summary>
    [RunInProcess]
    public static void DieWhileNotifying(ProcessCondition condition, int step)
    {
        FaultPoint.Arm(step);
        using (condition.Lock.Enter())
        {
            condition.Notify();
        }

        FaultPoint.Arm(0);
    }
}
