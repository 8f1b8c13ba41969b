using ProcGen.SideBySide.Measuring;

namespace ProcGen.SideBySide.Ours;

/// <summary>The pools that ProcGen's side is measured with: as an application would make them, nothing tuned.</summary>
internal static class OurPool
{
    public static ProcessPool Create(int workers, bool allowsSynchronousContinuations = false) =>
        new(new() { Workers = workers, MinWorkers = workers, AllowSynchronousContinuations = allowsSynchronousContinuations });

    /// <summary>Repeats an operation on a pool.</summary>
    public static Task<IContestant> TimeAsync(Setting setting, int workers, Func<ProcessPool, int, ValueTask> run, bool allowsSynchronousContinuations = false)
    {
        ProcessPool pool = Create(workers, allowsSynchronousContinuations);
        return TimedContestant.CreateAsync(setting, operations => run(pool, operations), pool.DisposeAsync);
    }
}
