namespace ProcGen.SideBySide.Measuring;

/// <summary>A comparison of ProcGen with one or more peers at the same task.</summary>
/// <param name="Name">The id on the command line and in the results.</param>
/// <param name="Task">What both sides do, in a few words.</param>
/// <param name="Quantity">What is measured.</param>
/// <param name="Ours">Sets ProcGen up.</param>
/// <param name="Peers">The others.</param>
internal sealed record Case(string Name, string Task, Quantity Quantity, Func<Setting, Task<IContestant>> Ours, params Peer[] Peers);

/// <summary>Someone who can do the same.</summary>
/// <param name="Id">One of <see cref="PeerIds"/>.</param>
/// <param name="Create">Sets the peer up.</param>
/// <param name="Goal">The ratio to reach; null where there is none and the figure is for information.</param>
internal sealed record Peer(string Id, Func<Setting, Task<IContestant>> Create, double? Goal = null);

/// <summary>What a contestant has to know to set itself up.</summary>
internal sealed record Setting(string Case, Quantity Quantity, Effort Effort);

/// <summary>The ids of the peers, as they stand in the results.</summary>
internal static class PeerIds
{
    public const string Multiprocessing = "multiprocessing";
    public const string ProcessPoolExecutor = "ProcessPoolExecutor";
    public const string StreamJsonRpc = "StreamJsonRpc";
    public const string Grpc = "gRPC";
    public const string SocketEcho = "socket-echo";
    public const string InProcess = "in-process";
}
