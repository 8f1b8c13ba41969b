namespace ProcGen.Processes;

/// <summary>
/// The processes that this one has started and that have not ended. It roots them, so that an object nobody holds any more goes on until its process has ended, and it
/// keeps this process alive after <c>Main</c> for those that are no daemons.
/// </summary>
internal static class LiveProcesses
{
    private static readonly Lock s_lock = new();
    private static readonly List<WorkerRun> s_runs = [];
    private static bool s_keeperRuns;

    public static void Add(WorkerRun run)
    {
        lock (s_lock)
        {
            s_runs.Add(run);
            if (!run.IsDaemon && !s_keeperRuns)
            {
                s_keeperRuns = true;

                // The runtime waits for foreground threads after Main; on Environment.Exit and signals it does not.
                new Thread(KeepProcessAlive, maxStackSize: 256 * 1024) { IsBackground = false, Name = "ProcGen: waits for worker processes" }.Start();
            }
        }
    }

    public static void Remove(WorkerRun run)
    {
        lock (s_lock)
        {
            s_runs.Remove(run);
        }
    }

    public static IReadOnlyList<WorkerProcess> GetOwners()
    {
        lock (s_lock)
        {
            return [.. s_runs.Where(run => !run.HasExited).Select(run => run.Owner)];
        }
    }

    private static void KeepProcessAlive()
    {
        while (true)
        {
            WorkerRun? next;
            lock (s_lock)
            {
                next = s_runs.Find(run => !run.IsDaemon);
                if (next is null)
                {
                    s_keeperRuns = false;
                    return;
                }
            }

            next.Ended.Wait();
        }
    }
}
