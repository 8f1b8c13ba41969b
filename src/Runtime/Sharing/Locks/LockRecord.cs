using System.Runtime.InteropServices;

namespace ProcGen.Sharing;

/// <summary>A lock as it lies in shared memory: one line of the cache. All zero is a free lock.</summary>
[StructLayout(LayoutKind.Sequential, Size = Stride)]
internal struct LockRecord
{
    public const int Stride = 64;

    /// <summary>In <see cref="Word"/>: somebody sleeps, or is about to, and wants to be woken.</summary>
    public const uint Waiters = 1u << 31;

    /// <summary>In <see cref="Word"/>: somebody has waited for so long that the lock is handed to the sleepers in their order, and nobody who comes along takes it.</summary>
    public const uint HandedOver = 1u << 30;

    /// <summary>The owner as an <see cref="OwnerWord"/>, 0 for nobody, and both flags.</summary>
    public uint Word;

    /// <summary>Not 0 if the last owner did not leave it by itself. Written by owners.</summary>
    public uint Abandoned;

    /// <summary>Counts owners. Written by owners.</summary>
    public ulong Fence;
}
