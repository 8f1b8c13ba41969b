namespace ProcGen.SideBySide.Measuring;

/// <summary>The middle of some figures, and the quarter and the three quarters of them.</summary>
internal readonly record struct Spread(double Low, double Median, double High)
{
    public static Spread Of(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return new Spread(At(0.25), At(0.5), At(0.75));

        // Between two figures the line between them.
        double At(double part)
        {
            double place = part * (sorted.Length - 1);
            int below = (int)place;
            int above = Math.Min(below + 1, sorted.Length - 1);
            return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
        }
    }
}
