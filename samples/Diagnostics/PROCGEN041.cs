namespace Diagnostics.PROCGEN041;

public static partial class Primes
{
    [RunInProcess]
    public static int Count(int from, int to) => to - from;
}

public static class Program
{
    public static int Run() => Primes.Count(0, 1_000_000); // PROCGEN041 'Primes.Count' is called directly, so it runs in this process. Call 'Primes.InProcess.Count' to run it in a worker process.
}
