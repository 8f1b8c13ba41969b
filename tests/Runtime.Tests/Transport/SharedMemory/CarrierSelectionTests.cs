using System.Text;
using Microsoft.Win32.SafeHandles;
using ProcGen.Protocol;
using ProcGen.Tests.Workers;
using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

public sealed class CarrierSelectionTests
{
    [Theory]
    [InlineData(null, CarrierKind.SharedMemory)]
    [InlineData("", CarrierKind.SharedMemory)]
    [InlineData("socket", CarrierKind.Socket)]
    [InlineData("shared", CarrierKind.SharedMemory)]
    internal void The_environment_names_the_carrier(string? value, CarrierKind kind) => Assert.Equal(kind, CarrierKinds.Parse(value));

    [Fact]
    public void A_carrier_that_does_not_exist_is_an_error_that_names_those_that_do()
    {
        var error = Assert.Throws<WorkerStartException>(() => CarrierKinds.Parse("pigeon"));

        Assert.Equal("The environment variable PROCGEN_TRANSPORT is 'pigeon', but must be 'socket', 'shared' or not set.", error.Message);
    }

    [Fact]
    public async Task A_channel_that_carries_no_descriptors_carries_the_frames_itself()
    {
        (SocketChannel left, DescriptorChannel right) = await SocketPair.CreateAsync();
        using var parentEnd = new NoSocket(left);
        using ByteChannel workerEnd = right;

        Task<(IFrameCarrier Carrier, string? Fallback)> offering = CarrierSelection.OfferAsync(parentEnd, CarrierKind.SharedMemory, TestContext.Current.CancellationToken);
        using IFrameCarrier worker = CarrierSelection.Accept(workerEnd);

        (IFrameCarrier parent, string? fallback) = await offering.Soon();
        using (parent)
        {
            Assert.IsType<StreamCarrier>(worker);
            Assert.IsType<StreamCarrier>(parent);
            Assert.Contains("64-bit Linux", fallback);
        }
    }

    [Fact]
    public async Task A_worker_that_cannot_map_the_memory_says_why_and_the_socket_carries_the_frames()
    {
        (SocketChannel parent, DescriptorChannel workerEnd) = await SocketPair.CreateAsync();
        using (parent)
        using (SharedSegment segment = SharedSegment.Create(RingLayout.MinimumCapacity, new byte[SharedSegment.NonceSize]))
        using (var bell = new EventBell())
        {
            var offer = new CarrierOffer { Capacity = segment.Capacity, Nonce = TransportSecrets.CreateToken().AsMemory(0, SharedSegment.NonceSize) };
            parent.SendDescriptors(offer.Write(), [segment.Memory.Descriptor!, bell.Descriptor, bell.Descriptor, bell.Descriptor]);

            using IFrameCarrier worker = CarrierSelection.Accept(workerEnd);

            Assert.IsType<StreamCarrier>(worker);
            byte[] answer = new byte[256];
            await parent.ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
            Assert.Contains("not the one that was announced", Encoding.UTF8.GetString(answer));
            worker.Send(new OutgoingMessage(FrameType.Terminating, 0));
            byte[] frame = new byte[FrameHeader.Size];
            await parent.ReadExactlyAsync(frame, TestContext.Current.CancellationToken);
            Assert.Equal(FrameType.Terminating, FrameHeader.Read(frame).Type);
        }
    }

    [Fact]
    public async Task A_parent_whose_worker_refuses_goes_on_over_the_socket_and_knows_why()
    {
        (SocketChannel parentEnd, DescriptorChannel worker) = await SocketPair.CreateAsync();
        using (worker)
        {
            Task<(IFrameCarrier Carrier, string? Fallback)> offering = CarrierSelection.OfferAsync(parentEnd, CarrierKind.SharedMemory, TestContext.Current.CancellationToken);
            byte[] offer = new byte[CarrierOffer.Size];
            SafeFileHandle[] descriptors = worker.ReceiveDescriptors(offer);
            Array.ForEach(descriptors, descriptor => descriptor.Dispose());
            byte[] answer = new byte[256];
            answer[0] = 2;
            answer[4] = 3;
            "no!"u8.CopyTo(answer.AsSpan(8));
            await worker.WriteAsync(answer, TestContext.Current.CancellationToken);

            (IFrameCarrier parent, string? fallback) = await offering.Soon();
            using (parent)
            {
                Assert.IsType<StreamCarrier>(parent);
                Assert.Equal("The worker could not use the shared memory: no!", fallback);
            }
        }
    }

    [Fact]
    public async Task A_worker_that_dies_before_it_answers_is_noticed()
    {
        (SocketChannel parentEnd, DescriptorChannel worker) = await SocketPair.CreateAsync();
        using (parentEnd)
        {
            Task offering = CarrierSelection.OfferAsync(parentEnd, CarrierKind.SharedMemory, TestContext.Current.CancellationToken);
            worker.Dispose();

            await Assert.ThrowsAnyAsync<IOException>(() => offering.Soon());
        }
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(1, 0)]
    [InlineData(1, 4096)]
    [InlineData(1, RingLayout.MinimumCapacity + 8)]
    [InlineData(0, RingLayout.MinimumCapacity)]
    [InlineData(1, RingLayout.MinimumCapacity)] // Without its descriptors.
    public async Task An_offer_that_no_parent_makes_is_refused(int carrier, int capacity)
    {
        (SocketChannel parent, DescriptorChannel workerEnd) = await SocketPair.CreateAsync();
        using (parent)
        using (workerEnd)
        {
            byte[] offer = new byte[CarrierOffer.Size];
            BitConverter.TryWriteBytes(offer, carrier);
            BitConverter.TryWriteBytes(offer.AsSpan(4), capacity);
            await parent.WriteAsync(offer, TestContext.Current.CancellationToken);

            Assert.Throws<HandshakeException>(() => CarrierSelection.Accept(workerEnd));
        }
    }

    /// <summary>A channel that is no socket, as a pipe is.</summary>
    private sealed class NoSocket(ByteChannel inner) : ByteChannel
    {
        public override PeerCredentials GetPeer() => inner.GetPeer();

        public override int TryWrite(ReadOnlySpan<byte> bytes) => inner.TryWrite(bytes);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default) => inner.WriteAsync(bytes, cancellationToken);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

        public override int Read(Memory<byte> buffer) => inner.Read(buffer);

        public override void Dispose() => inner.Dispose();
    }
}
