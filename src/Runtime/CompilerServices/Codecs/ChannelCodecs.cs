using System.ComponentModel;
using ProcGen.Sharing;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A queue, as a handle.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ProcessQueueCodec<T, TItem> : IProcessCodec<ProcessQueue<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ProcessQueue<T>? value) => HandleCodec.Write(ref writer, value);

    /// <inheritdoc/>
    public static ProcessQueue<T>? Read(ref PayloadReader reader) =>
        HandleCodec.Read(ref reader, SharedKind.Queue) is { } block ? new ProcessQueue<T>(block, ItemCodec<T, TItem>.Instance) : null;
}

/// <summary>A joinable queue, as a handle.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct JoinableProcessQueueCodec<T, TItem> : IProcessCodec<JoinableProcessQueue<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, JoinableProcessQueue<T>? value) => HandleCodec.Write(ref writer, value);

    /// <inheritdoc/>
    public static JoinableProcessQueue<T>? Read(ref PayloadReader reader) =>
        HandleCodec.Read(ref reader, SharedKind.JoinableQueue) is { } block ? new JoinableProcessQueue<T>(block, ItemCodec<T, TItem>.Instance) : null;
}

/// <summary>An end of a pipe, as a handle.</summary>
/// <typeparam name="T">The type of a message.</typeparam>
/// <typeparam name="TItem">The codec of a message.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ProcessPipeCodec<T, TItem> : IProcessCodec<ProcessPipe<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ProcessPipe<T>? value) => HandleCodec.Write(ref writer, value);

    /// <inheritdoc/>
    public static ProcessPipe<T>? Read(ref PayloadReader reader) =>
        HandleCodec.Read(ref reader, SharedKind.PipeEnd) is { } block ? new ProcessPipe<T>(block, ItemCodec<T, TItem>.Instance) : null;
}
