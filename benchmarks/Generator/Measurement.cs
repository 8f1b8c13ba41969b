using System.Diagnostics;
using System.Globalization;

namespace ProcGen.Benchmarks.Generator;

/// <summary>Medians, and how they are printed.</summary>
internal static class Measurement
{
    /// <summary>What an action costs; CPU time is the whole process', so nothing else may run in it.</summary>
    public static Cost Take(Action action) => TakeAsync(() =>
    {
        action();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    /// <inheritdoc cref="Take(Action)"/>
    public static async Task<Cost> TakeAsync(Func<Task> action)
    {
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        await action();
        return new(
            Stopwatch.GetElapsedTime(start).TotalMilliseconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds,
            (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1024.0);
    }

    /// <summary>The medians of several measurements, each by itself.</summary>
    public static Cost Median(IReadOnlyCollection<Cost> costs) =>
        new(Median(costs.Select(cost => cost.Wall)), Median(costs.Select(cost => cost.Cpu)), Median(costs.Select(cost => cost.Kilobytes)));

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Prints a cost; the limit is one of CPU time, because that is the same on a busy machine.</summary>
    public static void Print(string what, Cost cost, double? limit = null) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-66} {cost.Cpu,8:F2} ms CPU {cost.Wall,8:F2} ms {cost.Kilobytes,8:F0} KB{(limit is null ? "" : $" (limit {limit} ms CPU: {(cost.Cpu <= limit ? "kept" : "MISSED")})")}"));

    public static void Print(string what, double value, string unit, double limit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-70} {value,9:F2} {unit,-3} (limit {limit} {unit}: {(value <= limit ? "kept" : "MISSED")})"));

    public static void Print(string what, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-70} {value,9:F2} {unit}"));
}

/// <summary>What something costs: time that passes, time of processors in milliseconds, and memory.</summary>
internal readonly record struct Cost(double Wall, double Cpu, double Kilobytes)
{
    public static Cost operator -(Cost a, Cost b) => new(a.Wall - b.Wall, a.Cpu - b.Cpu, a.Kilobytes - b.Kilobytes);
}
