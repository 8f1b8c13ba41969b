using ProcGen.CompilerServices;

namespace ProcGen.Sharing;

/// <summary>
/// A handle as bytes of a payload: whether there is one, its kind, its id, and its ticket. What keeps the object alive meanwhile depends on the payload: the arguments of a call are kept by the
/// caller until the call's end; an item of a container by the container (<see cref="PayloadWriter.Container"/>); anything else by a ticket, which the reader uses up.
/// </summary>
internal static class HandleCodec
{
    private const byte Present = 1;

    public static void Write(ref PayloadWriter writer, SharedObject? value)
    {
        if (value is null)
        {
            writer.Writer.WriteUnmanaged((byte)0);
            return;
        }

        Managers.ManagerHandles.RefuseOtherMachine(in writer, value);

        // Throws if it was disposed of, and keeps it while its ticket is made.
        SharedBlock block = value.HoldBlock();
        try
        {
            Write(ref writer, block);
        }
        finally
        {
            block.Release();
        }
    }

    /// <summary>Writes the handle of a segment that the caller uses.</summary>
    public static void Write(ref PayloadWriter writer, SharedBlock block)
    {
        ulong ticket = 0;
        if (writer.Container != default)
        {
            SharingTree.Current.Deposit(block.Id, writer.Container);
            writer.HasDeposits = true;
        }
        else if (writer.Pinning is { } buffer)
        {
            buffer.Pin(block);
        }
        else
        {
            ticket = SharingTree.Current.Lend(block.Id);
        }

        writer.Writer.WriteUnmanaged(Present, (uint)block.Kind, block.Id, ticket);
    }

    /// <exception cref="ProcessSerializationException">The segment is of another size than the type takes.</exception>
    public static void DemandSize(SharedBlock block, long size, Type type)
    {
        if (block.Size != size)
        {
            block.Release();
            throw new ProcessSerializationException($"A shared object of '{type}' takes {size} bytes, and the one that came has {block.Size}: it was made for another type.");
        }
    }

    /// <summary>Reads a handle; the caller is a user of the block.</summary>
    /// <returns>Null for none.</returns>
    /// <exception cref="SharedObjectGoneException">The object is gone.</exception>
    public static SharedBlock? Read(ref PayloadReader reader, SharedKind kind)
    {
        switch (reader.Reader.ReadUnmanaged<byte>())
        {
            case 0:
                return null;
            case Present:
                break;
            case var other:
                PayloadErrors.ThrowMalformed($"the handle of a shared object begins with the byte {other}");
                break;
        }

        reader.Reader.ReadUnmanaged(out uint written, out Guid id, out ulong ticket);
        if (written != (uint)kind)
        {
            PayloadErrors.ThrowMalformed($"a handle of the kind {written} where one of {kind} should be");
        }

        SharedBlock block = SharedBlock.Open(id, kind, ticket, reader.Container);
        reader.Keep(block);
        return block;
    }
}
