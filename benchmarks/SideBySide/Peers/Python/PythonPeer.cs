using ProcGen.SideBySide.Measuring;

namespace ProcGen.SideBySide.Peers.Python;

/// <summary>A Python process that measures its side of a case itself, asked over its standard input.</summary>
internal static class PythonPeer
{
    /// <summary>Repeats the operation of the case.</summary>
    public static async Task<IContestant> TimeAsync(Setting setting)
    {
        AskedProcess peer = await StartAsync(setting.Case);
        return await TimedContestant.CreateAsync(setting, async operations => await peer.AskAsync($"run {operations}"), peer.DisposeAsync);
    }

    /// <summary>Takes single operations of the case.</summary>
    /// <param name="samples">How many in a measurement, from how many repetitions the effort has; so many by default.</param>
    public static Func<Setting, Task<IContestant>> Sample(Func<int, int>? samples = null) =>
        async setting => await (await StartAsync(setting.Case)).SampleAsync(setting, samples?.Invoke(setting.Effort.Repetitions) ?? setting.Effort.Repetitions, "sample");

    private static Task<AskedProcess> StartAsync(string name) =>
        AskedProcess.StartAsync(
            PythonLocator.Find() ?? throw new PeerAbsentException("there is no python3 on the path"), Path.Combine(AppContext.BaseDirectory, "peers.py"), name);
}
