using ProcGen.Calls;
using ProcGen.Protocol;

namespace ProcGen.Tests.Calls;

public sealed class StreamCreditTests
{
    [Fact]
    public void What_was_granted_can_be_taken_and_no_more()
    {
        var credit = new StreamCredit();
        credit.Add(2, 100);
        credit.Add(1, 0);

        Assert.True(credit.TryTake());
        Assert.True(credit.TryTake());
        Assert.True(credit.TryTake());
        Assert.False(credit.TryTake());
    }

    [Fact]
    public void An_item_may_go_beyond_the_bytes_and_the_next_one_waits_for_them()
    {
        var credit = new StreamCredit();
        credit.Add(10, 100);

        Assert.True(credit.TryTake());
        credit.Spend(1000);

        Assert.False(credit.TryTake());
        credit.Add(0, 900);
        Assert.False(credit.TryTake());
        credit.Add(0, 1);
        Assert.True(credit.TryTake());
    }

    [Fact]
    public async Task A_taker_waits_for_items_and_for_bytes()
    {
        var credit = new StreamCredit();
        credit.Add(1, 0);
        Task<bool> taking = credit.TakeAsync(CancellationToken.None).AsTask();
        Task<bool> blocking = new BlockedTaker(1).Taken;

        Assert.False(taking.IsCompleted);
        credit.Add(0, 1);

        Assert.True(await taking.Soon());
        Assert.True(await blocking.Soon());
    }

    [Fact]
    public async Task Closing_lets_a_taker_through_with_nothing()
    {
        var credit = new StreamCredit();
        Task<bool> waiting = credit.TakeAsync(CancellationToken.None).AsTask();

        credit.Close();

        Assert.False(await waiting.Soon());
        Assert.False(credit.Take(CancellationToken.None));
        credit.Add(1, 1);
        Assert.False(credit.TryTake());
    }

    [Fact]
    public async Task A_wait_that_was_given_up_costs_no_later_one_its_credit()
    {
        var credit = new StreamCredit();
        using (var source = new CancellationTokenSource())
        {
            Task<bool> waiting = credit.TakeAsync(source.Token).AsTask();
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
        }

        Task<bool> next = credit.TakeAsync(CancellationToken.None).AsTask();
        credit.Add(1, 1);

        Assert.True(await next.Soon());
        Task<bool> last = credit.TakeAsync(CancellationToken.None).AsTask();
        Assert.False(last.IsCompleted);
        credit.Add(1, 1);
        Assert.True(await last.Soon());
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(int.MaxValue, 0)]
    [InlineData(0, long.MaxValue)]
    public void Credit_that_no_window_allows_is_a_violation(int items, long bytes) =>
        Assert.Throws<ProtocolException>(() => new StreamCredit().Add(items, bytes));

    /// <summary>Takes on a thread that blocks.</summary>
    private sealed class BlockedTaker
    {
        public BlockedTaker(int items)
        {
            var credit = new StreamCredit();
            Taken = Task.Run(() => credit.Take(CancellationToken.None));
            credit.Add(items, 1);
        }

        public Task<bool> Taken { get; }
    }
}
