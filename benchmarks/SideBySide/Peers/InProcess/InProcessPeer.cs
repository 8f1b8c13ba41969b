using ProcGen.SideBySide.Measuring;

namespace ProcGen.SideBySide.Peers.InProcess;

/// <summary>The same work without any other process: the honest lower bound.</summary>
internal static class InProcessPeer
{
    /// <summary>Repeats an operation in this process.</summary>
    public static Func<Setting, Task<IContestant>> Time(Func<int, ValueTask> run) =>
        setting => TimedContestant.CreateAsync(setting, run, () => ValueTask.CompletedTask);

    /// <summary>Takes single figures in this process.</summary>
    public static Func<Setting, Task<IContestant>> Sample(Func<ValueTask<double>> sample) =>
        setting => SampledContestant.CreateAsync(setting, samples: 1, sample, () => ValueTask.CompletedTask);
}
