using ProcGen.CompilerServices;

namespace ProcGen.Managers;

/// <summary>Where a manager is reached, and which run of it: what every handle carries.</summary>
/// <param name="Instance">New for every start of a manager, so that none is taken for another one.</param>
/// <param name="ProcessId">The manager's process.</param>
/// <param name="Endpoint">The address of its transport.</param>
/// <param name="Token">What both sides show each other halves of.</param>
internal sealed record ManagerAddress(Guid Instance, int ProcessId, string Endpoint, UInt256 Token)
{
    public static void Write(ref PayloadWriter writer, ManagerAddress address)
    {
        writer.Writer.WriteUnmanaged(address.Instance, address.ProcessId, address.Token);
        writer.WriteString(address.Endpoint);
    }

    public static ManagerAddress Read(ref PayloadReader reader)
    {
        reader.Reader.ReadUnmanaged(out Guid instance, out int processId, out UInt256 token);
        string endpoint = reader.ReadString() ?? throw new ProcessSerializationException("A payload is malformed: a manager has no address.");
        return new ManagerAddress(instance, processId, endpoint, token);
    }

    // Never shown: it is a secret.
    public override string ToString() => $"{Endpoint} (process {ProcessId})";
}

/// <summary>A token as a value.</summary>
internal readonly record struct UInt256(UInt128 Lower, UInt128 Upper)
{
    public static UInt256 From(ReadOnlySpan<byte> bytes) => System.Runtime.InteropServices.MemoryMarshal.Read<UInt256>(bytes);

    public byte[] ToArray()
    {
        byte[] bytes = new byte[32];
        System.Runtime.InteropServices.MemoryMarshal.Write(bytes, this);
        return bytes;
    }
}
