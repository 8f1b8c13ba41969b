using Microsoft.Win32.SafeHandles;
using ProcGen.Tests.Workers;
using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

public sealed class EventBellTests
{
    [Fact]
    public async Task It_goes_on_ringing_until_it_is_heard_and_then_it_is_quiet()
    {
        using var bell = new EventBell();
        bell.Ring();
        bell.Ring();
        await Task.Run(() => bell.Wait(), TestContext.Current.CancellationToken).Soon();

        // Once for both, or this would not wait.
        Task second = Task.Run(() => bell.Wait(), TestContext.Current.CancellationToken);
        Assert.NotSame(second, await Task.WhenAny(second, Task.Delay(50, TestContext.Current.CancellationToken)));
        bell.Ring();
        await second.Soon();
    }

    [Fact]
    public async Task The_end_of_the_other_side_ends_the_wait()
    {
        using var bell = new EventBell();
        (SocketChannel left, DescriptorChannel right) = await SocketPair.CreateAsync();
        using (left)
        using (SafeFileHandle socket = left.DuplicateDescriptor())
        {
            int descriptor = (int)socket.DangerousGetHandle();
            Task<bool> waiting = Task.Run(() => bell.Wait(descriptor), TestContext.Current.CancellationToken);
            right.Dispose();
            Assert.True(await waiting.Soon());
        }
    }

    [Fact]
    public async Task The_end_of_the_own_side_ends_the_wait()
    {
        using var bell = new EventBell();
        (SocketChannel left, DescriptorChannel right) = await SocketPair.CreateAsync();
        using (right)
        using (SafeFileHandle socket = left.DuplicateDescriptor())
        {
            int descriptor = (int)socket.DangerousGetHandle();
            Task<bool> waiting = Task.Run(() => bell.Wait(descriptor), TestContext.Current.CancellationToken);
            left.Dispose();
            Assert.True(await waiting.Soon());
        }
    }

    [Fact]
    public void A_bell_that_is_gone_rings_for_nobody()
    {
        var bell = new EventBell();
        bell.Dispose();

        bell.Ring();
    }
}
