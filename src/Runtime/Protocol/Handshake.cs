using System.Buffers.Binary;
using System.Reflection;

namespace ProcGen.Protocol;

/// <summary>
/// The first bytes of a connection, of fixed size and parsed by position, so that nothing is deserialized before both sides know each other.
/// Each side shows its half of the token: the worker the first one, the parent the second.
/// <code>
///  0  magic        u64
///  8  version      u32  <see cref="ProtocolLimits.Version"/>
/// 12  status       u32  <see cref="HandshakeStatus"/>; 0 from the worker
/// 16  process id   i32
/// 20  reserved     u32
/// 24  runtime      16   the module version id of ProcGen.Runtime
/// 40  proof        16   half of the token; zeros in a refusal
/// </code>
/// </summary>
internal readonly record struct Handshake(int Version, HandshakeStatus Status, int ProcessId, Guid RuntimeVersion)
{
    public const int Size = 56;

    /// <summary>The secret that the parent gives to the worker it starts.</summary>
    public const int TokenSize = 32;
    public const int ProofSize = TokenSize / 2;

    private const ulong Magic = 0x31_6E_65_47_63_6F_72_50; // "ProcGen1"
    private const int ProofOffset = 40;

    /// <summary>The build of this library that runs here.</summary>
    public static Guid CurrentRuntimeVersion { get; } = ModuleVersions.Get(typeof(Handshake).Assembly);

    public static Handshake Current(HandshakeStatus status) => new(ProtocolLimits.Version, status, Environment.ProcessId, CurrentRuntimeVersion);

    public static ReadOnlySpan<byte> WorkerProof(byte[] token) => token.AsSpan(0, ProofSize);

    public static ReadOnlySpan<byte> ParentProof(byte[] token) => token.AsSpan(ProofSize, ProofSize);

    /// <summary>The proof in a received record.</summary>
    public static ReadOnlySpan<byte> ProofOf(ReadOnlySpan<byte> bytes) => bytes.Slice(ProofOffset, ProofSize);

    public void Write(Span<byte> bytes, ReadOnlySpan<byte> proof)
    {
        bytes[..Size].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], (uint)Status);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], ProcessId);
        RuntimeVersion.TryWriteBytes(bytes[24..]);
        proof.CopyTo(bytes[ProofOffset..]);
    }

    /// <summary>Reads a record.</summary>
    /// <returns>False if the bytes are none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Handshake handshake)
    {
        if (bytes.Length != Size || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Magic)
        {
            handshake = default;
            return false;
        }

        handshake = new Handshake(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            (HandshakeStatus)BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            new Guid(bytes.Slice(24, 16)));
        return true;
    }
}

/// <summary>The parent's answer. Append-only.</summary>
internal enum HandshakeStatus : uint
{
    Accepted = 0,
    WrongToken = 1,
    WrongVersion = 2,
    WrongRuntime = 3,
}

internal static class ModuleVersions
{
    /// <summary>The module version id of an assembly; empty where the runtime keeps none, and then it says nothing.</summary>
    public static Guid Get(Assembly assembly)
    {
        try
        {
            return assembly.ManifestModule.ModuleVersionId;
        }
        catch (Exception e) when (e is InvalidOperationException or NotSupportedException)
        {
            return Guid.Empty;
        }
    }

    /// <summary>Whether two ids speak against each other.</summary>
    public static bool Differ(Guid left, Guid right) => left != right && left != Guid.Empty && right != Guid.Empty;
}
