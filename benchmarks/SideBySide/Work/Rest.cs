using System.Globalization;
using ProcGen.SideBySide.Ours;

namespace ProcGen.SideBySide.Work;

internal static partial class Jobs
{
    [RunInProcess]
    public static int ProcessId() => Environment.ProcessId;

    /// <summary>Rests with a pool of two workers that have worked before, and counts in each of some seconds how often a thread of the three processes woke.</summary>
    [RunInProcess]
    public static async Task<double[]> CountWakeUps(int seconds)
    {
        await using ProcessPool pool = OurPool.Create(workers: 2);
        int[] ids = [Environment.ProcessId, .. await pool.BroadcastAsync(InProcess.ProcessId())];

        // By then the runtime has compiled again what ran often, and its thread pools have shrunk.
        Thread.Sleep(TimeSpan.FromSeconds(10));
        var counts = new double[seconds];
        for (int i = 0; i < seconds; i++)
        {
            long before = ids.Sum(VoluntarySwitches);
            Thread.Sleep(TimeSpan.FromSeconds(1));
            counts[i] = ids.Sum(VoluntarySwitches) - before;
        }

        return counts;
    }

    private static long VoluntarySwitches(int process) =>
        Directory.GetDirectories($"/proc/{process}/task").Sum(thread =>
        {
            const string Key = "voluntary_ctxt_switches:";
            string line = File.ReadLines($"{thread}/status").First(line => line.StartsWith(Key, StringComparison.Ordinal));
            return long.Parse(line.AsSpan(Key.Length), CultureInfo.InvariantCulture);
        });
}
