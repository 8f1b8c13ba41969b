using ProcGen.Calls;
using ProcGen.Transport;

namespace ProcGen.Tests.Workers;

/// <summary>What a parent knows of calls that begin, and how it takes back those that have not.</summary>
public abstract class SessionStartTests(string carrier) : CarrierTests(carrier)
{
    [Fact]
    public async Task A_call_with_a_quiet_start_leaves_a_mark_where_there_is_one_and_sends_a_message_elsewhere()
    {
        using SessionPair pair = await CreatePairAsync();
        CallOperation<int> call = Quiet(CallOperation.Create(Bodies.InProcess.Add(2, 3)));

        Assert.Equal(5, await pair.Send(call).Task.Soon());

        bool hasMark = Carrier == CarrierKind.SharedMemory;
        Assert.Equal(hasMark ? call.Id : 0, pair.Parent.LastStarted);
        Assert.Equal(hasMark ? [] : [call], pair.Started);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_after_a_quiet_start_tells_that_it_began()
    {
        using SessionPair pair = await CreatePairAsync();
        using var stop = new CancellationTokenSource();
        CallOperation call = pair.Send(Quiet(CallOperation.Create(Bodies.InProcess.WaitFor(stop.Token))));
        await Eventually.HoldsAsync(() => pair.Parent.LastStarted == call.Id || !pair.Started.IsEmpty, what: "the body runs");

        pair.Parent.Cancel(call);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Task.Soon());
        Assert.Equal([call], pair.Started);
    }

    [Fact]
    public async Task Calls_that_have_not_begun_are_given_back_and_can_be_sent_again()
    {
        using SessionPair pair = await CreatePairAsync();
        using var stop = new CancellationTokenSource();
        Task running = pair.RunAsync(Bodies.InProcess.WaitFor(stop.Token));
        await Eventually.HoldsAsync(() => !pair.Started.IsEmpty, what: "the body runs");
        CallOperation<int>[] waiting = [.. Enumerable.Range(0, 3).Select(i => pair.Send(Quiet(CallOperation.Create(Bodies.InProcess.Add(i, 1)))))];

        pair.Parent.Recall();

        await Eventually.HoldsAsync(() => pair.Returned.Count == 3, what: "the calls come back");
        Assert.Equal(1, pair.Parent.Count);
        Assert.All(waiting, call => Assert.False(call.HasEnd));
        Array.ForEach(waiting, call => pair.Send(call));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Soon());
        Assert.Equal(Enumerable.Range(1, 3), await Task.WhenAll(waiting.Select(call => call.Task)).Soon());
    }

    [Fact]
    public async Task Calls_asked_back_at_any_moment_come_back_or_end()
    {
        using SessionPair pair = await CreatePairAsync();
        var random = new Random(1);
        for (int round = 0; round < 200; round++)
        {
            CallOperation<int>[] calls = [.. Enumerable.Range(0, 5).Select(i => pair.Send(Quiet(CallOperation.Create(Bodies.InProcess.Add(i, round)))))];
            Thread.SpinWait(random.Next(2000));
            pair.Parent.Recall();
            await Eventually.HoldsAsync(() => pair.Parent.Count == 0, what: "no call is left in the worker");
            while (pair.Returned.TryDequeue(out CallOperation? returned))
            {
                Assert.False(returned.HasEnd);
                pair.Send(returned);
            }

            Assert.Equal(Enumerable.Range(round, 5), await Task.WhenAll(calls.Select(call => call.Task)).Soon());
        }
    }

    private static TOperation Quiet<TOperation>(TOperation call) where TOperation : CallOperation
    {
        call.IsStartQuiet = true;
        return call;
    }
}
