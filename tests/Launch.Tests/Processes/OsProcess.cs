using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ProcGen.Tests.Processes;

/// <summary>Looks at processes from outside.</summary>
internal static partial class OsProcess
{
    public const int SigInt = 2;
    public const int SigKill = 9;

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

    public static void WaitForEnd(int id, TimeSpan limit, string what) => WaitUntil(() => !IsRunning(id), limit, () => $"{what} (process {id}) still runs after {limit}.");

    public static void WaitUntil(Func<bool> condition, TimeSpan limit, Func<string> message)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < limit, message());
            Thread.Sleep(10);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int process, int signal);
}
