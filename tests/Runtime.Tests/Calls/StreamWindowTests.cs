using ProcGen.Calls;
using ProcGen.Protocol;

namespace ProcGen.Tests.Calls;

public sealed class StreamWindowTests
{
    [Fact]
    public void A_window_begins_small_and_grows_where_the_consumer_is_left_waiting()
    {
        var window = new StreamWindow(0);
        int largest = Run(ref window, items: 100_000, waits: true);

        Assert.Equal(ProtocolLimits.GrownStreamWindow, largest);
    }

    [Fact]
    public void A_window_stays_small_where_the_consumer_never_waits()
    {
        var window = new StreamWindow(0);
        int largest = Run(ref window, items: 100_000, waits: false);

        Assert.Equal(ProtocolLimits.StreamWindow, largest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void A_window_of_a_given_size_never_grows(int size)
    {
        var window = new StreamWindow(size);
        int largest = Run(ref window, items: 10_000, waits: true);

        Assert.Equal(size, largest);
    }

    [Fact]
    public void What_is_held_of_a_large_item_counts_until_it_is_taken()
    {
        var window = new StreamWindow(0);
        Assert.True(window.TryGrant(out int items, out long bytes));
        Assert.Equal(ProtocolLimits.StreamWindow, items);
        Assert.Equal(ProtocolLimits.StreamWindowBytes, bytes);

        // Larger than all that was granted: the last one may be.
        window.OnReceived(1, 3L * ProtocolLimits.StreamWindowBytes);
        Assert.Throws<ProtocolException>(() => window.OnReceived(1, 1));
        Assert.False(window.TryGrant(out _, out _));

        window.OnFrameTaken(3L * ProtocolLimits.StreamWindowBytes);
        window.OnTaken(1);
        Assert.True(window.TryGrant(out _, out bytes));
        Assert.Equal(3L * ProtocolLimits.StreamWindowBytes, bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(ProtocolLimits.StreamWindow + 1)]
    public void Items_that_were_not_asked_for_are_a_violation(int count)
    {
        var window = new StreamWindow(0);
        Assert.True(window.TryGrant(out _, out _));

        Assert.Throws<ProtocolException>(() => window.OnReceived(count, 1));
    }

    /// <summary>Sends all that is granted and takes it.</summary>
    /// <returns>How many items were under way at most.</returns>
    private static int Run(ref StreamWindow window, int items, bool waits)
    {
        int underWay = 0;
        int largest = 0;
        for (int taken = 0; taken < items;)
        {
            if (window.TryGrant(out int granted, out _))
            {
                underWay += granted;
                largest = Math.Max(largest, underWay);
            }

            if (waits)
            {
                window.OnEmpty();
            }

            int some = Math.Max(1, underWay / 2);
            window.OnReceived(some, some);
            window.OnFrameTaken(some);
            window.OnTaken(some);
            underWay -= some;
            taken += some;
        }

        return largest;
    }
}
