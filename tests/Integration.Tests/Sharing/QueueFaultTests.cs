using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Sharing;

/// <summary>A process is killed at every step of what it does with a queue or a pipe, one after the other.</summary>
public sealed class QueueFaultTests : IClassFixture<LeakCheck>
{
    private const int MostSteps = 60;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(3, 2)]
    [InlineData(15_000, 8)]
    [InlineData(100_000, 1)]
    public async Task A_producer_that_is_killed_loses_at_most_its_item(int length, int before)
    {
        string Item(int number) => new((char)('a' + number), length);
        await EveryStepAsync(async step =>
        {
            using var queue = new ProcessQueue<string>();
            for (int i = 0; i < before; i++)
            {
                queue.Add(Item(i));
            }

            bool killed = await RunAsync(Queues.InProcess.AddAndDie(queue, "X" + Item(0), step));
            Assert.True(queue.TryAdd(Item(before), s_patience));
            queue.Complete();

            List<string> taken = [.. queue.GetConsumingEnumerable()];
            bool arrived = taken.Remove("X" + Item(0));
            Assert.True(killed || arrived);
            Assert.Equal(Enumerable.Range(0, before + 1).Select(Item), taken);
            return killed;
        });
    }

    [Fact]
    public async Task A_consumer_that_is_killed_loses_at_most_the_item_it_takes()
    {
        await EveryStepAsync(async step =>
        {
            using var queue = new ProcessQueue<string>(3);
            queue.Add("a");
            queue.Add("b");
            queue.Add("c");

            bool killed = await RunAsync(Queues.InProcess.TakeAndDie(queue, step));
            List<string> taken = [];
            while (queue.TryTake(out string? item, TimeSpan.FromMilliseconds(200)))
            {
                taken.Add(item);
            }

            Assert.True(taken is ["b", "c"] || (killed && taken is ["a", "b", "c"]), string.Join(' ', taken));
            for (int i = 0; i < 3; i++)
            {
                Assert.True(queue.TryAdd("d", s_patience));
            }

            Assert.False(queue.TryAdd("d"));
            return killed;
        });
    }

    [Fact]
    public async Task What_a_killed_consumer_had_not_marked_is_delivered_again_and_join_returns()
    {
        await EveryStepAsync(async step =>
        {
            using var queue = new JoinableProcessQueue<string>();
            queue.Add("a");
            queue.Add("b");
            queue.Add("c");

            bool killed = await RunAsync(Queues.InProcess.MarkAndDie(queue, step));
            List<string> taken = [];
            while (!queue.Join(TimeSpan.Zero))
            {
                Assert.True(queue.TryTake(out string? item, s_patience), $"step {step}: after {string.Join(' ', taken)} nothing came");
                taken.Add(item!);
                queue.MarkDone();
            }

            Assert.True(taken is ["b", "c"] || (killed && taken is ["a", "b", "c"]), string.Join(' ', taken));
            Assert.Equal(0, queue.Count);
            return killed;
        });
    }

    [Fact]
    public async Task A_sender_that_is_killed_leaves_whole_messages_and_then_the_end()
    {
        await EveryStepAsync(async step =>
        {
            (ProcessPipe<string> ours, ProcessPipe<string> theirs) = ProcessPipe.Create<string>();
            using (ours)
            {
                bool killed;
                await using (var process = WorkerProcess.Start(Queues.InProcess.SendAndDie(theirs, step), new() { Output = new CapturedOutput().Output }))
                {
                    theirs.Dispose();
                    killed = await IsKilledAsync(process);
                }

                bool received = ours.TryReceive(out string? message, s_patience);
                Assert.True(received ? message == "message" : killed);
                Assert.Throws<EndOfStreamException>(() => ours.Receive(new CancellationTokenSource(s_patience).Token));
                return killed;
            }
        });
    }

    private static async Task EveryStepAsync(Func<int, Task<bool>> run)
    {
        for (int step = 1; step < MostSteps; step++)
        {
            if (!await run(step))
            {
                Assert.True(step > 3, "there are steps at which it is killed");
                return;
            }
        }

        Assert.Fail($"There are more than {MostSteps} steps.");
    }

    private static async Task<bool> RunAsync(ProcessCall<int> call)
    {
        await using var process = WorkerProcess.Start(call, new() { Output = new CapturedOutput().Output });
        return await IsKilledAsync(process);
    }

    private static async Task<bool> IsKilledAsync(WorkerProcess<int> process)
    {
        await process.WaitForExitAsync().Soon();
        if (process.ExitSignal is null)
        {
            await process.Result;
            return false;
        }

        Assert.Equal("SIGKILL", process.ExitSignal);
        await Assert.ThrowsAsync<WorkerCrashedException>(() => process.Result);
        return true;
    }
}
