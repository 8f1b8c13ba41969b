using ProcGen.CompilerServices;

namespace ProcGen.Managers;

/// <summary>What a manager does itself. The numbers are append-only.</summary>
internal enum ManagerMethodId : ulong
{
    Start = 0x4D67_7200_0000_0001,
    Acquire,
    Release,
    CreateTable,
    CreateList,
    Listen,

    TableGet = 0x4D67_7200_0000_0100,
    TableSet,
    TableTryAdd,
    TableRemove,
    TableContains,
    TableCount,
    TableClear,
    TablePage,
    TableSetMany,
    TableGetMany,
    TableRemoveMany,
    TableRetainMany,
    TableTryUpdate,
    TableRemovePair,
    TableGetOrAdd,
    TableUpdate,

    ListGet = 0x4D67_7200_0000_0200,
    ListSet,
    ListInsert,
    ListRemoveAt,
    ListAddMany,
    ListCount,
    ListClear,
    ListIndexOf,
    ListRemove,
    ListPage,
    ListUpdate,
}

/// <summary>Something that a manager does, as its clients see it.</summary>
internal sealed class ManagerMethod<TResult>(ManagerMethodId id, PayloadRead<TResult> read) : ProcessMethod<TResult>((ulong)id, schemaHash: 0, $"manager: {id}")
{
    /// <inheritdoc/>
    public override TResult ReadResult(ref PayloadReader reader) => read(ref reader);
}

/// <summary>What is the same for objects of all types.</summary>
internal static class ManagerMethod
{
    public static ManagerMethod<bool> Acquire { get; } = new(ManagerMethodId.Acquire, ReadNothing);

    public static ManagerMethod<bool> Release { get; } = new(ManagerMethodId.Release, ReadNothing);

    public static PayloadWrite<ulong> WriteNothing { get; } = static (ref PayloadWriter _, ulong _) => { };

    public static bool ReadNothing(ref PayloadReader reader) => true;

    public static bool ReadBoolean(ref PayloadReader reader) => reader.Reader.ReadUnmanaged<bool>();

    public static int ReadInt32(ref PayloadReader reader) => reader.Reader.ReadUnmanaged<int>();

    public static ulong ReadUInt64(ref PayloadReader reader) => reader.Reader.ReadUnmanaged<ulong>();
}

/// <summary>A call to a shared object: its id and what is written after it.</summary>
internal sealed class ManagerCall<TArgument, TResult>(ProcessMethod<TResult> method, ulong target, TArgument argument, PayloadWrite<TArgument> write) : ProcessCall<TResult>
{
    /// <inheritdoc/>
    protected internal override ProcessMethod<TResult> TypedMethod => method;

    /// <inheritdoc/>
    protected internal override void WriteArguments(ref PayloadWriter writer)
    {
        writer.Writer.WriteUnmanaged(target);
        write(ref writer, argument);
    }
}
