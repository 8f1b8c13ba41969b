using System.Diagnostics;
using ScottPlot;

namespace ProcGen.Pictures;

/// <summary>How many bytes go there and back in a second, by the size of the array.</summary>
internal static class PayloadPicture
{
    private const int Smallest = 64;
    private const int Largest = 64 << 20;

    private static readonly TimeSpan s_measurement = TimeSpan.FromMilliseconds(300);

    public static async Task DrawAsync(string file)
    {
        var plot = new Plot();
        foreach (string carrier in (string[])[Carrier.SharedMemory, Carrier.Sockets])
        {
            await using ProcessPool pool = Carrier.CreatePool(carrier);
            Add(plot, carrier, size =>
            {
                if (pool.Run(Jobs.InProcess.Echo(new byte[size])).Length != size)
                {
                    throw new InvalidOperationException("Not all of it came back.");
                }
            });
        }

        // The bound that no carrier passes: two fresh arrays are made, and written once each.
        Add(plot, "copied in this process: two fresh arrays", size =>
        {
            byte[] there = new byte[size];
            _ = (byte[])there.Clone();
        });

        plot.Title("byte[] there and back, fresh arrays, one worker");
        plot.XLabel("bytes of the array");
        plot.YLabel("both ways together, per second");
        Axes.MakeLogarithmic(plot.Axes.Bottom, plot, ["64", "1 KiB", "16 KiB", "256 KiB", "4 MiB", "64 MiB"], first: Math.Log10(64), step: Math.Log10(16));
        Axes.MakeLogarithmic(plot.Axes.Left, plot, ["1 MB", "10 MB", "100 MB", "1 GB", "10 GB", "100 GB"], first: 6);
        plot.Axes.SetLimits(Math.Log10(Smallest) - 0.1, Math.Log10(Largest) + 0.1, 6, 11);
        plot.ShowLegend(Alignment.UpperLeft);
        plot.SavePng(file, 1000, 560);
    }

    private static void Add(Plot plot, string what, Action<int> roundTrip)
    {
        var sizes = new List<double>();
        var rates = new List<double>();
        for (long size = Smallest; size <= Largest; size *= 4)
        {
            double rate = Measure((int)size, roundTrip);
            Console.WriteLine($"{what}, {size} bytes: {rate / 1e6:0.0} MB/s");
            sizes.Add(Math.Log10(size));
            rates.Add(Math.Log10(rate));
        }

        var line = plot.Add.Scatter(sizes, rates);
        line.LegendText = what;
        line.LineWidth = 2;
    }

    private static double Measure(int size, Action<int> roundTrip)
    {
        for (var warmUp = Stopwatch.StartNew(); warmUp.Elapsed < s_measurement / 3;)
        {
            roundTrip(size);
        }

        int count = 0;
        var clock = Stopwatch.StartNew();
        do
        {
            roundTrip(size);
            count++;
        }
        while (clock.Elapsed < s_measurement);

        return 2.0 * size * count / clock.Elapsed.TotalSeconds;
    }
}
