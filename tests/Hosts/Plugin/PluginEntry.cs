using Hosts;
using ProcGen;

namespace Plugin;

/// <summary>What the host finds by its name and calls.</summary>
public static class PluginEntry
{
    public static async Task RunAsync(Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        foreach (string line in WorkerDiagnostics.Explain().Split('\n'))
        {
            write($"explain: {line.Trim()}");
        }

        write($"library: {await LibraryMethods.InProcess.Describe(42)}");
    }
}
