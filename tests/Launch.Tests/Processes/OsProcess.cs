using System.Diagnostics;
using System.Globalization;

namespace ProcGen.Tests.Processes;

/// <summary>Looks at processes from outside.</summary>
internal static class OsProcess
{
    /// <summary>Whether it runs. A zombie does not.</summary>
    public static bool IsRunning(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }

    public static void WaitForEnd(int id, TimeSpan limit, string what)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (IsRunning(id))
        {
            Assert.True(watch.Elapsed < limit, $"{what} (process {id}) still runs after {limit}.");
            Thread.Sleep(10);
        }
    }
}
