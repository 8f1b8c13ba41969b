using ProcGen.Tests.Workloads;

#pragma warning disable PROCGEN046 // How scopes are dropped and left is what is tested.

namespace ProcGen.Tests.Sharing;

public sealed class GateTests : IClassFixture<LeakCheck>
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_permit_of_a_killed_process_comes_back_within_a_second()
    {
        using var permits = new ProcessSemaphore(1);
        using var taken = new ProcessEvent();
        await using var owner = WorkerProcess.Start(Gates.InProcess.TakeAndStay(permits, taken));
        Assert.True(taken.Wait(s_deadline));
        Assert.Equal(0, permits.CurrentCount);
        ValueTask<ProcessSemaphore.Scope?> waiting = permits.TryEnterAsync(s_deadline);

        owner.Kill();

        await using (ProcessSemaphore.Scope? scope = await waiting.AsTask().WaitAsync(s_second))
        {
            Assert.NotNull(scope);
        }

        Assert.Equal(1, permits.CurrentCount);
    }

    [Fact]
    public async Task A_permit_that_a_call_forgot_comes_back_when_it_has_ended()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        using var permits = new ProcessSemaphore(1);

        await pool.RunAsync(Gates.InProcess.TakeAndForget(permits));

        Assert.True(permits.TryEnter(s_deadline, out ProcessSemaphore.Scope scope));
        scope.Dispose();
        scope.Dispose();
        Assert.Equal(1, permits.CurrentCount);
    }

    [Fact]
    public async Task No_more_are_inside_than_there_are_permits()
    {
        await using var pool = new ProcessPool(new() { Workers = 3 });
        using var permits = new ProcessSemaphore(2);
        using var inside = new SharedValue<int>();
        using var most = new SharedValue<int>();

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => pool.RunAsync(Gates.InProcess.CountInside(permits, inside, most, 300)))).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.InRange(most.Value, 1, 2);
        Assert.Equal(2, permits.CurrentCount);
    }

    [Fact]
    public async Task Permits_are_signals_up_to_a_maximum()
    {
        using var permits = new ProcessSemaphore(0, 2);
        Assert.False(permits.TryEnter(out _));
        Assert.Equal(0, permits.Release(2));
        SemaphoreFullException error = Assert.Throws<SemaphoreFullException>(() => permits.Release());
        Assert.Contains("2 permits", error.Message);

        permits.Enter().UseUp();
        (await permits.EnterAsync()).UseUp();

        Assert.Equal(0, permits.CurrentCount);
        Assert.False(permits.TryEnter(TimeSpan.FromMilliseconds(10), out _));
        Assert.Equal(0, permits.Release());
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProcessSemaphore(3, 2));
    }

    [Fact]
    public async Task A_process_that_dies_at_any_step_with_permits_leaves_as_many_as_there_were()
    {
        for (int step = 1; ; step++)
        {
            using var permits = new ProcessSemaphore(2);
            await using var process = WorkerProcess.Start(Gates.InProcess.DieWithPermits(permits, step), new() { Output = WorkerOutput.Discard });
            await process.WaitForExitAsync();

            // One more where it had released it and not yet used it up; one less where it died in the middle of using it up.
            Assert.InRange(permits.CurrentCount, 2, 3);
            using (permits.Enter())
            {
            }

            if (process.ExitSignal is null)
            {
                Assert.Equal(2, permits.CurrentCount);
                Assert.True(step > 8, $"there were only {step - 1} steps");
                break;
            }
        }
    }

    [Fact]
    public async Task An_event_wakes_all_who_wait_in_all_processes()
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        using var ready = new ProcessEvent();
        using var first = new ProcessEvent();
        using var second = new ProcessEvent();
        Task[] waiting = [pool.RunAsync(Gates.InProcess.WaitFor(ready, first)), pool.RunAsync(Gates.InProcess.WaitFor(ready, second)), ready.WaitAsync().AsTask()];
        Assert.False(first.IsSet);
        Assert.False(ready.Wait(TimeSpan.FromMilliseconds(10)));

        ready.Set();

        await Task.WhenAll(waiting).WaitAsync(s_deadline);
        Assert.True(first.IsSet && second.IsSet);
        ready.Reset();
        Assert.False(await ready.WaitAsync(TimeSpan.FromMilliseconds(10)));
    }

    [Fact]
    public async Task A_waiter_sees_an_event_that_is_set_and_reset_at_once()
    {
        using var signal = new ProcessEvent();
        Task<bool> waiting = signal.WaitAsync(s_deadline).AsTask();

        signal.Set();
        signal.Reset();

        Assert.True(await waiting);
    }

    [Fact]
    public async Task A_hundred_and_fifty_awaited_waits_end_together_and_each_by_its_own_cancellation()
    {
        ProcessEvent[] events = [.. Enumerable.Range(0, 150).Select(_ => new ProcessEvent())];
        using var cancellation = new CancellationTokenSource();
        Task[] waits = [.. events.Select((e, i) => e.WaitAsync(i % 2 == 0 ? cancellation.Token : default).AsTask())];

        cancellation.Cancel();
        for (int i = 1; i < events.Length; i += 2)
        {
            events[i].Set();
        }

        for (int i = 0; i < waits.Length; i++)
        {
            if (i % 2 == 0)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits[i].WaitAsync(s_deadline));
            }
            else
            {
                await waits[i].WaitAsync(s_deadline);
            }

            events[i].Dispose();
        }
    }

    [Fact]
    public async Task A_killed_writer_is_told_to_the_next_one_and_a_killed_reader_is_gone()
    {
        using var gate = new ProcessRWLock();
        using var entered = new ProcessEvent();
        await using (var writer = WorkerProcess.Start(Gates.InProcess.WriteAndStay(gate, entered)))
        {
            Assert.True(entered.Wait(s_deadline));
            Assert.False(gate.TryEnterRead(TimeSpan.Zero, out _));
            writer.Kill();
            using ProcessRWLock.Scope read = gate.EnterRead();
            Assert.True(read.Abandoned);
        }

        using (ProcessRWLock.Scope write = gate.EnterWrite())
        {
            Assert.True(write.Abandoned);
        }

        entered.Reset();
        await using (var reader = WorkerProcess.Start(Gates.InProcess.ReadAndStay(gate, entered)))
        {
            Assert.True(entered.Wait(s_deadline));
            using (gate.EnterRead())
            {
            }

            Assert.False(gate.TryEnterWrite(TimeSpan.FromMilliseconds(10), out _));
            using (gate.EnterRead())
            {
            }

            Task<ProcessRWLock.Scope> waiting = gate.EnterWriteAsync().AsTask();
            reader.Kill();
            await using ProcessRWLock.Scope write = await waiting.WaitAsync(s_second);
            Assert.False(write.Abandoned);
        }
    }

    [Fact]
    public async Task Readers_never_see_what_a_writer_has_half_done()
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        using var gate = new ProcessRWLock();
        using var pair = new SharedArray<long>(2);

        int[] torn = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => pool.RunAsync(Gates.InProcess.WriteAndReadPairs(gate, pair, 300)))).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal([0, 0], torn);
        Assert.Equal([600, 600], pair.Span.ToArray());
    }

    [Fact]
    public async Task A_process_that_dies_at_any_step_of_a_reader_writer_lock_leaves_it_usable()
    {
        for (int step = 1; ; step++)
        {
            using var gate = new ProcessRWLock();
            await using var process = WorkerProcess.Start(Gates.InProcess.DieWhileReadingAndWriting(gate, step), new() { Output = WorkerOutput.Discard });
            await process.WaitForExitAsync();

            Assert.True(gate.TryEnterWrite(s_second, out ProcessRWLock.Scope write));
            write.Dispose();
            Assert.True(gate.TryEnterRead(s_second, out ProcessRWLock.Scope read));
            read.Dispose();
            if (process.ExitSignal is null)
            {
                Assert.True(step > 5, $"there were only {step - 1} steps");
                break;
            }
        }
    }

    [Fact]
    public async Task A_reentrant_lock_is_entered_again_by_its_thread_alone_and_freed_by_a_death_at_any_depth()
    {
        using var gate = new ReentrantProcessLock();
        using var entered = new ProcessEvent();
        using (gate.Enter())
        {
            using (ReentrantProcessLock.Scope second = gate.Enter())
            {
                Assert.Equal(2, second.Depth);
                Assert.False(OnAnotherThread(() => gate.TryEnter(out _)));
            }

            Assert.True(gate.IsHeldByCurrentThread);
        }

        Assert.False(gate.IsHeldByCurrentThread);
        await using var owner = WorkerProcess.Start(Gates.InProcess.EnterTwiceAndStay(gate, entered));
        Assert.True(entered.Wait(s_deadline));
        owner.Kill();
        using (ReentrantProcessLock.Scope scope = gate.Enter(s_second))
        {
            Assert.True(scope.Abandoned);
            Assert.Equal(1, scope.Depth);
        }
    }

    // Not a task: waiting for it here may run it on this thread.
    private static bool OnAnotherThread(Func<bool> run)
    {
        bool result = false;
        var thread = new Thread(() => result = run());
        thread.Start();
        thread.Join();
        return result;
    }
}
