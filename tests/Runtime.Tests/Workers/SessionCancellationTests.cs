using ProcGen.Calls;

namespace ProcGen.Tests.Workers;

public abstract class SessionCancellationTests(string carrier) : CarrierTests(carrier)
{
    [Fact]
    public async Task A_token_among_the_arguments_cancels_the_body_and_the_future_names_it()
    {
        using SessionPair pair = await CreatePairAsync();
        using var cancellation = new CancellationTokenSource();
        Task waiting = pair.RunAsync(Bodies.InProcess.WaitFor(cancellation.Token));
        await Eventually.HoldsAsync(() => !pair.Started.IsEmpty, what: "the body runs");

        await cancellation.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
        Assert.Equal(cancellation.Token, error.CancellationToken);
        Assert.True(waiting.IsCanceled);
    }

    [Fact]
    public async Task Each_token_is_cancelled_on_its_own()
    {
        using SessionPair pair = await CreatePairAsync();
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        Task<string> which = pair.RunAsync(Bodies.InProcess.WhichOf(first.Token, second.Token));
        await Eventually.HoldsAsync(() => !pair.Started.IsEmpty, what: "the body runs");

        await second.CancelAsync();

        Assert.Equal("second", await which.Soon());
    }

    [Fact]
    public async Task A_token_that_was_cancelled_before_is_cancelled_in_the_worker()
    {
        using SessionPair pair = await CreatePairAsync();

        Task waiting = pair.RunAsync(Bodies.InProcess.WaitFor(new CancellationToken(canceled: true)));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
    }

    [Fact]
    public async Task The_whole_call_is_cancelled_with_all_its_tokens()
    {
        using SessionPair pair = await CreatePairAsync();
        CallOperation call = pair.Send(CallOperation.Create(Bodies.InProcess.WaitForAsync(CancellationToken.None)));
        await Eventually.HoldsAsync(() => !pair.Started.IsEmpty, what: "the body runs");

        pair.Parent.Cancel(call);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Task.Soon());
    }

    [Fact]
    public async Task A_call_that_waits_in_the_worker_never_runs_once_it_is_cancelled()
    {
        using SessionPair pair = await CreatePairAsync();
        using var stop = new CancellationTokenSource();
        Task running = pair.RunAsync(Bodies.InProcess.WaitFor(stop.Token));
        await Eventually.HoldsAsync(() => !pair.Started.IsEmpty, what: "the body runs");
        CallOperation waiting = pair.Send(CallOperation.Create(Bodies.InProcess.Add(1, 2)));

        pair.Parent.Cancel(waiting);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Task.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Soon());
        Assert.DoesNotContain(waiting, pair.Started);
    }

    [Fact]
    public async Task Large_arguments_that_are_cancelled_on_their_way_are_not_sent_to_the_end()
    {
        using SessionPair pair = await CreatePairAsync();
        byte[] large = new byte[100_000_000];
        CallOperation[] calls = [.. Enumerable.Range(0, 5).Select(_ => pair.Send(CallOperation.Create((ProcessCall)Bodies.InProcess.Invert(large))))];

        foreach (CallOperation call in calls)
        {
            pair.Parent.Cancel(call);
        }

        foreach (CallOperation call in calls)
        {
            // The first ones may have been sent, and have come back, while the last ones were made.
            await call.Task.ContinueWith(static _ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default).Soon();
        }

        Assert.True(calls[^1].Task.IsCanceled);
        Assert.DoesNotContain(calls[^1], pair.Started);
        Assert.Equal(3, await pair.RunAsync(Bodies.InProcess.Add(1, 2)).Soon());
    }

    [Fact]
    public async Task Cancelling_a_call_that_has_ended_has_no_effect()
    {
        using SessionPair pair = await CreatePairAsync();
        CallOperation<int> call = CallOperation.Create(Bodies.InProcess.Add(1, 2));
        await pair.Send(call).Task.Soon();

        pair.Parent.Cancel(call);

        Assert.Equal(3, await call.Task);
        Assert.Equal(7, await pair.RunAsync(Bodies.InProcess.Add(3, 4)).Soon());
    }

    [Fact]
    public async Task A_cancellation_that_the_body_made_up_itself_is_an_error_and_not_a_cancellation_of_the_call()
    {
        using SessionPair pair = await CreatePairAsync();

        Task call = pair.RunAsync(Bodies.InProcess.Throw("cancelled"));

        await Assert.ThrowsAsync<OperationCanceledException>(() => call.Soon());
        Assert.True(call.IsFaulted);
    }

    [Fact]
    public async Task Calls_cancelled_at_any_moment_always_end()
    {
        using SessionPair pair = await CreatePairAsync();
        var random = new Random(1);

        for (int round = 0; round < 300; round++)
        {
            CallOperation<int> call = pair.Send(CallOperation.Create(Bodies.InProcess.AddAsync(round, 1)));
            Thread.SpinWait(random.Next(2000));
            pair.Parent.Cancel(call);
            try
            {
                Assert.Equal(round + 1, await call.Task.Soon());
            }
            catch (OperationCanceledException)
            {
                // Either end is right.
            }
        }

        Assert.Equal(0, pair.Parent.Count);
    }
}
