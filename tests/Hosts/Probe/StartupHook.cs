using ProcGen.Launching;

/// <summary>Goes before the runtime's own hook, and does not return.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (WorkerEntry.TryRun(ProbeLoop.Run, out int exitCode))
        {
            Environment.Exit(exitCode);
        }
    }
}
