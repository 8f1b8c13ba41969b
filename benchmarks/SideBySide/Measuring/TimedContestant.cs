using System.Diagnostics;

namespace ProcGen.SideBySide.Measuring;

/// <summary>
/// Repeats an operation for about as long as a measurement lasts. The number of repetitions is found before the first round, which warms up as well.
/// </summary>
internal sealed class TimedContestant : IContestant
{
    private readonly Quantity _quantity;
    private readonly Func<int, ValueTask> _run;
    private readonly Func<ValueTask> _close;
    private readonly int _operations;

    private TimedContestant(Quantity quantity, Func<int, ValueTask> run, Func<ValueTask> close, int operations)
    {
        _quantity = quantity;
        _run = run;
        _close = close;
        _operations = operations;
    }

    /// <param name="setting">The case.</param>
    /// <param name="run">Runs the operation so many times.</param>
    /// <param name="close">Frees what the operation needs.</param>
    public static async Task<IContestant> CreateAsync(Setting setting, Func<int, ValueTask> run, Func<ValueTask> close)
    {
        // The just-in-time compiler works in tiers, and the second one comes after some dozens of calls and a pause: so twice the time of a measurement, at least.
        int operations = 1;
        TimeSpan wanted = setting.Effort.Measurement;
        for (var warmUp = Stopwatch.StartNew(); ;)
        {
            var clock = Stopwatch.StartNew();
            await run(operations);
            if (clock.Elapsed < wanted / 2)
            {
                operations *= 2;
            }
            else if (warmUp.Elapsed > 2 * wanted)
            {
                return new TimedContestant(setting.Quantity, run, close, operations);
            }
        }
    }

    public async ValueTask<double> MeasureAsync()
    {
        var clock = Stopwatch.StartNew();
        await _run(_operations);
        return _quantity.FromSeconds(clock.Elapsed.TotalSeconds / _operations);
    }

    public ValueTask DisposeAsync() => _close();
}
