namespace Diagnostics.PROCGEN048;

public static partial class Primes
{
    [RunInProcess]
    public static int Count(int from, int to) => to - from;
}

public static class Program
{
    public static async Task<int> RunAsync()
    {
        var low = Primes.InProcess.Count(0, 500_000); // PROCGEN048 'low' and 'high' run one after the other, because a call starts when it is awaited. Start them where they are stored, with 'Start()'.
        var high = Primes.InProcess.Count(500_000, 1_000_000);
        return await low + await high;
    }
}
