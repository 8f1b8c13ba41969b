using System.ComponentModel;
using ProcGen.Managers;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A proxy of a dictionary in a manager: its handle crosses.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TValueCodec">The codec of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SharedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec> : IProcessCodec<SharedDictionary<TKey, TValue>>
    where TKey : notnull
    where TKeyCodec : IProcessCodec<TKey>
    where TValueCodec : IProcessCodec<TValue>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, SharedDictionary<TKey, TValue>? value) => ManagerHandles.Write(ref writer, value);

    /// <inheritdoc/>
    public static SharedDictionary<TKey, TValue>? Read(ref PayloadReader reader) => ManagerHandles.Read(ref reader) is { } reference
        ? new SharedDictionary<TKey, TValue>(reference, ItemCodec<TKey, TKeyCodec>.Instance, ItemCodec<TValue, TValueCodec>.Instance)
        : null;
}

/// <summary>A proxy of a list in a manager: its handle crosses.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SharedListCodec<T, TItem> : IProcessCodec<SharedList<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, SharedList<T>? value) => ManagerHandles.Write(ref writer, value);

    /// <inheritdoc/>
    public static SharedList<T>? Read(ref PayloadReader reader) =>
        ManagerHandles.Read(ref reader) is { } reference ? new SharedList<T>(reference, ItemCodec<T, TItem>.Instance) : null;
}

/// <summary>A proxy of a set in a manager: its handle crosses.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SharedSetCodec<T, TItem> : IProcessCodec<SharedSet<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, SharedSet<T>? value) => ManagerHandles.Write(ref writer, value);

    /// <inheritdoc/>
    public static SharedSet<T>? Read(ref PayloadReader reader) =>
        ManagerHandles.Read(ref reader) is { } reference ? new SharedSet<T>(reference, ItemCodec<T, TItem>.Instance) : null;
}

/// <summary>A manager: its address crosses. On arrival it can be used, and not ended.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ProcessManagerCodec : IProcessCodec<ProcessManager>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ProcessManager? value)
    {
        writer.Writer.WriteUnmanaged(value is not null);
        if (value is not null)
        {
            ManagerAddress.Write(ref writer, value.Address);
        }
    }

    /// <inheritdoc/>
    public static ProcessManager? Read(ref PayloadReader reader) => reader.Reader.ReadUnmanaged<bool>() ? new ProcessManager(ManagerLink.To(ManagerAddress.Read(ref reader))) : null;
}
