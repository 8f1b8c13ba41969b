namespace Diagnostics.PROCGEN065;

public static partial class Primes
{
    [RunInProcess(TimeoutMilliseconds = 5_000)] // PROCGEN065 'Primes.Count(int, int)' may run for 5000 ms and takes no CancellationToken, so a call past its time is ended by killing its worker. With a token the method can end by itself.
    public static int Count(int from, int to) => Enumerable.Range(from, to - from).Count(n => n % 2 == 1);
}
