using ProcGen.Tests.Workloads;

#pragma warning disable PROCGEN046 // How scopes are left is what is tested.

namespace ProcGen.Tests.Sharing;

public sealed class MeetingTests : IClassFixture<LeakCheck>
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Consumers_of_all_kinds_wait_for_a_producer()
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        using var condition = new ProcessCondition();
        using var stock = new SharedValue<int>();
        Task<int>[] consumers =
        [
            pool.RunAsync(Meetings.InProcess.Consume(condition, stock, 50)),
            pool.RunAsync(Meetings.InProcess.ConsumeAsync(condition, stock, 50)),
            Task.Run(() => Meetings.Consume(condition, stock, 50)),
        ];

        for (int i = 0; i < 150; i++)
        {
            await using (await condition.Lock.EnterAsync())
            {
                stock.Value++;
                condition.Notify();
            }
        }

        int[] taken = await Task.WhenAll(consumers).WaitAsync(s_deadline);
        Assert.Equal([50, 50, 50], taken);
        Assert.Equal(0, stock.Value);
    }

    [Fact]
    public async Task NotifyAll_with_a_dead_waiter_returns_and_a_notification_skips_the_dead()
    {
        using var condition = new ProcessCondition();
        using var waiting = new SharedValue<int>();
        using var notified = new SharedValue<int>();
        await using (var dead = WorkerProcess.Start(Meetings.InProcess.WaitAndCount(condition, waiting, notified)))
        {
            await Eventually.HoldsAsync(() => waiting.Value == 1, s_deadline, "the first one waits");
            dead.Kill();
            await dead.WaitForExitAsync();
        }

        await using var living = WorkerProcess.Start(Meetings.InProcess.WaitAndCount(condition, waiting, notified));
        await Eventually.HoldsAsync(() => waiting.Value == 2, s_deadline, "the second one waits");
        using (condition.Lock.Enter(s_deadline))
        {
            Assert.Equal(1, condition.Notify());
        }

        await living.WaitForExitAsync();
        Assert.Equal(1, notified.Value);
        using (condition.Lock.Enter())
        {
            Assert.Equal(0, condition.NotifyAll());
        }
    }

    [Fact]
    public async Task A_wait_that_ends_early_has_the_lock_again_and_leaves_no_ghost()
    {
        using var condition = new ProcessCondition();
        using var cancellation = new CancellationTokenSource();
        using (ProcessLock.Scope scope = condition.Lock.Enter())
        {
            Assert.False(condition.Wait(TimeSpan.FromMilliseconds(20)));
            Assert.False(await condition.WaitAsync(TimeSpan.FromMilliseconds(20)));
            cancellation.CancelAfter(TimeSpan.FromMilliseconds(20));
            Assert.Throws<OperationCanceledException>(() => condition.Wait(cancellation.Token));
            Assert.True(condition.Lock.IsHeldByThisProcess);
            Assert.Equal(0, condition.NotifyAll());
        }

        Assert.False(condition.Lock.IsHeldByThisProcess);
        Assert.Throws<SynchronizationLockException>(() => condition.Notify());
        Assert.Throws<SynchronizationLockException>(() => condition.Wait());
    }

    [Fact]
    public async Task Two_conditions_of_one_lock_are_told_apart_also_in_another_process()
    {
        using var gate = new ProcessLock();
        using var first = new ProcessCondition(gate);
        using var second = new ProcessCondition(gate);
        using var waiting = new SharedValue<int>();
        using var notified = new SharedValue<int>();
        await using var waiter = WorkerProcess.Start(Meetings.InProcess.WaitAndCount(second, waiting, notified));
        await Eventually.HoldsAsync(() => waiting.Value == 1, s_deadline, "it waits");

        using (gate.Enter(s_deadline))
        {
            Assert.Equal(0, first.NotifyAll());
            Assert.Equal(1, second.NotifyAll());
        }

        await waiter.WaitForExitAsync();
        Assert.Equal(1, notified.Value);
    }

    [Fact]
    public async Task All_parties_of_a_barrier_go_on_together_phase_by_phase()
    {
        await using var pool = new ProcessPool(new() { Workers = 3 });
        using var barrier = new ProcessBarrier(3);
        using var arrivals = new SharedValue<int>();

        int[] wrong = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => pool.RunAsync(Meetings.InProcess.Meet(barrier, arrivals, 20)))).WaitAsync(s_deadline);

        Assert.Equal([0, 0, 0], wrong);
        Assert.Equal(60, arrivals.Value);
    }

    [Fact]
    public async Task A_barrier_with_a_dead_party_breaks_for_all_and_names_it()
    {
        using var barrier = new ProcessBarrier(3);
        using var joined = new ProcessEvent();
        await using var party = WorkerProcess.Start(Meetings.InProcess.JoinAndStay(barrier, joined), new() { Name = "third" });
        Assert.True(joined.Wait(s_deadline));
        Task blocked = Task.Factory.StartNew(() => barrier.SignalAndWait(), TaskCreationOptions.LongRunning);
        Task awaited = barrier.SignalAndWaitAsync().AsTask();
        await Eventually.HoldsAsync(() => barrier.ParticipantsRemaining == 1, s_deadline, "two have arrived");

        party.Kill();

        foreach (Task wait in new[] { blocked, awaited })
        {
            BarrierBrokenException error = await Assert.ThrowsAsync<BarrierBrokenException>(() => wait.WaitAsync(s_second));
            Assert.Contains($"'third' (process {party.Id})", error.Message);
            Assert.Contains("third", error.BrokenBy);
        }

        Assert.Throws<BarrierBrokenException>(() => barrier.SignalAndWait());
        barrier.Reset();
        Assert.False(barrier.IsBroken);
        Assert.Equal(3, barrier.ParticipantsRemaining);
    }

    [Fact]
    public async Task The_last_one_runs_its_action_before_the_others_go_on_and_a_failing_one_breaks_the_barrier()
    {
        using var barrier = new ProcessBarrier(2);
        bool ran = false;
        Task<int> first = Task.Factory.StartNew(() => barrier.SignalAndWait(), TaskCreationOptions.LongRunning);
        await Eventually.HoldsAsync(() => barrier.ParticipantsRemaining == 1, s_deadline, "one has arrived");

        Assert.Equal(1, barrier.SignalAndWait(s_deadline, () => ran = !first.IsCompleted));

        Assert.Equal(0, await first.WaitAsync(s_deadline));
        Assert.True(ran);
        Task second = barrier.SignalAndWaitAsync().AsTask();
        Assert.Throws<InvalidOperationException>(() => barrier.SignalAndWait(s_deadline, () => throw new InvalidOperationException("no")));
        Assert.Contains("action", (await Assert.ThrowsAsync<BarrierBrokenException>(() => second.WaitAsync(s_deadline))).Message);
    }

    [Fact]
    public async Task Giving_up_aborting_and_resetting_break_the_barrier_for_those_who_wait()
    {
        using var barrier = new ProcessBarrier(3);
        Task patient = barrier.SignalAndWaitAsync().AsTask();
        Assert.Throws<TimeoutException>(() => barrier.SignalAndWait(TimeSpan.FromMilliseconds(10)));
        Assert.Contains("gave up", (await Assert.ThrowsAsync<BarrierBrokenException>(() => patient.WaitAsync(s_deadline))).Message);

        barrier.Reset();
        Task aborted = barrier.SignalAndWaitAsync().AsTask();
        barrier.Abort();
        Assert.Contains("aborted", (await Assert.ThrowsAsync<BarrierBrokenException>(() => aborted.WaitAsync(s_deadline))).Message);

        barrier.Reset();
        Task reset = barrier.SignalAndWaitAsync().AsTask();
        barrier.Reset();
        Assert.Contains("reset", (await Assert.ThrowsAsync<BarrierBrokenException>(() => reset.WaitAsync(s_deadline))).Message);
        Assert.False(barrier.IsBroken);
    }

    [Fact]
    public async Task A_process_that_dies_at_any_step_of_arriving_breaks_the_barrier_or_has_passed_it()
    {
        for (int step = 1; ; step++)
        {
            using var barrier = new ProcessBarrier(2);
            Task<int> waiting = barrier.SignalAndWaitAsync().AsTask();
            await using var process = WorkerProcess.Start(Meetings.InProcess.DieAtBarrier(barrier, step), new() { Output = WorkerOutput.Discard });
            await process.WaitForExitAsync();

            if (process.ExitSignal is null)
            {
                Assert.Equal(0, await waiting.WaitAsync(s_deadline));
                Assert.True(step > 3, $"there were only {step - 1} steps");
                break;
            }

            // Before it has arrived it is no party yet: the one that waits goes on waiting, and anybody can break it.
            if (barrier.ParticipantsRemaining == 1 && !barrier.IsBroken)
            {
                barrier.Abort();
            }

            await ((Task)waiting).WaitAsync(s_second).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            Assert.True(waiting.IsCompletedSuccessfully || waiting.Exception?.InnerException is BarrierBrokenException, $"step {step}: {waiting.Status} {waiting.Exception}");
        }
    }

    [Fact]
    public async Task A_process_that_dies_at_any_step_of_notifying_leaves_the_condition_usable()
    {
        for (int step = 1; ; step++)
        {
            using var condition = new ProcessCondition();
            using ProcessLock.Scope scope = await condition.Lock.EnterAsync();
            Task<bool> waiting = condition.WaitAsync(s_deadline).AsTask();
            await using var process = WorkerProcess.Start(Meetings.InProcess.DieWhileNotifying(condition, step), new() { Output = WorkerOutput.Discard });
            await process.WaitForExitAsync();

            // Killed before it could notify: somebody else does. Or it had, and the waiter is about to have the lock again.
            while (!waiting.IsCompleted)
            {
                if (condition.Lock.TryEnter(TimeSpan.FromMilliseconds(50), out ProcessLock.Scope other))
                {
                    using (other)
                    {
                        condition.NotifyAll();
                    }
                }
            }

            Assert.True(await waiting);
            if (process.ExitSignal is null)
            {
                Assert.True(step > 3, $"there were only {step - 1} steps");
                break;
            }
        }
    }
}
