using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Sharing;

public sealed class JoinableProcessQueueTests : IClassFixture<LeakCheck>
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void Join_returns_exactly_when_all_is_done_and_one_mark_too_many_throws()
    {
        using var queue = new JoinableProcessQueue<string>();
        Assert.True(queue.Join(TimeSpan.Zero));
        queue.Add("a");
        queue.Add("b");
        Assert.False(queue.Join(s_moment));
        Assert.Equal("a", queue.Take());
        Assert.Equal("b", queue.Take());
        Assert.Equal(0, queue.Count);
        Assert.False(queue.Join(s_moment));
        queue.MarkDone();
        Assert.False(queue.Join(s_moment));
        queue.MarkDone();
        Assert.True(queue.Join(TimeSpan.Zero));
        Assert.Contains("marked every item", Assert.Throws<InvalidOperationException>(queue.MarkDone).Message);
    }

    [Fact]
    public async Task Consumers_in_several_processes_work_everything_off()
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        using var queue = new JoinableProcessQueue<string>(100);
        Task<int>[] consumers = [pool.RunAsync(Queues.InProcess.Work(queue)), pool.RunAsync(Queues.InProcess.Work(queue))];
        for (int i = 0; i < 20_000; i++)
        {
            queue.Add($"item {i}");
        }

        await queue.JoinAsync().Soon();
        queue.Complete();
        Assert.Equal(20_000, (await Task.WhenAll(consumers).Soon()).Sum());
    }

    [Fact]
    public async Task An_item_of_a_dead_consumer_comes_again_first()
    {
        using var queue = new JoinableProcessQueue<string>();
        queue.Add("a");
        queue.Add("b");
        await KillConsumerAsync(queue);

        Assert.False(queue.Join(s_moment));
        Assert.True(queue.TryTake(out string? first, s_patience));
        Assert.True(queue.TryTake(out string? second, s_patience));
        Assert.Equal(["a", "b"], [first!, second!]);
        queue.MarkDone();
        queue.MarkDone();
        Assert.True(queue.Join(s_patience));
    }

    [Fact]
    public async Task An_item_of_a_dead_consumer_is_reported_where_that_is_asked_for()
    {
        using var queue = new JoinableProcessQueue<string>(new JoinableProcessQueueOptions { WhenConsumerDies = UnfinishedItem.Report });
        queue.Add("a");
        await KillConsumerAsync(queue);

        ItemLostException error = await Assert.ThrowsAsync<ItemLostException>(() => queue.JoinAsync().Soon());
        Assert.Equal(1, error.Count);
        Assert.Contains("'taker'", error.Message);
        Assert.True(queue.Join(s_patience));
    }

    [Fact]
    public async Task Items_that_are_done_out_of_order_give_their_room_back()
    {
        using var queue = new JoinableProcessQueue<int[]>();
        Task held = Task.Run(async () =>
        {
            for (int round = 0; round < 50; round++)
            {
                for (int i = 0; i < 40; i++)
                {
                    queue.Add(new int[1000]);
                }

                for (int i = 0; i < 40; i++)
                {
                    Assert.Equal(1000, queue.Take().Length);
                }

                for (int i = 0; i < 40; i++)
                {
                    queue.MarkDone();
                }

                await Task.Yield();
            }
        });

        await held.Soon();
        Assert.True(queue.Join(TimeSpan.Zero));
    }

    private static async Task KillConsumerAsync(JoinableProcessQueue<string> queue)
    {
        using var report = new ProcessQueue<string>();
        await using var consumer = WorkerProcess.Start(Queues.InProcess.TakeAndStay(queue, report), new() { Name = "taker", Output = new CapturedOutput().Output });
        Assert.True(report.TryTake(out string? item, s_patience));
        Assert.Equal("a", item);
        consumer.Kill();
        await consumer.WaitForExitAsync().Soon();
    }
}
