namespace ProcGen.SideBySide.Measuring;

/// <summary>Takes the median of single operations, each of which says itself how many seconds it took: what lies between them does not count.</summary>
internal sealed class SampledContestant : IContestant
{
    private readonly Quantity _quantity;
    private readonly Func<ValueTask<double>> _sample;
    private readonly Func<ValueTask> _close;
    private readonly int _samples;

    private SampledContestant(Quantity quantity, Func<ValueTask<double>> sample, Func<ValueTask> close, int samples)
    {
        _quantity = quantity;
        _sample = sample;
        _close = close;
        _samples = samples;
    }

    /// <param name="setting">The case.</param>
    /// <param name="samples">How many operations one measurement has.</param>
    /// <param name="sample">Runs the operation once and returns its seconds, or the figure itself where the quantity takes it as it is.</param>
    /// <param name="close">Frees what the operation needs.</param>
    public static async Task<IContestant> CreateAsync(Setting setting, int samples, Func<ValueTask<double>> sample, Func<ValueTask> close)
    {
        // The first one compiles.
        await sample();
        return new SampledContestant(setting.Quantity, sample, close, samples);
    }

    public async ValueTask<double> MeasureAsync()
    {
        var seconds = new double[_samples];
        for (int i = 0; i < seconds.Length; i++)
        {
            seconds[i] = await _sample();
        }

        return _quantity.FromSeconds(Spread.Of(seconds).Median);
    }

    public ValueTask DisposeAsync() => _close();
}
