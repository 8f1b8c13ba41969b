using ProcGen.Launching;

namespace ProcGen.Sharing;

/// <summary>The tree of processes that this one belongs to. Entered at the first use of a shared object, and left with the end of the process.</summary>
internal static class SharingTree
{
    private static readonly Lock s_gate = new();
    private static volatile ITree? s_current;

    /// <exception cref="PlatformNotSupportedException">There is no sharing on this system.</exception>
    /// <exception cref="IOException">The operating system refuses, or the root does not answer.</exception>
    public static ITree Current => s_current ?? Enter();

    /// <summary>Whether this process shares anything yet.</summary>
    public static bool IsEntered => s_current is not null;

    /// <summary>What a worker that is about to be started needs to find the root; null where there is no sharing.</summary>
    public static TreeAddress? AddressForWorkers
    {
        get
        {
            try
            {
                return !SharingPlatform.IsSupported ? null
                    : WorkerIdentity.Bootstrap is { } bootstrap ? bootstrap.Tree
                    : ((TreeRoot)Current).Listen();
            }
            catch (IOException)
            {
                // Calls need none of this. A worker that does share says that it cannot.
                return null;
            }
        }
    }

    private static ITree Enter()
    {
        SharingPlatform.Demand();
        lock (s_gate)
        {
            return s_current ??= WorkerIdentity.Bootstrap switch
            {
                null => new TreeRoot(),
                { Tree: { } address, Name: var name } => RemoteTree.Connect(address, name),
                _ => throw new PlatformNotSupportedException("The process that started this worker could not offer it shared objects."),
            };
        }
    }
}
