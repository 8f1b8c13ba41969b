using System.Diagnostics;
using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Pools;

/// <summary>What the items of chunks run: each notes that it began before anything else.</summary>
internal static partial class ChunkMethods
{
    /// <summary>Gives the number back, or ends the process with the bad one.</summary>
    [RunInProcess]
    public static int EndOn(string journal, int n, int bad, Ending ending)
    {
        Workloads.Journal.Append(journal, $"{n}\n");
        if (n == bad)
        {
            Endings.Perform(ending);
        }

        return n;
    }

    [RunInProcess(Idempotent = true, Retries = 1)]
    public static int DieOnceOn(string journal, int n, int bad)
    {
        bool isFirst = !File.Exists(journal) || !File.ReadAllLines(journal).Contains($"{bad}");
        Workloads.Journal.Append(journal, $"{n}\n");
        if (n == bad && isFirst)
        {
            Endings.Perform(Ending.NativeCrash);
        }

        return n;
    }

    /// <summary>Waits with the bad number until it is cancelled.</summary>
    [RunInProcess]
    public static int WaitOn(int n, int bad, CancellationToken cancellationToken = default)
    {
        if (n == bad)
        {
            cancellationToken.WaitHandle.WaitOne();
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Environment.ProcessId;
    }

    /// <summary>As many letters as that.</summary>
    [RunInProcess]
    public static string Letters(int count) => new('x', count);

    [RunInProcess]
    public static int SleepOn(string journal, int n, int slow, int milliseconds)
    {
        Workloads.Journal.Append(journal, $"{n}\n");
        var watch = Stopwatch.StartNew();
        while (n >= slow && watch.ElapsedMilliseconds < milliseconds)
        {
            Thread.Sleep(1);
        }

        return Environment.ProcessId;
    }
}
