namespace Diagnostics.PROCGEN040;

public static partial class Primes
{
    [RunInProcess]
    public static int Count(int from, int to) => to - from;
}

public static class Program
{
    public static async Task RunAsync(ProcessPool pool)
    {
        Primes.InProcess.Count(0, 10); // PROCGEN040 'Primes.InProcess.Count' describes a call that is never launched, so nothing runs. Await it, or give it to a pool.
        pool.RunAsync(Primes.InProcess.Count(0, 10)); // PROCGEN040 'ProcessPool.RunAsync' launches a call that nobody waits for, so its result and its exception are lost. Await it, or assign it to '_' if that is meant.
        var counts = pool.MapAsync([1, 2, 3], n => Primes.InProcess.Count(0, n)); // PROCGEN040 'ProcessPool.MapAsync' gives a sequence that is never enumerated, so nothing runs. Enumerate it with 'await foreach'.
        await Task.Yield();
    }
}
