using ProcGen.Calls;
using ProcGen.CompilerServices;

namespace ProcGen.Managers;

/// <summary>A synchronous call within this process, on the calling thread: the arguments are bytes, and so is the result.</summary>
internal sealed class DirectCall : WorkerCall
{
    private readonly PayloadBuffer _arguments;
    private readonly ManagerClient _client;
    private PayloadBuffer? _result;

    private DirectCall(PayloadBuffer arguments, ManagerClient client)
    {
        _arguments = arguments;
        _client = client;
    }

    /// <summary>The objects of managers that the result refers to.</summary>
    private List<ManagerObjectId>? ResultObjects { get; set; }

    /// <summary>Runs a call and reads its result.</summary>
    public static TResult Run<TResult>(ProcessCall<TResult> call, ManagerClient client)
    {
        PayloadBuffer result = Invoke(call, client);
        return PayloadIO.ReadResult(result, call.TypedMethod);
    }

    /// <summary>Runs a call.</summary>
    public static void Run(ProcessCall call, ManagerClient client) => Invoke(call, client).Return();

    /// <summary>Runs a method on arguments in the form in which they cross, and gives its result in the form in which it is stored.</summary>
    /// <param name="method">A synchronous method with a result.</param>
    /// <param name="arguments">The method's id and its arguments; given back.</param>
    /// <param name="client">For whom.</param>
    public static StoredItem Transform(ProcessMethod method, PayloadBuffer arguments, ManagerClient client)
    {
        try
        {
            var call = new DirectCall(arguments, client);
            method.Invoke(call);
            PayloadBuffer result = call._result ?? throw new InvalidOperationException($"'{method.DisplayName}' has no result.");
            byte[] bytes = result.ToArray();
            result.Return();
            return new StoredItem(bytes, call.ResultObjects is { Count: > 0 } objects ? [.. objects.Select(static o => o.Object)] : null);
        }
        finally
        {
            arguments.Return();
        }
    }

    private static PayloadBuffer Invoke(ProcessInvocation call, ManagerClient client)
    {
        PayloadBuffer arguments = CallArguments.Write(call);
        try
        {
            // The client's description of a method is another object than the one that runs.
            ProcessMethod method = ManagerMethods.Find(call.Method.Id) ?? call.Method;
            var direct = new DirectCall(arguments, client);
            method.Invoke(direct);
            return direct._result ?? PayloadBuffer.Rent();
        }
        finally
        {
            arguments.Return();
        }
    }

    /// <inheritdoc/>
    public override PayloadReader OpenArguments()
    {
        var reader = new PayloadReader(_arguments);
        _ = reader.Reader.ReadUnmanaged<ulong>();
        return reader;
    }

    /// <inheritdoc/>
    public override void CloseArguments(ref PayloadReader reader) => PayloadIO.EndReading(ref reader);

    /// <inheritdoc/>
    public override PayloadWriter OpenResult()
    {
        _result = PayloadBuffer.Rent();
        return new PayloadWriter(ref _result);
    }

    /// <inheritdoc/>
    public override void CloseResult(ref PayloadWriter writer)
    {
        ResultObjects = writer.ManagerObjects;
        writer.Complete();
    }

    /// <inheritdoc/>
    public override T GetState<T>() => _client is T client ? client : throw NoSuch("a state");

    /// <inheritdoc/>
    public override void SetState<T>(T state) => throw NoSuch("a state");

    /// <inheritdoc/>
    public override CancellationToken GetToken(int ordinal) => CancellationToken.None;

    /// <inheritdoc/>
    public override IProgress<T> GetProgress<T>(int ordinal, PayloadWrite<T> write) => throw NoSuch("a progress");

    /// <inheritdoc/>
    public override IEnumerable<T> GetSequence<T>(int ordinal, PayloadRead<T> read) => throw NoSuch("a sequence");

    /// <inheritdoc/>
    public override IAsyncEnumerable<T> GetAsyncSequence<T>(int ordinal, PayloadRead<T> read) => throw NoSuch("a sequence");

    /// <inheritdoc/>
    public override System.Threading.Channels.ChannelReader<T> GetChannel<T>(int ordinal, PayloadRead<T> read) => throw NoSuch("a channel");

    /// <inheritdoc/>
    public override Stream GetStream(int ordinal) => throw NoSuch("a stream");

    /// <inheritdoc/>
    public override TextReader GetTextReader(int ordinal) => throw NoSuch("a reader of text");

    /// <inheritdoc/>
    public override void SendSequence<T>(IEnumerable<T> items, PayloadWrite<T> write) => throw NoSuch("a sequence for a result");

    /// <inheritdoc/>
    public override ValueTask SendSequenceAsync<T>(IAsyncEnumerable<T> items, PayloadWrite<T> write) => throw NoSuch("a sequence for a result");

    private static NotSupportedException NoSuch(string what) => new($"A method that is called within a manager's process, as part of another call, cannot have {what}.");
}
