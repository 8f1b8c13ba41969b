using ScottPlot;
using ScottPlot.TickGenerators;

namespace ProcGen.Pictures;

internal static class Axes
{
    /// <summary>Labels an axis on which the logarithms to base 10 of the figures stand.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="plot">Where it belongs.</param>
    /// <param name="labels">From the left or the bottom.</param>
    /// <param name="first">Where the first label stands.</param>
    /// <param name="step">How far the labels are from each other.</param>
    public static void MakeLogarithmic(IAxis axis, Plot plot, string[] labels, double first, double step = 1)
    {
        var ticks = new NumericManual();
        for (int i = 0; i < labels.Length; i++)
        {
            ticks.AddMajor(first + i * step, labels[i]);
        }

        axis.TickGenerator = ticks;
        plot.Grid.MajorLineColor = Colors.Black.WithOpacity(0.15);
    }
}
