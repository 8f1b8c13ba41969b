using ProcGen.Launching;
using ProcGen.Workers;

// The runtime finds a startup hook by this name, without a namespace, in the assembly that DOTNET_STARTUP_HOOKS names. It runs on the main thread, before Main.
#pragma warning disable CA1050 // Declare types in namespaces
internal static class StartupHook
{
    public static void Initialize()
    {
        if (WorkerEntry.TryRun(WorkerMain.Run, out int exitCode, isHook: true))
        {
#pragma warning disable RS0030 // A hook that returns lets Main run; handlers are bounded by WorkerLifetime.EndAfter.
            Environment.Exit(exitCode);
#pragma warning restore RS0030
        }
    }
}
