using ProcGen.Calls;

namespace ProcGen.Tests.Workers;

public abstract class SessionCallTests(string carrier) : CarrierTests(carrier)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_knows_whether_its_worker_was_debugged_when_it_began(bool isDebugged)
    {
        using SessionPair pair = await CreatePairAsync();
        pair.IsWorkerDebugged = isDebugged;

        CallOperation call = pair.Send(CallOperation.Create((ProcessInvocation)Bodies.InProcess.Add(1, 2)));
        await call.Task.Soon();

        Assert.Equal(isDebugged, call.IsDebugged);
    }

    [Fact]
    public async Task Synchronous_and_asynchronous_bodies_give_their_results()
    {
        using SessionPair pair = await CreatePairAsync();

        Assert.Equal(5, await pair.RunAsync(Bodies.InProcess.Add(2, 3)).Soon());
        Assert.Equal(7, await pair.RunAsync(Bodies.InProcess.AddAsync(3, 4)).Soon());
    }

    [Fact]
    public async Task A_blocking_wait_finishes_the_call_on_the_waiting_thread()
    {
        using SessionPair pair = await CreatePairAsync();
        CallOperation<int> call = CallOperation.Create(Bodies.InProcess.Add(2, 3));

        call.ExpectWait();
        pair.Send(call);
        call.Wait();

        Assert.Equal(5, call.GetResult());
        Assert.True(call.IsPlainSuccess);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024 - 64)]
    [InlineData(64 * 1024)]
    [InlineData(64 * 1024 + 1)]
    [InlineData(3_000_000)]
    [InlineData(100_000_000)]
    public async Task Payloads_of_any_size_come_back_whole(int length)
    {
        using SessionPair pair = await CreatePairAsync();
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);

        byte[] inverted = await pair.RunAsync(Bodies.InProcess.Invert(bytes)).Soon();

        Assert.Equal(length, inverted.Length);
        for (int i = 0; i < length; i++)
        {
            if (inverted[i] != (byte)~bytes[i])
            {
                Assert.Fail($"Byte {i} differs.");
            }
        }
    }

    [Fact]
    public async Task A_small_call_does_not_wait_behind_a_large_argument()
    {
        using SessionPair pair = await CreatePairAsync();
        await pair.RunAsync(Bodies.InProcess.AddAsync(0, 0)).Soon();

        Task<byte[]> large = pair.RunAsync(Bodies.InProcess.Invert(new byte[200_000_000]));
        int sum = await pair.RunAsync(Bodies.InProcess.AddAsync(1, 2)).Soon();

        Assert.Equal(3, sum);
        Assert.False(large.IsCompleted);
        await large.Soon();
    }

    [Fact]
    public async Task Ten_thousand_calls_at_once_get_each_its_own_result()
    {
        using SessionPair pair = await CreatePairAsync();

        int[] sums = await Task.WhenAll(Enumerable.Range(0, 10_000).Select(i => pair.RunAsync(Bodies.InProcess.AddAsync(i, 1)))).Soon();

        Assert.Equal(Enumerable.Range(1, 10_000), sums);
        Assert.Equal(0, pair.Parent.Count);
    }

    [Fact]
    public async Task Calls_from_many_threads_get_each_its_own_result()
    {
        using SessionPair pair = await CreatePairAsync();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(t => Task.Run(async () =>
        {
            for (int i = 0; i < 200; i++)
            {
                Assert.Equal(t + i, await pair.RunAsync(Bodies.InProcess.Add(t, i)));
            }
        }))).Soon();
    }

    [Fact]
    public async Task The_start_of_the_body_is_told_before_its_end()
    {
        using SessionPair pair = await CreatePairAsync();
        CallOperation<int> call = CallOperation.Create(Bodies.InProcess.Add(2, 3));

        await pair.Send(call).Task.Soon();

        Assert.Same(call, Assert.Single(pair.Started));
    }

    [Fact]
    public async Task When_the_connection_is_cut_a_call_in_the_worker_is_cancelled()
    {
        using SessionPair pair = await CreatePairAsync();
        CallOperation call = pair.Send(CallOperation.Create(Bodies.InProcess.WaitForAsync(CancellationToken.None)));
        await Eventually.HoldsAsync(() => !pair.Started.IsEmpty, what: "the body runs");

        pair.Parent.Dispose();

        await Eventually.HoldsAsync(() => pair.Worker.IsLost, what: "the worker notices");
        await pair.Receiving.Soon();
        Assert.False(call.Task.IsCompleted);
    }

    [Fact]
    public async Task A_ping_is_answered_after_the_body_that_runs()
    {
        using SessionPair pair = await CreatePairAsync();
        using var stop = new CancellationTokenSource();
        Task body = pair.RunAsync(Bodies.InProcess.WaitFor(stop.Token));
        await Eventually.HoldsAsync(() => !pair.Started.IsEmpty, what: "the body runs");

        Task ping = pair.Parent.PingAsync();
        Assert.False(ping.IsCompleted);
        await stop.CancelAsync();

        await ping.Soon();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => body.Soon());
    }
}
