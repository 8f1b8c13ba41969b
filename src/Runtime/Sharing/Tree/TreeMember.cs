namespace ProcGen.Sharing;

/// <summary>A process as the root knows it: what it holds and what it has sent. Guarded by its registry.</summary>
/// <param name="name">For messages.</param>
internal sealed class TreeMember(string name)
{
    public string Name => name;

    /// <summary>How many references it has to which object.</summary>
    public Dictionary<Guid, int> References { get; } = [];

    /// <summary>Tickets that it made and nobody has used.</summary>
    public HashSet<ulong> Tickets { get; } = [];
}
