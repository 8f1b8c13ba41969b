using System.Diagnostics;
using ProcGen.Tests.Workloads;

#pragma warning disable PROCGEN046 // How scopes are dropped and left is what is tested.

namespace ProcGen.Tests.Sharing;

public sealed class ProcessLockTests : IClassFixture<LeakCheck>
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_waiter_gets_the_lock_of_a_killed_owner_within_a_second_and_sees_that_it_was_abandoned()
    {
        using var gate = new ProcessLock();
        using var entered = new SharedValue<int>();
        await using var owner = WorkerProcess.Start(Locking.InProcess.EnterAndStay(gate, entered));
        await Eventually.HoldsAsync(() => entered.Value != 0, s_deadline, "the worker has the lock");
        Assert.False(gate.TryEnter(out _));
        Task<(bool Abandoned, TimeSpan At)> waiter = Task.Factory.StartNew(() => Enter(gate), TaskCreationOptions.LongRunning);
        Task<(bool Abandoned, TimeSpan At)> another = EnterAsync(gate);

        TimeSpan killed = Stopwatch.GetElapsedTime(0);
        owner.Kill();

        (bool Abandoned, TimeSpan At)[] entries = await Task.WhenAll(waiter, another);
        Assert.All(entries, entry => Assert.InRange(entry.At - killed, TimeSpan.Zero, TimeSpan.FromSeconds(1)));
        Assert.Single(entries, entry => entry.Abandoned);
    }

    [Fact]
    public async Task The_message_of_a_time_out_names_who_has_the_lock()
    {
        using var gate = new ProcessLock();
        using var entered = new SharedValue<int>();
        await using var owner = WorkerProcess.Start(Locking.InProcess.EnterAndStay(gate, entered), new() { Name = "holder" });
        await Eventually.HoldsAsync(() => entered.Value != 0, s_deadline, "the worker has the lock");

        TimeoutException error = Assert.Throws<TimeoutException>(() => { using ProcessLock.Scope scope = gate.Enter(TimeSpan.FromMilliseconds(20)); });

        Assert.Contains($"'holder' (process {owner.Id})", error.Message);
    }

    [Fact]
    public async Task A_lock_that_a_call_forgot_is_free_when_the_call_has_ended()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        using var gate = new ProcessLock();

        int first = await pool.RunAsync(Locking.InProcess.EnterAndForget(gate));
        using (ProcessLock.Scope scope = gate.Enter(s_deadline))
        {
            Assert.True(scope.Abandoned);
        }

        Assert.Equal(first, await pool.RunAsync(Locking.InProcess.EnterAndForgetAsync(gate, CancellationToken.None)));
        using (ProcessLock.Scope scope = gate.Enter(s_deadline))
        {
            Assert.True(scope.Abandoned);
        }

        using (ProcessLock.Scope scope = gate.Enter(s_deadline))
        {
            Assert.False(scope.Abandoned);
        }
    }

    [Fact]
    public async Task Many_processes_and_threads_count_exactly_under_the_lock()
    {
        const int Workers = 4, Times = 20_000;
        await using var pool = new ProcessPool(new() { Workers = Workers });
        using var value = new SharedValue<long>();

        Task[] calls =
        [
            .. Enumerable.Range(0, Workers - 1).Select(_ => pool.RunAsync(Locking.InProcess.IncrementLocked(value, Times))),
            pool.RunAsync(Locking.InProcess.IncrementLockedAsync(value, Times / 10)),
            Task.Run(() => Locking.IncrementLocked(value, Times)),
            Task.Run(() => Locking.IncrementLocked(value, Times)),
        ];
        await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(120));

        Assert.Equal(((Workers + 1) * Times) + (Times / 10), value.Value);
    }

    [Fact]
    public async Task No_waiter_starves_while_others_take_the_lock_all_the_time()
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        using var gate = new ProcessLock();
        using var state = new SharedValue<int>();
        Task<long>[] hogs = [pool.RunAsync(Locking.InProcess.Hog(gate, state)), pool.RunAsync(Locking.InProcess.Hog(gate, state))];
        await Eventually.HoldsAsync(() => state.Value == 2, s_deadline, "the hogs have begun");

        for (int i = 0; i < 50; i++)
        {
            using (gate.Enter(s_deadline))
            {
            }

            await using (await gate.EnterAsync())
            {
            }
        }

        state.Value = -10;
        await Task.WhenAll(hogs).WaitAsync(s_deadline);
        Assert.All(hogs, hog => Assert.True(hog.Result > 0));
    }

    [Fact]
    public async Task A_wait_ends_by_time_out_and_by_cancellation_and_leaves_nothing_behind()
    {
        using var gate = new ProcessLock();
        using (gate.Enter())
        {
            Assert.False(gate.TryEnter(TimeSpan.FromMilliseconds(30), out _));
            Assert.Null(await gate.TryEnterAsync(TimeSpan.FromMilliseconds(30)));
            using var cancellation = new CancellationTokenSource();
            Task blocked = Task.Factory.StartNew(() => { using ProcessLock.Scope scope = gate.Enter(cancellation.Token); }, TaskCreationOptions.LongRunning);
            Task awaited = gate.EnterAsync(cancellation.Token).AsTask();

            cancellation.Cancel();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => blocked.WaitAsync(s_deadline));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => awaited.WaitAsync(s_deadline));
        }

        Assert.True(gate.TryEnter(out ProcessLock.Scope free));
        Assert.Equal(2u, free.FencingToken);
        free.Dispose();
        free.Dispose();
        Assert.False(gate.IsHeldByThisProcess);
    }

    [Fact]
    public async Task A_second_disposal_of_a_scope_does_not_leave_the_lock_of_another()
    {
        using var gate = new ProcessLock();
        ProcessLock.Scope first = gate.Enter();
        first.Dispose();
        using (ProcessLock.Scope second = await gate.EnterAsync())
        {
            first.Dispose();

            Assert.True(gate.IsHeldByThisProcess);
            Assert.True(second.FencingToken > first.FencingToken);
        }
    }

    [Fact]
    public void A_disposed_lock_is_left_and_refuses_further_use()
    {
        var gate = new ProcessLock();
        ProcessLock.Scope scope = gate.Enter();
        gate.Dispose();

        scope.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { using ProcessLock.Scope again = gate.Enter(); });
    }

    [Fact]
    public async Task A_process_that_dies_at_any_step_of_locking_leaves_a_lock_that_works_and_a_value_that_is_whole()
    {
        for (int step = 1; ; step++)
        {
            using var value = new SharedValue<long>();
            await using var process = WorkerProcess.Start(Locking.InProcess.DieWhileLocking(value, step), new() { Output = WorkerOutput.Discard });
            await process.WaitForExitAsync();

            using (value.Enter(TimeSpan.FromSeconds(5)))
            {
                Assert.InRange(value.Value, 0, 3);
                value.Value = 100;
            }

            if (process.ExitSignal is null)
            {
                Assert.True(step > 3, $"there were only {step - 1} steps");
                break;
            }

            Assert.Equal("SIGKILL", process.ExitSignal);
        }
    }

    private static (bool, TimeSpan) Enter(ProcessLock gate)
    {
        using ProcessLock.Scope scope = gate.Enter();
        return (scope.Abandoned, Stopwatch.GetElapsedTime(0));
    }

    private static async Task<(bool, TimeSpan)> EnterAsync(ProcessLock gate)
    {
        await using ProcessLock.Scope scope = await gate.EnterAsync();
        return (scope.Abandoned, Stopwatch.GetElapsedTime(0));
    }
}
