using ProcGen.SideBySide.Measuring;
using ProcGen.SideBySide.Ours;
using ProcGen.SideBySide.Peers.Python;

namespace ProcGen.SideBySide.Cases;

/// <summary>Objects in a manager.</summary>
internal static class ManagerCases
{
    public static Case ManagerDictionary { get; } = new(
        "manager-dictionary",
        "set and get an int in a manager's dictionary, the caller blocks",
        Quantity.Microseconds,
        OurManager.TimeAsync,
        new Peer(PeerIds.Multiprocessing, PythonPeer.TimeAsync, Goal: 20));
}
