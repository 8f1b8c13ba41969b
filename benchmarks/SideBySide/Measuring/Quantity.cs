namespace ProcGen.SideBySide.Measuring;

/// <summary>What a case measures: its unit, how the figure follows from the seconds that one operation takes, and which way is better.</summary>
/// <param name="Unit">The unit as printed.</param>
/// <param name="IsSmallerBetter">Whether the smaller figure wins.</param>
/// <param name="FromSeconds">The figure from the seconds of one operation.</param>
internal sealed record Quantity(string Unit, bool IsSmallerBetter, Func<double, double> FromSeconds)
{
    public static Quantity Microseconds { get; } = new("µs", IsSmallerBetter: true, seconds => seconds * 1e6);

    public static Quantity Nanoseconds { get; } = new("ns", IsSmallerBetter: true, seconds => seconds * 1e9);

    public static Quantity Milliseconds { get; } = new("ms", IsSmallerBetter: true, seconds => seconds * 1e3);

    /// <summary>How often something is done faster than by one alone; the figure comes as it is.</summary>
    public static Quantity Speedup { get; } = new("x", IsSmallerBetter: false, figure => figure);

    /// <summary>The smallest body that pays; the figure comes in microseconds.</summary>
    public static Quantity SmallestBody { get; } = new("µs of work", IsSmallerBetter: true, figure => figure);

    /// <summary>Memory; the figure comes in bytes.</summary>
    public static Quantity Mebibytes { get; } = new("MiB", IsSmallerBetter: true, bytes => bytes / (1 << 20));

    /// <summary>How often threads wake; none counts as one, so that there is a ratio.</summary>
    public static Quantity WakeUps { get; } = new("wake-ups/s", IsSmallerBetter: true, figure => Math.Max(1, figure));

    /// <summary>Operations in a second, where one operation stands for many calls.</summary>
    public static Quantity Rate(string what, double perOperation) => new($"{what}/s", IsSmallerBetter: false, seconds => perOperation / seconds);

    /// <summary>GiB in a second, both ways counted.</summary>
    public static Quantity Throughput(long bytesPerOperation) =>
        new("GiB/s", IsSmallerBetter: false, seconds => bytesPerOperation / seconds / (1L << 30));

    /// <summary>How many times better ours is: more than 1 means that it wins.</summary>
    public double Ratio(double ours, double peer) => IsSmallerBetter ? peer / ours : ours / peer;
}
