namespace ProcGen.Sharing;

/// <summary>Where the processes of a tree find its root; part of a worker's bootstrap record.</summary>
/// <param name="Name">The abstract name of the root's socket.</param>
/// <param name="Token">The tree's secret.</param>
internal sealed record TreeAddress(string Name, byte[] Token);
