using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

/// <summary>Both ends of a connection, in this process, made as a parent and its worker make them after the handshake.</summary>
internal static class CarrierPair
{
    public static async Task<(IFrameCarrier Parent, IFrameCarrier Worker)> CreateAsync(CarrierKind kind)
    {
        using TransportListener listener = TransportListener.Create();
        ValueTask<ByteChannel> accepting = listener.AcceptAsync(TestContext.Current.CancellationToken);
        ByteChannel workerEnd = TransportConnector.Connect(listener.Address);
        Task<(IFrameCarrier Carrier, string? Fallback)> offering = CarrierSelection.OfferAsync(await accepting, kind, TestContext.Current.CancellationToken);
        IFrameCarrier worker = await Task.Run(() => CarrierSelection.Accept(workerEnd), TestContext.Current.CancellationToken);
        (IFrameCarrier parent, string? fallback) = await offering;
        Assert.Null(fallback);
        Assert.Equal(kind == CarrierKind.SharedMemory, parent is ParentRingCarrier);
        Assert.Equal(kind == CarrierKind.SharedMemory, worker is WorkerRingCarrier);
        return (parent, worker);
    }
}
