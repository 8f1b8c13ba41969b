using System.Diagnostics;

namespace ProcGen.SideBySide.Work;

/// <summary>What the workers do: the same on each side. The bodies are plain static methods, which the peers of .NET call as they are.</summary>
internal static partial class Jobs
{
    /// <summary>Gives the number back: all of the time is the way there and back.</summary>
    [RunInProcess]
    public static int Identity(int value) => value;

    /// <summary>Gives the bytes back.</summary>
    [RunInProcess]
    public static byte[] Echo(byte[] value) => value;

    /// <summary>Sums an array: the data goes one way.</summary>
    [RunInProcess]
    public static long Sum(int[] values)
    {
        long sum = 0;
        foreach (int value in values)
        {
            sum += value;
        }

        return sum;
    }

    /// <summary>Counts the words of a text and how often the most frequent one occurs: many small objects, as parsers make them.</summary>
    [RunInProcess]
    public static int Parse(string text) => Text.CountMostFrequent(text);

    /// <summary>Computes for a number of steps, without memory.</summary>
    [RunInProcess]
    public static uint Compute(int steps)
    {
        uint state = 2463534242;
        for (int i = 0; i < steps; i++)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
        }

        return state;
    }

    /// <summary>Never ends.</summary>
    [RunInProcess]
    public static int RunAway()
    {
        while (true)
        {
            Thread.SpinWait(1000);
        }
    }

    /// <summary>How many steps of <see cref="Compute"/> take a microsecond here.</summary>
    public static double StepsPerMicrosecond { get; } = Calibrate();

    private static double Calibrate()
    {
        const int Steps = 2_000_000;
        double fastest = double.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            Compute(Steps);
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(begin).TotalMicroseconds);
        }

        return Steps / fastest;
    }
}
