using ProcGen.Calls;
using ProcGen.Protocol;

namespace ProcGen.Tests.Calls;

public sealed class CreditGateTests
{
    [Fact]
    public void What_was_granted_can_be_taken_and_no_more()
    {
        var gate = new CreditGate(2);
        gate.Add(1);

        Assert.True(gate.TryTake());
        Assert.True(gate.TryTake());
        Assert.True(gate.TryTake());
        Assert.False(gate.TryTake());
    }

    [Fact]
    public async Task Closing_lets_everybody_through_with_nothing()
    {
        var gate = new CreditGate(0);
        Task<bool>[] waiting = [.. Enumerable.Range(0, 10).Select(_ => gate.TakeAsync(CancellationToken.None).AsTask())];

        gate.Close();

        Assert.All(await Task.WhenAll(waiting), Assert.False);
        Assert.False(gate.Take(CancellationToken.None));
    }

    [Fact]
    public void Credit_that_comes_after_the_closing_is_no_violation()
    {
        var gate = new CreditGate(0);
        gate.Close();

        gate.Add(16);

        Assert.False(gate.TryTake());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Credit_that_no_window_allows_is_a_violation(int count) =>
        Assert.Throws<ProtocolException>(() => new CreditGate(0).Add(count));

    [Fact]
    public void Credit_without_end_is_a_violation()
    {
        var gate = new CreditGate(0);

        Assert.Throws<ProtocolException>(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                gate.Add(ProtocolLimits.ProgressWindow);
            }
        });
    }
}
