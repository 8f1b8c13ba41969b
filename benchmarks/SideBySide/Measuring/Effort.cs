namespace ProcGen.SideBySide.Measuring;

/// <summary>How long the measurements may take.</summary>
/// <param name="Rounds">How often each side of a case is measured, in turn. At least 5.</param>
/// <param name="Measurement">How long one measurement of many operations lasts.</param>
/// <param name="Repetitions">How many operations a measurement has that takes each of them for itself, such as starts of processes.</param>
internal sealed record Effort(int Rounds, TimeSpan Measurement, int Repetitions)
{
    public static Effort Quick { get; } = new(Rounds: 5, TimeSpan.FromMilliseconds(150), Repetitions: 3);

    public static Effort Full { get; } = new(Rounds: 11, TimeSpan.FromMilliseconds(600), Repetitions: 10);
}
