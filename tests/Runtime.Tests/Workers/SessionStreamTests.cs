using ProcGen.Calls;
using ProcGen.Protocol;

namespace ProcGen.Tests.Workers;

public abstract class SessionStreamTests(string carrier) : CarrierTests(carrier)
{
    private static int s_nextFrom = 1000;

    public static TheoryData<int> Sizes => [0, 1, 2, ProtocolLimits.StreamWindow - 1, ProtocolLimits.StreamWindow, ProtocolLimits.StreamWindow + 1, 2 * ProtocolLimits.StreamWindow, 5000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task A_sequence_argument_of_any_size_arrives_in_order(int size)
    {
        using SessionPair pair = await CreatePairAsync();

        Assert.Equal(size * (size - 1) / 2, await pair.RunAsync(Bodies.InProcess.Take(Enumerable.Range(0, size), int.MaxValue)).Soon());
        Assert.Equal(size * (size - 1) / 2, await pair.RunAsync(Bodies.InProcess.TakeAsync(Enumerable.Range(0, size).ToAsyncEnumerable(), int.MaxValue)).Soon());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task A_sequence_result_of_any_size_arrives_in_order(int size)
    {
        using SessionPair pair = await CreatePairAsync();

        Assert.Equal(Enumerable.Range(3, size), await pair.Stream(Bodies.InProcess.Count(3, size)).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Enumerable.Range(3, size), await pair.Stream(Bodies.InProcess.CountAsync(3, size)).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Bodies.SmallWindow - 1)]
    [InlineData(Bodies.SmallWindow)]
    [InlineData(Bodies.SmallWindow + 1)]
    [InlineData(5000)]
    public async Task A_sequence_with_a_window_of_its_own_arrives_in_order(int size)
    {
        using SessionPair pair = await CreatePairAsync();

        Assert.Equal(Enumerable.Range(0, size), await pair.Stream(Bodies.InProcess.PassBySmallWindow(Enumerable.Range(0, size))).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Enumerable.Range(0, size), await pair.Stream(Bodies.InProcess.PassOneByOne(Enumerable.Range(0, size))).ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task With_a_window_of_1_each_end_is_one_item_ahead_and_no_more()
    {
        using SessionPair pair = await CreatePairAsync();
        var items = new Watched(int.MaxValue);
        await using IAsyncEnumerator<int> passed = pair.Stream(Bodies.InProcess.PassOneByOne(items)).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        for (int i = 0; i < 10; i++)
        {
            Assert.True(await passed.MoveNextAsync());
            Assert.Equal(i, passed.Current);
        }

        // One on the way to the worker, one on the way back, and one that the body has in hand.
        Assert.InRange(items.Pulled, 10, 10 + 3);
    }

    [Fact]
    public async Task The_items_of_a_burst_do_not_wait_for_the_one_after_it()
    {
        using SessionPair pair = await CreatePairAsync();
        StreamOperation<int> call = pair.Send(CallOperation.Create(Bodies.InProcess.BurstThenWait(20, CancellationToken.None)));
        await using IAsyncEnumerator<int> burst = call.Items.GetAsyncEnumerator(TestContext.Current.CancellationToken);

        for (int i = 0; i < 20; i++)
        {
            Assert.True(await burst.MoveNextAsync().AsTask().Soon());
            Assert.Equal(i, burst.Current);
        }

        pair.Parent.Cancel(call);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => burst.MoveNextAsync().AsTask().Soon());
    }

    [Fact]
    public async Task Items_of_any_sizes_arrive_as_they_were_sent()
    {
        using SessionPair pair = await CreatePairAsync();
        int[] sizes = [.. Enumerable.Range(0, 300).Select(i => (i * 7919 % 13) switch { 0 => 0, 1 => 300_000, 2 => 9_000, 3 => 70_000, var n => n * 17 })];

        List<byte[]> passed = await pair.Stream(Bodies.InProcess.PassBytes(sizes.Select((size, i) => Filled(size, (byte)i)))).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(sizes.Select((size, i) => Filled(size, (byte)i)), passed);

        static byte[] Filled(int size, byte value)
        {
            byte[] bytes = new byte[size];
            bytes.AsSpan().Fill(value);
            return bytes;
        }
    }

    [Fact]
    public async Task A_producer_of_large_items_is_held_back_by_their_bytes()
    {
        using SessionPair pair = await CreatePairAsync();
        int pulled = 0;
        await using IAsyncEnumerator<byte[]> passed = pair.Stream(Bodies.InProcess.PassBytes(Megabytes())).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        for (int i = 0; i < 3; i++)
        {
            Assert.True(await passed.MoveNextAsync());
        }

        // A window and one item more on each way, and the one that the body has in hand.
        Assert.InRange(Volatile.Read(ref pulled), 3, 3 + (2 * ((ProtocolLimits.StreamWindowBytes >> 20) + 1)) + 1);

        IEnumerable<byte[]> Megabytes()
        {
            while (true)
            {
                Interlocked.Increment(ref pulled);
                yield return new byte[1 << 20];
            }
        }
    }

    [Theory]
    [InlineData("throw:argument-write")]
    [InlineData("throw:result-read")]
    public async Task An_item_that_cannot_cross_is_an_error_after_the_items_before_it(string where)
    {
        using SessionPair pair = await CreatePairAsync();
        int taken = 0;

        var error = await Assert.ThrowsAsync<ProcessSerializationException>(async () =>
        {
            await foreach (Fragile item in pair.Stream(Bodies.InProcess.Fragiles(5, where)))
            {
                Assert.Equal($"item {taken++}", item.Where);
            }
        });

        Assert.Equal(5, taken);
        Assert.Contains("Fragiles", error.Message);
    }

    [Fact]
    public async Task An_item_that_takes_longer_than_its_limit_is_a_timeout_after_the_items_before_it()
    {
        using SessionPair pair = await CreatePairAsync();
        StreamOperation<int> call = pair.Send(CallOperation.Create(Bodies.InProcess.BurstThenDawdle(5, CancellationToken.None)));
        int taken = 0;

        var error = await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            await foreach (int item in call.Items)
            {
                taken++;
            }
        });

        Assert.Equal(5, taken);
        Assert.Contains("BurstThenDawdle", error.Message);
        Assert.Contains("500 ms", error.Message);
        pair.Parent.Cancel(call);
        await call.Task.ContinueWith(static _ => { }, TaskScheduler.Default).Soon();
    }

    [Fact]
    public async Task A_limit_for_items_is_not_counted_while_the_consumer_is_busy()
    {
        using SessionPair pair = await CreatePairAsync();
        int taken = 0;

        await foreach (int item in pair.Stream(Bodies.InProcess.BurstInTime(5)))
        {
            if (taken++ == 2)
            {
                // Twice the limit: it is the worker's.
                await Task.Delay(1000, TestContext.Current.CancellationToken);
            }
        }

        Assert.Equal(5, taken);
    }

    [Fact]
    public async Task A_worker_that_takes_3_of_a_million_causes_at_most_3_and_a_window_of_pulls()
    {
        using SessionPair pair = await CreatePairAsync();
        var items = new Watched(1_000_000);

        Assert.Equal(0 + 1 + 2, await pair.RunAsync(Bodies.InProcess.Take(items, 3)).Soon());

        Assert.InRange(items.Pulled, 3, 3 + ProtocolLimits.StreamWindow);
        Assert.Equal(1, items.Disposed);
    }

    [Fact]
    public async Task A_sequence_that_the_worker_never_enumerates_is_never_enumerated_here()
    {
        using SessionPair pair = await CreatePairAsync();
        var items = new Watched(10);

        Assert.Equal(0, await pair.RunAsync(Bodies.InProcess.Take(items, 0)).Soon());

        Assert.Equal(0, items.Pulled);
        Assert.Equal(0, items.Disposed);
    }

    [Fact]
    public async Task An_error_of_the_callers_sequence_reaches_the_worker_after_the_items_before_it()
    {
        using SessionPair pair = await CreatePairAsync();

        string seen = await pair.RunAsync(Bodies.InProcess.SumUntilError(Bodies.CountThenThrow(5))).Soon();

        Assert.Equal("5 items, then no more", seen);
    }

    [Fact]
    public async Task An_error_of_the_workers_sequence_comes_after_the_items_before_it()
    {
        using SessionPair pair = await CreatePairAsync();
        List<int> items = [];

        var error = await Assert.ThrowsAsync<FormatException>(async () =>
        {
            await foreach (int item in pair.Stream(Bodies.InProcess.CountThenThrow(5)))
            {
                items.Add(item);
            }
        });

        Assert.Equal("no more", error.Message);
        Assert.Equal([0, 1, 2, 3, 4], items);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(ProtocolLimits.StreamWindow)]
    [InlineData(ProtocolLimits.StreamWindow + 1)]
    [InlineData(100)]
    public async Task Leaving_a_result_after_any_number_of_items_runs_the_workers_finally_block(int taken)
    {
        using SessionPair pair = await CreatePairAsync();

        foreach (bool asynchronous in new[] { false, true })
        {
            // Other tests run at the same time: theirs begin with 0 or 3.
            int from = Interlocked.Increment(ref s_nextFrom);
            StreamOperation<int> call = pair.Send(CallOperation.Create(asynchronous ? Bodies.InProcess.CountAsync(from, 1_000_000) : Bodies.InProcess.Count(from, 1_000_000)));
            await using (IAsyncEnumerator<int> enumerator = call.Items.GetAsyncEnumerator(TestContext.Current.CancellationToken))
            {
                for (int i = 0; i < taken; i++)
                {
                    Assert.True(await enumerator.MoveNextAsync());
                    Assert.Equal(from + i, enumerator.Current);
                }
            }

            await call.Task.Soon();

            // With nothing asked for, the iterator may not have begun.
            Assert.InRange(Bodies.FinallyBlocks(from), taken == 0 ? 0 : 1, 1);
        }
    }

    [Fact]
    public async Task A_producer_does_not_run_ahead_of_a_slow_consumer()
    {
        using SessionPair pair = await CreatePairAsync();
        var items = new Watched(int.MaxValue);
        await using IAsyncEnumerator<int> doubled = pair.Stream(Bodies.InProcess.Double(items)).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        for (int i = 0; i < 10; i++)
        {
            Assert.True(await doubled.MoveNextAsync());
            Assert.Equal(2 * i, doubled.Current);
        }

        Assert.InRange(items.Pulled, 10, 10 + (2 * ProtocolLimits.StreamWindow));
    }

    [Fact]
    public async Task Cancelling_a_stream_ends_its_enumeration_and_its_producer()
    {
        using SessionPair pair = await CreatePairAsync();
        StreamOperation<int> call = pair.Send(CallOperation.Create(Bodies.InProcess.Count(0, int.MaxValue)));
        int taken = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (int item in call.Items)
            {
                if (++taken == 10)
                {
                    pair.Parent.Cancel(call);
                }
            }
        });

