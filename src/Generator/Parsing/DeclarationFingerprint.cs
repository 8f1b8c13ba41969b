using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ProcGen.Shared;

namespace ProcGen.Generator.Parsing;

/// <summary>
/// Everything that models depend on as one number: the declarations of a compilation without the bodies of its methods, its references and options. As long
/// as it stays the same, so do the models, and none is made again. Most edits are in bodies, so this is what a keystroke costs.
/// </summary>
internal static class DeclarationFingerprint
{
    private static readonly ConditionalWeakTable<Compilation, StrongBox<ulong>> s_compilations = new();
    private static readonly ConditionalWeakTable<object, StrongBox<ulong>> s_stamps = new();
    private static long s_lastStamp;

    public static ulong Of(Compilation compilation) => s_compilations.GetValue(compilation, static c => new(Compute(c))).Value;

    private static ulong Compute(Compilation compilation)
    {
        var hash = new StableHash();
        hash.Add(compilation.AssemblyName ?? "");
        hash.Add(GetStamp(compilation.Options));
        foreach (MetadataReference reference in compilation.References)
        {
            hash.Add(GetStamp(reference));
        }

        TreeFingerprint[] trees = [.. compilation.SyntaxTrees.Select(TreeFingerprint.Of)];
        var withPrimaryConstructor = new HashSet<string>(trees.SelectMany(static t => t.TypesWithPrimaryConstructor), StringComparer.Ordinal);
        foreach (TreeFingerprint tree in trees)
        {
            hash.Add(tree.Declarations);
            if (withPrimaryConstructor.Count > 0)
            {
                foreach ((string type, ulong bodies) in tree.BodiesOfPartialTypes)
                {
                    hash.Add(withPrimaryConstructor.Contains(type) ? bodies : 0);
                }
            }
        }

        return hash.Value;
    }

    /// <summary>A number for an object that is compared by reference. It does not keep the object alive: a reference may hold a whole compilation.</summary>
    private static ulong GetStamp(object value) => s_stamps.GetValue(value, static _ => new((ulong)Interlocked.Increment(ref s_lastStamp))).Value;
}
