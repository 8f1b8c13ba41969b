using System.Buffers.Binary;
using System.Security.Cryptography;
using ProcGen.Protocol;

namespace ProcGen.Managers;

/// <summary>What the listening side says of a connection. Append-only.</summary>
internal enum NetworkStatus
{
    Accepted = 0,
    WrongVersion = 1,
    OtherManager = 2,
    WrongKey = 3,
}

/// <summary>
/// The first bytes of both sides over a network, of fixed size, so that nothing is allocated or decoded for a stranger:
/// <code>
///  0  magic     u64
///  8  version   i32
/// 12  status    i32   0 from the client
/// 16  runtime   16    the module version id of ProcGen.Runtime
/// 32  instance  16    the manager; zeros from a client that takes any
/// 48  nonce     32
/// </code>
/// Then the client proves that it knows the key (32 bytes), and the manager answers with a status, its process id and its own proof (40 bytes). A proof is a keyed hash of both nonces, the manager, and its
/// certificate, so that it is worth nothing on another connection.
/// </summary>
internal readonly record struct NetworkHello(int Version, NetworkStatus Status, Guid Runtime, Guid Instance, UInt256 Nonce)
{
    public const int Size = 80;
    public const int ProofSize = 32;
    public const int AnswerSize = 8 + ProofSize;

    private const ulong Magic = 0x31_74_65_4E_67_72_50_00; // "\0PrgNet1": no text protocol begins so

    public static NetworkHello Create(NetworkStatus status, Guid instance) =>
        new(ProtocolLimits.Version, status, Handshake.CurrentRuntimeVersion, instance, UInt256.From(RandomNumberGenerator.GetBytes(32)));

    public byte[] Write()
    {
        byte[] bytes = new byte[Size];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), (int)Status);
        Runtime.TryWriteBytes(bytes.AsSpan(16));
        Instance.TryWriteBytes(bytes.AsSpan(32));
        Nonce.ToArray().CopyTo(bytes, 48);
        return bytes;
    }

    /// <returns>False if the bytes are none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out NetworkHello hello)
    {
        if (bytes.Length != Size || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Magic)
        {
            hello = default;
            return false;
        }

        hello = new(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
            (NetworkStatus)BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            new Guid(bytes.Slice(16, 16)),
            new Guid(bytes.Slice(32, 16)),
            UInt256.From(bytes[48..]));
        return true;
    }

    /// <summary>The proof of one side.</summary>
    public static byte[] Prove(byte[] key, bool isManager, in NetworkHello client, in NetworkHello manager, byte[] certificateHash)
    {
        byte side = isManager ? (byte)2 : (byte)1;
        byte[] text = [side, .. client.Nonce.ToArray(), .. manager.Nonce.ToArray(), .. manager.Instance.ToByteArray(), .. certificateHash];
        return HMACSHA256.HashData(key, text);
    }
}
