namespace ProcGen.Sharing;

/// <summary>
/// A place in a channel and how many items came before it, in one word, so that both change in one step. Places count units of 8 bytes since the channel was made, through all of its rings. Both numbers
/// wrap around; only differences mean something.
/// </summary>
internal static class ChannelPosition
{
    public const int UnitSize = 8;

    /// <summary>More items cannot wait in one channel.</summary>
    public const int MostItems = (1 << 28) - 1;

    private const int PlaceBits = 36;
    private const ulong PlaceMask = (1UL << PlaceBits) - 1;

    public static ulong PlaceOf(ulong position) => position & PlaceMask;

    public static ulong Advance(ulong position, ulong units, uint items) =>
        ((position + units) & PlaceMask) | (((position >> PlaceBits) + items) << PlaceBits);

    /// <summary>The number of items between two positions.</summary>
    public static int CountBetween(ulong from, ulong to) => (int)(((to >> PlaceBits) - (from >> PlaceBits)) & MostItems);

    /// <summary>The number of units between two positions or places.</summary>
    public static ulong Distance(ulong from, ulong to) => (to - from) & PlaceMask;

    /// <summary>Whether one place lies behind another one.</summary>
    public static bool IsBehind(ulong position, ulong other) => Distance(other, position) is not 0 and < 1UL << (PlaceBits - 1);
}
