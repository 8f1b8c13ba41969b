using System.Threading.Channels;
using ProcGen.CompilerServices;

namespace ProcGen.Calls;

/// <summary>A token among the arguments of a call.</summary>
/// <param name="Ordinal">The live parameter's ordinal.</param>
/// <param name="Token">The caller's token.</param>
internal readonly record struct LiveToken(ushort Ordinal, CancellationToken Token);

/// <summary>A sequence among the arguments of a call: makes the source for one attempt.</summary>
internal delegate StreamSource SourceFactory(CallLink link, ushort ordinal, string method);

/// <summary>Keeps the live arguments of one launch.</summary>
internal sealed class CallLiveArguments : LiveArguments
{
    // What most calls leave empty is used again for the next one.
    [ThreadStatic]
    private static CallLiveArguments? t_empty;

    private List<LiveToken>? _tokens;
    private Dictionary<ushort, IProgressTarget>? _progress;
    private Dictionary<ushort, SourceFactory>? _sequences;

    /// <summary>The live arguments of an invocation.</summary>
    /// <returns>Null if it has none.</returns>
    public static CallLiveArguments? Of(ProcessInvocation invocation)
    {
        CallLiveArguments live = t_empty ?? new CallLiveArguments();
        t_empty = null;
        invocation.AddLiveArguments(live);
        if (live is { _tokens: null, _progress: null, _sequences: null })
        {
            t_empty = live;
            return null;
        }

        return live;
    }

    public IReadOnlyList<LiveToken> Tokens => _tokens ?? (IReadOnlyList<LiveToken>)[];

    public IReadOnlyDictionary<ushort, IProgressTarget> Progress => _progress ?? Empty<IProgressTarget>.Instance;

    public IReadOnlyDictionary<ushort, SourceFactory> Sequences => _sequences ?? Empty<SourceFactory>.Instance;

    /// <summary>The first token that was cancelled, to say what cancelled the call.</summary>
    public static CancellationToken FirstCancelled(CallLiveArguments? live) =>
        live?.Tokens.FirstOrDefault(token => token.Token.IsCancellationRequested).Token is { IsCancellationRequested: true } token ? token : new CancellationToken(canceled: true);

    /// <inheritdoc/>
    public override void AddToken(int ordinal, CancellationToken token)
    {
        if (token.CanBeCanceled)
        {
            (_tokens ??= []).Add(new LiveToken((ushort)ordinal, token));
        }
    }

    /// <inheritdoc/>
    public override void AddProgress<T>(int ordinal, IProgress<T> progress, PayloadRead<T> read) =>
        (_progress ??= []).Add((ushort)ordinal, new ProgressTarget<T>(progress, read));

    /// <inheritdoc/>
    public override void AddSequence<T>(int ordinal, IEnumerable<T> items, PayloadWrite<T> write) =>
        AddSequence(ordinal, new SynchronousItems<T>(items), write);

    /// <inheritdoc/>
    public override void AddSequence<T>(int ordinal, IAsyncEnumerable<T> items, PayloadWrite<T> write) =>
        (_sequences ??= []).Add((ushort)ordinal, (link, position, method) => new ArgumentSource<T>(link, position, items, write, method));

    /// <inheritdoc/>
    public override void AddSequence<T>(int ordinal, ChannelReader<T> items, PayloadWrite<T> write) => AddSequence(ordinal, new ChannelItems<T>(items), write);

    /// <inheritdoc/>
    public override void AddStream(int ordinal, Stream stream) => AddSequence(ordinal, StreamPieces.ReadAsync(stream), StreamPieces.Write);

    /// <inheritdoc/>
    public override void AddTextReader(int ordinal, TextReader reader) => AddSequence(ordinal, TextPieces.ReadAsync(reader), TextPieces.Write);

    private static class Empty<T>
    {
        public static readonly Dictionary<ushort, T> Instance = [];
    }
}
