using System.Threading.Channels;
using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Sharing;

public sealed class ProcessQueueTests : IClassFixture<LeakCheck>
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task What_a_worker_adds_arrives_in_order_and_the_end_ends_the_consumer()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        using var queue = new ProcessQueue<Order>();

        Task producer = pool.RunAsync(Queues.InProcess.ProduceOrders(queue, 5000));
        int next = 0;
        await foreach (Order order in queue.Reader.ReadAllAsync())
        {
            Assert.Equal(new Order(next, $"customer {next}"), order);
            next++;
        }

        Assert.Equal(5000, next);
        Assert.True(queue.IsCompleted);
        await producer;
        await queue.Reader.Completion.Soon();
    }

    [Fact]
    public async Task Two_producers_and_two_consumers_lose_nothing_and_keep_the_order_of_each_producer()
    {
        const int Count = 50_000;
        await using var pool = new ProcessPool(new() { Workers = 4 });
        using var queue = new ProcessQueue<int>(1000);

        Task<int[]>[] consumers = [pool.RunAsync(Queues.InProcess.Consume(queue)), pool.RunAsync(Queues.InProcess.Consume(queue))];
        await Task.WhenAll(pool.RunAsync(Queues.InProcess.Produce(queue, 0, Count)), pool.RunAsync(Queues.InProcess.Produce(queue, Count, Count))).Soon();
        queue.Complete();
        int[][] taken = await Task.WhenAll(consumers).Soon();

        Assert.Equal(Enumerable.Range(0, 2 * Count), taken.SelectMany(t => t).Order());
        foreach (int[] sequence in taken)
        {
            Assert.Equal(sequence.Where(i => i < Count).Order(), sequence.Where(i => i < Count));
            Assert.Equal(sequence.Where(i => i >= Count).Order(), sequence.Where(i => i >= Count));
        }
    }

    [Fact]
    public async Task A_producer_ends_before_anybody_takes_its_megabyte()
    {
        using var queue = new ProcessQueue<byte[]>();
        await using (var process = WorkerProcess.Start(Queues.InProcess.ProduceBytes(queue, 1024 * 1024, 3)))
        {
            await process.WaitForExitAsync().Soon();
        }

        byte[] bytes = queue.Take();
        Assert.Equal(1024 * 1024, bytes.Length);
        Assert.All(bytes, b => Assert.Equal(3, b));
    }

    [Fact]
    public void A_bounded_queue_blocks_times_out_and_can_be_cancelled()
    {
        using var queue = new ProcessQueue<string>(2);
        queue.Add("a");
        Assert.True(queue.TryAdd("b"));

        Assert.False(queue.TryAdd("c"));
        Assert.False(queue.TryAdd("c", s_moment));
        using var cancellation = new CancellationTokenSource(s_moment);
        Assert.ThrowsAny<OperationCanceledException>(() => queue.Add("c", cancellation.Token));
        Assert.Equal(2, queue.Count);

        Assert.Equal("a", queue.Take());
        Assert.True(queue.TryAdd("c"));
        Assert.Equal(["b", "c"], new[] { queue.Take(), queue.Take() });
        Assert.False(queue.TryTake(out _, s_moment));
        using var again = new CancellationTokenSource(s_moment);
        Assert.ThrowsAny<OperationCanceledException>(() => queue.Take(again.Token));
    }

    [Fact]
    public async Task Who_waits_is_woken_on_a_thread_and_without_one()
    {
        using var queue = new ProcessQueue<int>(1);
        queue.Add(0);
        Task blocked = Task.Factory.StartNew(() => queue.Add(1), TaskCreationOptions.LongRunning);
        Task awaited = queue.AddAsync(2).AsTask();
        int[] taken = [queue.Take(), queue.Take(), queue.Take()];
        await Task.WhenAll(blocked, awaited).Soon();
        Assert.Equal([0, 1, 2], taken.Order());

        Task<int> blockedTake = Task.Factory.StartNew(() => queue.Take(), TaskCreationOptions.LongRunning);
        Task<int> awaitedTake = queue.TakeAsync().AsTask();
        queue.Add(3);
        queue.Add(4);
        Assert.Equal([3, 4], (await Task.WhenAll(blockedTake, awaitedTake).Soon()).Order());
    }

    [Fact]
    public void Bytes_are_limited_and_one_item_always_fits()
    {
        using var queue = new ProcessQueue<string>(new ProcessQueueOptions { CapacityBytes = 10_000 });
        queue.Add(new string('x', 1_000_000));
        Assert.False(queue.TryAdd("y"));
        Assert.Equal(1_000_000, queue.Take().Length);
        Assert.True(queue.TryAdd(new string('y', 3000)));
        Assert.False(queue.TryAdd(new string('z', 3000)));
    }

    [Fact]
    public void Taking_from_a_completed_queue_takes_what_is_left_and_then_says_so()
    {
        using var queue = new ProcessQueue<int>();
        queue.Add(1);
        queue.Complete();
        queue.Complete();

        Assert.True(queue.IsAddingCompleted);
        Assert.False(queue.IsCompleted);
        Assert.Throws<ChannelClosedException>(() => queue.Add(2));
        Assert.False(queue.Writer.TryWrite(2));
        Assert.Equal(1, queue.Take());
        Assert.True(queue.IsCompleted);
        Assert.Throws<ChannelClosedException>(() => queue.Take());
        Assert.False(queue.TryTake(out _, Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public async Task The_error_of_a_producer_reaches_every_consumer_after_its_items()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        using var queue = new ProcessQueue<int>();
        await pool.RunAsync(Queues.InProcess.ProduceAndFail(queue, 2));

        Assert.Equal([0, 1], new[] { queue.Take(), queue.Take() });
        ChannelClosedException error = Assert.Throws<ChannelClosedException>(() => queue.Take());
        Assert.Equal("the source is damaged", Assert.IsType<InvalidDataException>(error.InnerException).Message);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await queue.Reader.WaitToReadAsync());
        await Assert.ThrowsAsync<InvalidDataException>(() => queue.Reader.Completion.Soon());
    }

    [Fact]
    public void An_unbounded_queue_grows_and_gives_back_what_was_read()
    {
        using var queue = new ProcessQueue<int[]>();
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < 3000; i++)
            {
                int[] item = new int[1 + (i % 500)];
                item[^1] = i;
                queue.Add(item);
            }

            Assert.Equal(3000, queue.Count);
            for (int i = 0; i < 3000; i++)
            {
                Assert.Equal(i, queue.Take()[^1]);
            }
        }
    }

    [Fact]
    public async Task A_large_item_crosses_whole()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        using var queue = new ProcessQueue<byte[]>(4);
        Task produced = pool.RunAsync(Queues.InProcess.ProduceBytes(queue, 16 * 1024 * 1024, 9));
        byte[] bytes = await queue.TakeAsync().AsTask().Soon();
        await produced;
        Assert.Equal(16 * 1024 * 1024, bytes.Length);
        Assert.Equal(-1, bytes.AsSpan().IndexOfAnyExcept((byte)9));
    }

    [Fact]
    public async Task A_queue_is_a_result_and_outlives_the_process_that_made_it()
    {
        ProcessQueue<int> queue;
        await using (var process = WorkerProcess.Start(Queues.InProcess.MakeFull(1000)))
        {
            queue = await process.Result.Soon();
        }

        using (queue)
        {
            Assert.Equal(Enumerable.Range(0, 1000), queue.GetConsumingEnumerable());
        }
    }

    [Fact]
    public async Task Handles_of_queues_pipes_and_locks_cross_as_arguments_within_types_and_through_queues()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        using var numbers = new ProcessQueue<int>();
        using var gate = new ProcessLock();
        (ProcessPipe<string> ours, ProcessPipe<string> theirs) = ProcessPipe.Create<string>();
        using ProcessPipe<string> first = ours;
        using ProcessPipe<string> second = theirs;
        var bundle = new Bundle(numbers, second, gate);

        Assert.Equal(1, await pool.RunAsync(Queues.InProcess.UseBundle(bundle)));
        Assert.Equal("sent", first.Receive());

        using var bundles = new ProcessQueue<Bundle>();
        bundles.Add(bundle);
        bundles.Add(bundle);
        bundles.Complete();
        await pool.RunAsync(Queues.InProcess.UseAllBundles(bundles));
        Assert.Equal(["sent", "sent"], new[] { first.Receive(), first.Receive() });
        Assert.Equal([42, 42, 42], new[] { numbers.Take(), numbers.Take(), numbers.Take() });
        Assert.True(gate.TryEnter(out ProcessLock.Scope scope));
        scope.Dispose();
    }

    [Fact]
    public void What_lies_in_a_queue_is_kept_by_the_queue()
    {
        using var queues = new ProcessQueue<ProcessQueue<int>>();
        using (var inner = new ProcessQueue<int>())
        {
            inner.Add(5);
            queues.Add(inner);
        }

        using ProcessQueue<int> back = queues.Take();
        Assert.Equal(5, back.Take());
    }

    [Fact]
    public void A_disposed_handle_says_so()
    {
        var queue = new ProcessQueue<int>();
        queue.Dispose();
        Assert.Throws<ObjectDisposedException>(() => queue.Add(1));
        Assert.Throws<ObjectDisposedException>(() => queue.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Whatever_is_ready_first_ends_a_wait_for_several()
    {
        using var first = new ProcessQueue<int>();
        using var second = new ProcessQueue<int>();
        await using var process = WorkerProcess.Start(Queues.InProcess.MakeFull(1));
        Assert.Empty(ProcessWait.WaitAny([first, second], s_moment));

        Task<IReadOnlyList<IProcessWaitable>> wait = ProcessWait.WaitAnyAsync([first, second], s_patience);
        second.Add(1);
        Assert.Same(second, Assert.Single(await wait));
        Assert.Same(process, Assert.Single(ProcessWait.WaitAny([first, process], s_patience)));
    }
}
