using System.Buffers.Binary;
using System.Numerics;

namespace ProcGen.Protocol;

/// <summary>The Castagnoli checksum, by the processor's own instruction where it has one.</summary>
internal static class Crc32C
{
    public const uint Seed = 0xFFFF_FFFF;

    /// <summary>Carries a running checksum over more bytes. Begin with <see cref="Seed"/>, end with <see cref="Finish"/>.</summary>
    public static uint Append(uint running, ReadOnlySpan<byte> bytes)
    {
        // Not by a cast of the span, which is compiled as a worker starts.
        while (bytes.Length >= sizeof(ulong))
        {
            running = BitOperations.Crc32C(running, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (byte b in bytes)
        {
            running = BitOperations.Crc32C(running, b);
        }

        return running;
    }

    public static uint Finish(uint running) => ~running;

    public static uint Compute(ReadOnlySpan<byte> bytes) => Finish(Append(Seed, bytes));
}
