namespace ProcGen.Sharing;

/// <summary>
/// A process in 30 bits, for words that are changed in one step: the number of its slot and how often that slot was given away. 0 is nobody. The two upper bits are free for whoever keeps the word.
/// </summary>
internal static class OwnerWord
{
    public const int SlotBits = 14;
    public const int GenerationBits = 16;
    public const int SlotCount = 1 << SlotBits;

    /// <summary>The bits that name a process.</summary>
    public const uint Mask = (1u << (SlotBits + GenerationBits)) - 1;

    public static uint Make(int slot, uint generation) => (uint)slot | ((generation & ((1u << GenerationBits) - 1)) << SlotBits);

    public static int SlotOf(uint word) => (int)(word & (SlotCount - 1));

    public static uint GenerationOf(uint word) => (word & Mask) >> SlotBits;
}
