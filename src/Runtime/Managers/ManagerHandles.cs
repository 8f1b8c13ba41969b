using ProcGen.CompilerServices;

namespace ProcGen.Managers;

/// <summary>
/// The handles of a manager's objects as bytes: where the manager is, and the object's id. In what goes to the manager itself the id is enough.
/// </summary>
internal static class ManagerHandles
{
    private const byte None = 0;
    private const byte Anywhere = 1;
    private const byte AtDestination = 2;
    private const byte OfKnownManager = 3;

    [ThreadStatic]
    private static ManagerLink? t_destination;

    /// <summary>The manager to which what this thread writes goes; null for any other process.</summary>
    public static ManagerLink? Destination
    {
        get => t_destination;
        set => t_destination = value;
    }

    public static void Write(ref PayloadWriter writer, ManagerObject? value)
    {
        if (value is null)
        {
            writer.Writer.WriteUnmanaged(None);
            return;
        }

        Write(ref writer, value.Reference.Manager, value.Reference.Id);
        GC.KeepAlive(value);
    }

    public static void Write(ref PayloadWriter writer, ManagerLink manager, ulong id)
    {
        if (writer.Audience is { } audience && audience.Manager == manager.Address.Instance)
        {
            writer.Writer.WriteUnmanaged(OfKnownManager, id, manager.Address.Instance);
        }
        else if (GoesToOtherMachine(in writer) && !ReferenceEquals(manager, Destination))
        {
            throw new ProcessSerializationException(
                $"An object of the manager in process {manager.Address.ProcessId} cannot be sent to a manager on another machine, or to a client there, which does not know the way to it. Make the object in the manager that both use.");
        }
        else if (ReferenceEquals(manager, Destination))
        {
            writer.Writer.WriteUnmanaged(AtDestination, id);
        }
        else
        {
            writer.Writer.WriteUnmanaged(Anywhere, id);
            ManagerAddress.Write(ref writer, manager.Address);
        }

        writer.AddManagerObject(new ManagerObjectId(manager.Address.Instance, id));
    }

    /// <summary>Refuses what lives in the memory of this machine where it would leave it.</summary>
    /// <exception cref="ProcessSerializationException">It would.</exception>
    public static void RefuseOtherMachine(in PayloadWriter writer, object value)
    {
        if (GoesToOtherMachine(in writer))
        {
            throw new ProcessSerializationException(
                $"A '{value.GetType()}' lives in the memory of this machine and cannot be sent to another one. Share a SharedDictionary, a SharedList or an object of your own ([ManagedObject]) of the manager instead, or send a copy of the data.");
        }
    }

    private static bool GoesToOtherMachine(in PayloadWriter writer) => writer.Audience is { IsOtherMachine: true } || Destination is { IsOtherMachine: true };

    public static void WriteNone(ref PayloadWriter writer) => writer.Writer.WriteUnmanaged(None);

    /// <summary>Reads a handle.</summary>
    /// <returns>False for none.</returns>
    public static bool TryRead(ref PayloadReader reader, out ManagerLink manager, out ulong id)
    {
        byte form = reader.Reader.ReadUnmanaged<byte>();
        id = form == None ? 0 : reader.Reader.ReadUnmanaged<ulong>();
        manager = null!;
        switch (form)
        {
            case None:
                return false;
            case Anywhere:
                manager = ManagerLink.To(ManagerAddress.Read(ref reader));
                return true;
            case AtDestination when ManagerServer.Current is { } own:
                manager = own.Link;
                return true;
            case OfKnownManager:
                manager = ManagerLink.Find(reader.Reader.ReadUnmanaged<Guid>());
                return true;
            default:
                PayloadErrors.ThrowMalformed($"the handle of an object in a manager begins with the byte {form}");
                return false;
        }
    }

    /// <summary>Reads a handle and holds its object; null for none.</summary>
    public static ManagedReference? Read(ref PayloadReader reader) => TryRead(ref reader, out ManagerLink manager, out ulong id) ? ManagedReference.Acquire(manager, id) : null;
}

/// <summary>Who reads a payload: a client of a manager, or a process that got an item out of it.</summary>
/// <param name="Manager">The manager, whose objects are named to it by their ids.</param>
/// <param name="IsOtherMachine">Whether the reader may be on another machine.</param>
internal sealed record ManagerAudience(Guid Manager, bool IsOtherMachine);
