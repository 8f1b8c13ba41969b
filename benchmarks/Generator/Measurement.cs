using System.Diagnostics;
using System.Globalization;

namespace ProcGen.Benchmarks.Generator;

/// <summary>Medians, and how they are printed.</summary>
internal static class Measurement
{
    public static double Milliseconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    public static void Print(string what, double value, string unit, double limit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-70} {value,9:F2} {unit,-3} (limit {limit} {unit}: {(value <= limit ? "kept" : "MISSED")})"));

    public static void Print(string what, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-70} {value,9:F2} {unit}"));
}
