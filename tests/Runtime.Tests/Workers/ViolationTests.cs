using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Protocol;
using ProcGen.Tests.Protocol;
using ProcGen.Transport;
using ProcGen.Workers;

namespace ProcGen.Tests.Workers;

/// <summary>One end speaks the protocol, the other end whatever the test says.</summary>
public sealed class ViolationTests
{
    public static TheoryData<byte, ushort> NotForParents => new()
    {
        { (byte)FrameType.Call, 0 }, { (byte)FrameType.UseAssembly, 0 }, { (byte)FrameType.Cancel, 0 }, { (byte)FrameType.ItemsEnd, 0 }, { (byte)FrameType.Ping, 0 },
        { (byte)FrameType.Interrupt, 0 }, { (byte)FrameType.Close, 0 },
    };

    public static TheoryData<byte, ushort> NotForWorkers => new()
    {
        { (byte)FrameType.Started, 0 }, { (byte)FrameType.Result, 0 }, { (byte)FrameType.Failed, 0 }, { (byte)FrameType.Progress, 0 }, { (byte)FrameType.Pong, 0 },
        { (byte)FrameType.Terminating, 0 }, { (byte)FrameType.Log, 0 }, { (byte)FrameType.ExitNotice, 0 },

        // An assembly that was not declared.
        { (byte)FrameType.Call, 9 },
    };

    [Theory]
    [MemberData(nameof(NotForParents))]
    public async Task A_worker_that_sends_what_only_a_parent_may_ends_its_connection(byte type, ushort ordinal)
    {
        (ParentSession parent, Task receiving, ByteChannel worker) = await ParentAsync();
        using (parent)
        using (worker)
        {
            await worker.WriteAsync(Frame((FrameType)type, 1, ordinal, new byte[16]), TestContext.Current.CancellationToken);

            await Assert.ThrowsAsync<ProtocolException>(() => receiving.Soon());
        }
    }

