using System.ComponentModel;

namespace ProcGen.CompilerServices;

/// <summary>The codec of an argument that lives on the caller's side: what crosses is at most whether it is there.</summary>
/// <typeparam name="T">The parameter's type.</typeparam>
internal interface ILiveArgument<in T>
{
    /// <summary>Adds the argument on the caller's side.</summary>
    void Add(LiveArguments live, int ordinal, T value);
}

internal static class LiveArgument
{
    /// <summary>Adds an argument if it lives on the caller's side. Asked only of calls that have such ones.</summary>
    public static void Add<T, TCodec>(LiveArguments live, ref int ordinal, T value)
        where TCodec : IProcessCodec<T>
    {
        if (default(TCodec) is ILiveArgument<T> argument)
        {
            argument.Add(live, ordinal++, value);
        }
    }
}

/// <summary>A token among the arguments.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TokenArgument : IProcessCodec<CancellationToken>, ILiveArgument<CancellationToken>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, CancellationToken value)
    {
    }

    /// <inheritdoc/>
    public static CancellationToken Read(ref PayloadReader reader) => reader.NextLive(out int ordinal).GetToken(ordinal);

    void ILiveArgument<CancellationToken>.Add(LiveArguments live, int ordinal, CancellationToken value) => live.AddToken(ordinal, value);
}

/// <summary>A progress among the arguments.</summary>
/// <typeparam name="T">The type of a report.</typeparam>
/// <typeparam name="TItem">The codec of a report.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ProgressArgument<T, TItem> : IProcessCodec<IProgress<T>>, ILiveArgument<IProgress<T>?>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, IProgress<T>? value) => writer.Writer.WriteUnmanaged(value is not null);

    /// <inheritdoc/>
    public static IProgress<T>? Read(ref PayloadReader reader)
    {
        WorkerCall call = reader.NextLive(out int ordinal);
        return reader.Reader.ReadUnmanaged<bool>() ? call.GetProgress<T>(ordinal, TItem.Write) : null;
    }

    void ILiveArgument<IProgress<T>?>.Add(LiveArguments live, int ordinal, IProgress<T>? value)
    {
        if (value is not null)
        {
            live.AddProgress(ordinal, value, static (ref reader) => TItem.Read(ref reader)!);
        }
    }
}

/// <summary>A sequence among the arguments.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SequenceArgument<T, TItem> : IProcessCodec<IEnumerable<T>>, ILiveArgument<IEnumerable<T>?>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, IEnumerable<T>? value) => writer.Writer.WriteUnmanaged(value is not null);

    /// <inheritdoc/>
    public static IEnumerable<T>? Read(ref PayloadReader reader)
    {
        WorkerCall call = reader.NextLive(out int ordinal);
        return reader.Reader.ReadUnmanaged<bool>() ? call.GetSequence<T>(ordinal, static (ref reader) => TItem.Read(ref reader)!) : null;
    }

    void ILiveArgument<IEnumerable<T>?>.Add(LiveArguments live, int ordinal, IEnumerable<T>? value)
    {
        if (value is not null)
        {
            live.AddSequence(ordinal, value, TItem.Write);
        }
    }
}

/// <summary>An asynchronous sequence among the arguments.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct AsyncSequenceArgument<T, TItem> : IProcessCodec<IAsyncEnumerable<T>>, ILiveArgument<IAsyncEnumerable<T>?>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, IAsyncEnumerable<T>? value) => writer.Writer.WriteUnmanaged(value is not null);

    /// <inheritdoc/>
    public static IAsyncEnumerable<T>? Read(ref PayloadReader reader)
    {
        WorkerCall call = reader.NextLive(out int ordinal);
        return reader.Reader.ReadUnmanaged<bool>() ? call.GetAsyncSequence<T>(ordinal, static (ref reader) => TItem.Read(ref reader)!) : null;
    }

    void ILiveArgument<IAsyncEnumerable<T>?>.Add(LiveArguments live, int ordinal, IAsyncEnumerable<T>? value)
    {
        if (value is not null)
        {
            live.AddSequence(ordinal, value, TItem.Write);
        }
    }
}
