using ProcGen.SideBySide.Measuring;
using ProcGen.SideBySide.Peers;

namespace ProcGen.SideBySide.Ours;

/// <summary>The NativeAOT application that the build of this one publishes beside it: benchmarks/NativeStart.</summary>
internal static class NativeApplication
{
    public static Func<Setting, Task<IContestant>> Sample(string question) =>
        async setting => await (await AskedProcess.StartAsync(Find())).SampleAsync(setting, setting.Effort.Repetitions, question);

    private static string Find()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "native", "NativeStart");
        return File.Exists(path) ? path : throw new PeerAbsentException("there is no NativeAOT application: it is published by a Release build, which needs clang or gcc");
    }
}
