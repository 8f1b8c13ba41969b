namespace Diagnostics.PROCGEN042;

public static partial class Primes
{
    [RunInProcess]
    public static int Count(int from, int to) => to - from;
}

public static class Program
{
    public static async Task<int> RunAsync()
    {
        var pool = new ProcessPool(new() { Workers = 4 }); // PROCGEN042 'pool' is a ProcessPool that is never disposed: its worker processes stay until this process ends. Declare it with 'await using'.
        return await pool.RunAsync(Primes.InProcess.Count(0, 10));
    }
}
