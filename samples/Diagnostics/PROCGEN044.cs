namespace Diagnostics.PROCGEN044;

public static partial class Primes
{
    [RunInProcess]
    public static int Count(int from, int to) => to - from;
}

public static class Program
{
    public static async Task<int> RunAsync(ProcessPool pool, WorkerProcess process)
    {
        int first = pool.RunAsync(Primes.InProcess.Count(0, 10)).Result; // PROCGEN044 'Task.Result' blocks this thread until 'ProcessPool.RunAsync' has ended, although the method around it is async. Await it.
        int second = pool.Run(Primes.InProcess.Count(10, 20)); // PROCGEN044 'ProcessPool.Run' blocks this thread until 'Primes.InProcess.Count' has ended, although the method around it is async. Await it.
        process.WaitForExit(); // PROCGEN044 'WorkerProcess.WaitForExit' blocks this thread until the process has ended, although the method around it is async. Await it.
        await Task.Yield();
        return first + second;
    }
}
