using System.Globalization;

namespace ProcGen.SideBySide.Measuring;

/// <summary>
/// Waits between two measurements until the processors are idle: what a side leaves behind would else be counted against the next one. The compilers of the .NET peers are the most of it: they begin a
/// tenth of a second after the calls, and take a processor for as long.
/// </summary>
internal static class Rest
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(60);

    // On a machine that others use it does not come to rest.
    private const int MostSteps = 8;
    private const int LeastSteps = 2;

    public static async Task UntilIdleAsync()
    {
        (long Busy, long Total) before = Read();
        for (int i = 1; i <= MostSteps; i++)
        {
            await Task.Delay(s_step);
            (long Busy, long Total) now = Read();
            if (i >= LeastSteps && 10 * (now.Busy - before.Busy) <= now.Total - before.Total)
            {
                return;
            }

            before = now;
        }
    }

    /// <returns>Ticks of all processors since the start of the machine; zeros where they are not to be had, and then it is the shortest pause.</returns>
    private static (long Busy, long Total) Read()
    {
        if (!OperatingSystem.IsLinux())
        {
            return default;
        }

        // cpu user nice system idle iowait irq softirq steal
        using var reader = new StreamReader("/proc/stat");
        long[] ticks = [.. reader.ReadLine()!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(static text => long.Parse(text, CultureInfo.InvariantCulture))];
        long total = ticks.Sum();
        return (total - ticks[3] - ticks[4], total);
    }
}
