using System.Diagnostics;
using ScottPlot;

namespace ProcGen.Pictures;

/// <summary>How long single calls take: which share of them is back after which time.</summary>
internal static class LatencyPicture
{
    private const int HotCalls = 100_000;
    private const int ColdCalls = 200;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    public static async Task DrawAsync(string file)
    {
        var plot = new Plot();
        await using (ProcessPool pool = Carrier.CreatePool(Carrier.SharedMemory))
        {
            Add(plot, "blocking", Measure(HotCalls, () => pool.Run(Jobs.InProcess.Identity(1))), LinePattern.Solid);
            Add(plot, "awaited", await MeasureAsync(pool), LinePattern.Solid);
            Add(plot, $"blocking, after {s_pause.TotalMilliseconds} ms of rest", Measure(ColdCalls, () => pool.Run(Jobs.InProcess.Identity(1)), s_pause), LinePattern.Solid);
        }

        await using (ProcessPool pool = Carrier.CreatePool(Carrier.SharedMemory, allowsSynchronousContinuations: true))
        {
            Add(plot, "awaited, synchronous continuations", await MeasureAsync(pool), LinePattern.Solid);
        }

        await using (ProcessPool pool = Carrier.CreatePool(Carrier.Sockets))
        {
            Add(plot, "blocking, over sockets", Measure(HotCalls / 5, () => pool.Run(Jobs.InProcess.Identity(1))), LinePattern.Dashed);
            Add(plot, "awaited, over sockets", await MeasureAsync(pool, HotCalls / 5), LinePattern.Dashed);
        }

        plot.Title("A call int → int, one worker");
        plot.XLabel("time to the result");
        plot.YLabel("calls that are back, in %");
        Axes.MakeLogarithmic(plot.Axes.Bottom, plot, ["1 µs", "10 µs", "100 µs", "1 ms"], first: 0);
        plot.Axes.SetLimits(-0.5, 3, 0, 100);
        plot.ShowLegend(Alignment.LowerRight);
        plot.SavePng(file, 1000, 560);
    }

    private static double[] Measure(int count, Action call, TimeSpan pause = default)
    {
        // The second tier of the just-in-time compiler comes after some dozens of calls and a moment.
        for (var warmUp = Stopwatch.StartNew(); warmUp.ElapsedMilliseconds < 500;)
        {
            call();
        }

        var microseconds = new double[count];
        for (int i = 0; i < count; i++)
        {
            if (pause != default)
            {
                Thread.Sleep(pause);
            }

            long begin = Stopwatch.GetTimestamp();
            call();
            microseconds[i] = Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
        }

        return microseconds;
    }

    private static async Task<double[]> MeasureAsync(ProcessPool pool, int count = HotCalls)
    {
        for (var warmUp = Stopwatch.StartNew(); warmUp.ElapsedMilliseconds < 500;)
        {
            await pool.RunAsync(Jobs.InProcess.Identity(1));
        }

        var microseconds = new double[count];
        for (int i = 0; i < count; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            await pool.RunAsync(Jobs.InProcess.Identity(1));
            microseconds[i] = Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
        }

        return microseconds;
    }

    private static void Add(Plot plot, string what, double[] microseconds, LinePattern pattern)
    {
        Array.Sort(microseconds);
        Console.WriteLine($"{what}: median {At(0.5):0.00} µs, 99 % {At(0.99):0.00} µs, longest {microseconds[^1]:0.0} µs");

        // As many points as the picture can show.
        double[] shares = [.. Enumerable.Range(0, 1000).Select(i => i / 999.0)];
        double[] times = [.. shares.Select(share => Math.Log10(At(share)))];
        double[] percents = [.. shares.Select(share => share * 100)];
        var line = plot.Add.ScatterLine(times, percents);
        line.LegendText = what;
        line.LineWidth = 2;
        line.LinePattern = pattern;

        double At(double share) => microseconds[(int)(share * (microseconds.Length - 1))];
    }
}
