namespace ProcGen.Tests.Pools;

/// <summary>State of a worker, which says on disk when it is made and disposed.</summary>
internal sealed class Journal(string file) : IDisposable
{
    public int Entries { get; set; }

    public void Dispose() => File.AppendAllText(file, $"disposed {Environment.ProcessId}\n");
}

internal static partial class PoolStateMethods
{
    [WorkerState]
    public static Journal Open(string file)
    {
        File.AppendAllText(file, $"opened {Environment.ProcessId}\n");
        return new Journal(file);
    }

    [RunInProcess]
    public static int Enter([WorkerState] Journal journal) => ++journal.Entries;

    [RunInProcess]
    public static void SpinForEver([WorkerState] Journal journal)
    {
        while (journal is not null)
        {
            Thread.SpinWait(1000);
        }
    }
}
