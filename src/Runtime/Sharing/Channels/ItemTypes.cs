using System.Collections.Concurrent;
using ProcGen.CompilerServices;

namespace ProcGen.Sharing;

/// <summary>A number for the way in which items cross. A channel keeps it, so that two assemblies which write a type in two ways find that out before one reads what the other wrote. Thread-safe.</summary>
internal static class ItemTypes
{
    private const ulong Prime = 1_099_511_628_211;
    private const ulong Start = 14_695_981_039_346_656_037;

    private static readonly ConcurrentDictionary<ItemCodec, ulong> s_hashes = new();

    // The processes of a tree run one build, so the codec's name stands for what it does. FNV-1a, because it has to be the same in all of them.
    public static ulong HashOf(ItemCodec codec) => s_hashes.GetOrAdd(codec, static codec =>
    {
        ulong hash = Start;
        foreach (char c in codec.GetType().ToString())
        {
            hash = (hash ^ c) * Prime;
        }

        return hash;
    });
}
