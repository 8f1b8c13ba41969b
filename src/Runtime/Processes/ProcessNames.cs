namespace ProcGen.Processes;

/// <summary>The names of processes that were given none: short enough for a log, and different from each other.</summary>
internal static class ProcessNames
{
    private static int s_count;

    /// <summary><c>Primes.Count-3</c> for a call, <c>MyProcess-4</c> for a subclass.</summary>
    public static string Next(WorkerProcess process, ProcessCall call)
    {
        var isSubclass = process.GetType().Assembly != typeof(WorkerProcess).Assembly;
        var name = isSubclass ? process.GetType().Name : call.Method.DisplayName.Split('(')[0];
        return $"{name}-{Interlocked.Increment(ref s_count)}";
    }
}
