using System.Numerics;
using System.Runtime.InteropServices;

namespace ProcGen.Protocol;

/// <summary>The Castagnoli checksum, by the processor's own instruction where it has one.</summary>
internal static class Crc32C
{
    public const uint Seed = 0xFFFF_FFFF;

    /// <summary>Carries a running checksum over more bytes. Begin with <see cref="Seed"/>, end with <see cref="Finish"/>.</summary>
    public static uint Append(uint running, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            running = BitOperations.Crc32C(running, word);
        }

        foreach (byte b in bytes[(words.Length * sizeof(ulong))..])
        {
            running = BitOperations.Crc32C(running, b);
        }

        return running;
    }

    public static uint Finish(uint running) => ~running;

    public static uint Compute(ReadOnlySpan<byte> bytes) => Finish(Append(Seed, bytes));
}
