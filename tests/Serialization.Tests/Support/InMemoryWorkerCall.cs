using ProcGen.CompilerServices;

namespace ProcGen.Serialization.Tests;

/// <summary>A call between two buffers. Only values cross here, nothing that lives on the caller's side.</summary>
internal sealed class InMemoryWorkerCall(PayloadBuffer arguments, PayloadBuffer result) : WorkerCall
{
    private PayloadBuffer _result = result;

    public override PayloadReader OpenArguments() => new(arguments);

    public override void CloseArguments(ref PayloadReader reader)
    {
        Assert.Equal(0, reader.Reader.Remaining);
        reader.Complete();
    }

    public override PayloadWriter OpenResult() => new(ref _result);

    public override void CloseResult(ref PayloadWriter writer) => writer.Complete();

    public override CancellationToken GetToken(int ordinal) => throw new NotSupportedException();

    public override IProgress<T> GetProgress<T>(int ordinal, PayloadWrite<T> write) => throw new NotSupportedException();

    public override IEnumerable<T> GetSequence<T>(int ordinal, PayloadRead<T> read) => throw new NotSupportedException();

    public override IAsyncEnumerable<T> GetAsyncSequence<T>(int ordinal, PayloadRead<T> read) => throw new NotSupportedException();

    public override System.Threading.Channels.ChannelReader<T> GetChannel<T>(int ordinal, PayloadRead<T> read) => throw new NotSupportedException();

    public override Stream GetStream(int ordinal) => throw new NotSupportedException();

    public override TextReader GetTextReader(int ordinal) => throw new NotSupportedException();

    public override T GetState<T>() => throw new NotSupportedException();

    public override void SetState<T>(T state) => throw new NotSupportedException();

    public override void SendSequence<T>(IEnumerable<T> items, PayloadWrite<T> write) => throw new NotSupportedException();

    public override ValueTask SendSequenceAsync<T>(IAsyncEnumerable<T> items, PayloadWrite<T> write) => throw new NotSupportedException();
}
