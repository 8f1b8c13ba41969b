using System.Buffers.Binary;

namespace ProcGen.Transport;

/// <summary>
/// What the parent says after the handshake: over what frames travel from here on. 32 bytes, little-endian.
/// <code>
///  0  carrier   u32  0 this channel, 1 shared memory
///  4  capacity  i32  bytes of each ring
///  8  nonce     16 bytes, also in the segment
/// 24  unused    u64
/// </code>
/// With shared memory four descriptors come along: the memory, the bells of the worker's thread that receives and of its main thread, the parent's bell.
/// </summary>
internal readonly struct CarrierOffer
{
    public const int Size = 32;
    public const int DescriptorCount = 4;

    private const uint Channel = 0;
    private const uint SharedMemory = 1;

    /// <summary>0 for the channel itself.</summary>
    public int Capacity { get; init; }

    public ReadOnlyMemory<byte> Nonce { get; init; }

    public byte[] Write()
    {
        byte[] bytes = new byte[Size];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Capacity == 0 ? Channel : SharedMemory);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Capacity);
        Nonce.Span.CopyTo(bytes.AsSpan(8));
        return bytes;
    }

    public static bool TryRead(byte[] bytes, out CarrierOffer offer)
    {
        uint carrier = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        offer = new() { Capacity = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4)), Nonce = bytes.AsMemory(8, SharedSegment.NonceSize) };
        return carrier switch
        {
            Channel => offer.Capacity == 0,
            SharedMemory => offer.Capacity is >= RingLayout.MinimumCapacity and <= RingLayout.MaximumCapacity && System.Numerics.BitOperations.IsPow2(offer.Capacity),
            _ => false,
        };
    }
}
