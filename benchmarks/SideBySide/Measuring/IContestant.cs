namespace ProcGen.SideBySide.Measuring;

/// <summary>One side of a comparison: set up once, measured once in every round, in turn with the others.</summary>
internal interface IContestant : IAsyncDisposable
{
    /// <summary>Measures once.</summary>
    /// <returns>The figure, in the unit of the case.</returns>
    ValueTask<double> MeasureAsync();
}