    [Theory]
    [MemberData(nameof(NotForWorkers))]
    public async Task A_parent_that_sends_what_only_a_worker_may_ends_its_connection(byte type, ushort ordinal)
    {
        using TransportListener listener = TransportListener.Create();
        ValueTask<ByteChannel> accepting = listener.AcceptAsync(TestContext.Current.CancellationToken);
        using ByteChannel parent = TransportConnector.Connect(listener.Address);
        using var carrier = new StreamCarrier(await accepting);
        var session = new WorkerSession(carrier, new ThreadPoolQueue(), new WorkerStates(), interruption: null);
        Task receiving = carrier.ReceiveAsync(session);

        await parent.WriteAsync(Frame((FrameType)type, 1, ordinal, new byte[16]), TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<ProtocolException>(() => receiving.Soon());
    }

    [Fact]
    public async Task Noise_ends_the_connection()
    {
        (ParentSession parent, Task receiving, ByteChannel worker) = await ParentAsync();
        using (parent)
        using (worker)
        {
            byte[] noise = new byte[1000];
            new Random(1).NextBytes(noise);
            await worker.WriteAsync(noise, TestContext.Current.CancellationToken);

            await Assert.ThrowsAsync<ProtocolException>(() => receiving.Soon());
        }
    }

    [Fact]
    public async Task Frames_of_unknown_calls_are_skipped()
    {
        (ParentSession parent, Task receiving, ByteChannel worker) = await ParentAsync();
        using (parent)
        {
            await worker.WriteAsync(Frame(FrameType.Result, 4711, 0, new byte[100]), TestContext.Current.CancellationToken);
            await worker.WriteAsync(Frame(FrameType.Progress, 4711, 3, new byte[100]), TestContext.Current.CancellationToken);
            worker.Dispose();

            await receiving.Soon();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(400)]
    public async Task A_result_that_is_no_result_fails_its_call_with_a_typed_error(int length)
    {
        (ParentSession parent, Task _, ByteChannel worker) = await ParentAsync();
        using (parent)
        using (worker)
        {
            CallOperation<List<int>> call = CallOperation.Create(Bodies.InProcess.AddTo([], 1));
            parent.Send(call);
            byte[] bytes = new byte[length];
            bytes.AsSpan().Fill(0x7f);
            await worker.WriteAsync(Frame(FrameType.Result, call.Id, 0, bytes), TestContext.Current.CancellationToken);

            await Assert.ThrowsAsync<ProcessSerializationException>(() => call.Task.Soon());
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(1000, true)]
    [InlineData(1000, false)]
    public async Task A_result_that_is_cut_off_by_its_worker_s_end_reaches_nobody(int missing, bool isCallRead)
    {
        (ParentSession parent, Task receiving, ByteChannel worker) = await ParentAsync();
        using (parent)
        {
            CallOperation<byte[]> call = CallOperation.Create(Bodies.InProcess.Fill(1_000_000, 7));
            parent.Send(call);
            byte[] piece = Frames.Write(
                new FrameHeader(FrameType.Result, FrameFlags.Bulk | FrameFlags.MorePieces, 0, call.Id, ProtocolLimits.MaxPiece), new byte[ProtocolLimits.MaxPiece]);
            await worker.WriteAsync(piece, TestContext.Current.CancellationToken);
            await worker.WriteAsync(piece.AsMemory(0, piece.Length - missing), TestContext.Current.CancellationToken);
            if (isCallRead)
            {
                // With all read the connection ends; with something unread the kernel resets it.
                Assert.NotEqual(0, await worker.ReadAsync(new byte[1 << 16], TestContext.Current.CancellationToken));
            }

            worker.Dispose();

            await receiving.Soon();

            // It has no end by the connection's: it is still to be given one.
            Assert.True(call.TryCancel(CancellationToken.None));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(400)]
    public async Task An_error_that_cannot_be_read_fails_its_call_all_the_same(int length)
    {
        (ParentSession parent, Task _, ByteChannel worker) = await ParentAsync();
        using (parent)
        using (worker)
        {
            CallOperation<int> call = CallOperation.Create(Bodies.InProcess.Add(1, 2));
            parent.Send(call);
            byte[] bytes = new byte[length];
            bytes.AsSpan().Fill(0x7f);
            await worker.WriteAsync(Frame(FrameType.Failed, call.Id, 0, bytes), TestContext.Current.CancellationToken);

            await Assert.ThrowsAnyAsync<ProcessException>(() => call.Task.Soon());
        }
    }

    [Fact]
    public async Task An_item_without_credit_ends_the_connection()
    {
        (ParentSession parent, Task receiving, ByteChannel worker) = await ParentAsync();
        using (parent)
        using (worker)
        {
            StreamOperation<int> call = CallOperation.Create(Bodies.InProcess.Count(0, 10));
            parent.Send(call);
            await worker.WriteAsync(Frame(FrameType.Item, call.Id, ProtocolLimits.ResultOrdinal, [1, 0, 0, 0, 0, 0, 0, 0]), TestContext.Current.CancellationToken);

            await Assert.ThrowsAsync<ProtocolException>(() => receiving.Soon());
        }
    }

    private static byte[] Frame(FrameType type, long callId, ushort ordinal, byte[] payload) =>
        Frames.Write(new FrameHeader(type, FrameFlags.None, ordinal, callId, payload.Length), payload);

    private static async Task<(ParentSession Parent, Task Receiving, ByteChannel Worker)> ParentAsync()
    {
        using TransportListener listener = TransportListener.Create();
        ValueTask<ByteChannel> accepting = listener.AcceptAsync(TestContext.Current.CancellationToken);
        ByteChannel worker = TransportConnector.Connect(listener.Address);
        var parent = new ParentSession(new StreamCarrier(await accepting), new Completing(), 1, "wild");
        return (parent, parent.ReceiveAsync(), worker);
    }

    private sealed class Completing : IParentSessionEvents
    {
        public void OnStarted(CallOperation call) { }

        public void OnEnded(CallOperation call, CallOutcome outcome) => call.TryComplete(outcome);

        public void OnTerminating() { }

        public void OnReturned(CallOperation call) => throw new InvalidOperationException("Nothing was asked back.");

        public void OnLog(CallOperation? call, PayloadBuffer content) => content.Return();

        public void OnExitNotice(PayloadBuffer content) => content.Return();
    }
}