        Assert.True(call.Task.IsCanceled);
        Assert.Equal(3, await pair.RunAsync(Bodies.InProcess.Add(1, 2)).Soon());
    }

    [Fact]
    public async Task A_stream_can_be_enumerated_once()
    {
        using SessionPair pair = await CreatePairAsync();
        IAsyncEnumerable<int> items = pair.Stream(Bodies.InProcess.Count(0, 3));
        await items.ToListAsync(TestContext.Current.CancellationToken);

        Assert.Throws<InvalidOperationException>(() => items.GetAsyncEnumerator());
    }

    [Fact]
    public async Task A_method_that_returns_null_for_a_sequence_fails_with_a_clear_error()
    {
        using SessionPair pair = await CreatePairAsync();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await pair.Stream(Bodies.InProcess.Nothing()!).ToListAsync(TestContext.Current.CancellationToken));

        Assert.Contains("returned null", error.Message);
    }

    [Fact]
    public async Task An_error_of_the_callers_finally_block_fails_the_call_though_the_worker_had_enough()
    {
        using SessionPair pair = await CreatePairAsync();

        Assert.Equal("not closed", (await Assert.ThrowsAsync<FormatException>(() => pair.RunAsync(Bodies.InProcess.Take(Unclosable(), 3)).Soon())).Message);

        Assert.Equal(3, await pair.RunAsync(Bodies.InProcess.Add(1, 2)).Soon());

        static IEnumerable<int> Unclosable()
        {
            try
            {
                for (int i = 0; ; i++)
                {
                    yield return i;
                }
            }
            finally
            {
                Throw();
            }
        }

        static void Throw() => throw new FormatException("not closed");
    }

    [Fact]
    public async Task How_a_sequence_answers_to_being_left_is_no_error_of_the_call()
    {
        using SessionPair pair = await CreatePairAsync();

        Assert.Equal(0 + 1 + 2, await pair.RunAsync(Bodies.InProcess.TakeAsync(ThrowsWhenLeft(), 3)).Soon());

        static async IAsyncEnumerable<int> ThrowsWhenLeft([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default)
        {
            for (int i = 0; i < 3; i++)
            {
                yield return i;
            }

            await Task.Delay(Timeout.Infinite, token).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw new IOException("the connection was cancelled");
        }
    }

    [Fact]
    public async Task When_the_connection_is_cut_the_callers_sequence_is_disposed()
    {
        using SessionPair pair = await CreatePairAsync();
        var items = new Watched(int.MaxValue);
        _ = pair.RunAsync(Bodies.InProcess.Take(items, int.MaxValue));
        await Eventually.HoldsAsync(() => items.Pulled > 100, what: "the worker takes items");

        pair.Parent.Dispose();

        await Eventually.HoldsAsync(() => items.Disposed == 1, what: "the enumerator is disposed");
    }

    /// <summary>Counts what is done to it.</summary>
    private sealed class Watched(int count) : IEnumerable<int>
    {
        private int _pulled;
        private int _disposed;

        public int Pulled => Volatile.Read(ref _pulled);

        public int Disposed => Volatile.Read(ref _disposed);

        public IEnumerator<int> GetEnumerator()
        {
            try
            {
                for (int i = 0; i < count; i++)
                {
                    Interlocked.Increment(ref _pulled);
                    yield return i;
                }
            }
            finally
            {
                Interlocked.Increment(ref _disposed);
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
