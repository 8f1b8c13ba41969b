using Microsoft.Win32.SafeHandles;
using ProcGen.Tests.Workers;
using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

public sealed class DescriptorMessageTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(DescriptorMessage.MaxDescriptors)]
    public async Task Descriptors_come_with_their_bytes_and_are_the_same_objects(int count)
    {
        (SocketChannel left, DescriptorChannel right) = await SocketPair.CreateAsync();
        using (left)
        using (right)
        {
            EventBell[] bells = [.. Enumerable.Range(0, count).Select(_ => new EventBell())];
            left.SendDescriptors("hello"u8, [.. bells.Select(bell => bell.Descriptor)]);

            byte[] bytes = new byte[5];
            SafeFileHandle[] descriptors = right.ReceiveDescriptors(bytes);

            Assert.Equal("hello"u8.ToArray(), bytes);
            Assert.Equal(count, descriptors.Length);
            for (int i = 0; i < count; i++)
            {
                using var other = new EventBell(descriptors[i]);
                other.Ring();
                await Task.Run(() => bells[i].Wait(), TestContext.Current.CancellationToken).Soon();
                bells[i].Dispose();
            }
        }
    }

    [Fact]
    public async Task What_was_sent_before_them_does_not_swallow_them()
    {
        (SocketChannel left, DescriptorChannel right) = await SocketPair.CreateAsync();
        using (left)
        using (right)
        using (var bell = new EventBell())
        {
            await left.WriteAsync("before"u8.ToArray(), TestContext.Current.CancellationToken);
            left.SendDescriptors("with"u8, [bell.Descriptor]);

            await right.ReadExactlyAsync(new byte[6], TestContext.Current.CancellationToken);
            SafeFileHandle descriptor = Assert.Single(right.ReceiveDescriptors(new byte[4]));
            descriptor.Dispose();
        }
    }

    [Fact]
    public async Task A_side_that_is_gone_is_an_error()
    {
        (SocketChannel left, DescriptorChannel right) = await SocketPair.CreateAsync();
        using (left)
        {
            right.Dispose();
            Assert.Throws<EndOfStreamException>(() => left.ReceiveDescriptors(new byte[4]));
            Assert.Throws<IOException>(() => left.SendDescriptors(new byte[4], []));
        }
    }
}
