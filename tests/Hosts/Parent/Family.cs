using System.Diagnostics;

namespace ProcGen.Hosts.Parent;

/// <summary>What runs in the workers.</summary>
public static partial class Family
{
    /// <summary>Has a child process of its own that is no worker, and goes on for ever.</summary>
    [RunInProcess]
    public static void RunWithAChild()
    {
        using var child = Process.Start("/bin/sleep", "1000");
        Console.WriteLine($"worker {child.Id}");
        Console.WriteLine($"worker {Environment.ProcessId}");
        Console.WriteLine("up");
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Has a worker of its own, which has a child process.</summary>
    [RunInProcess]
    public static void RunWithAWorker()
    {
        using var worker = WorkerProcess.Start(InProcess.RunWithAChild(), new() { Output = WorkerOutput.ToCallback(line => Console.WriteLine(line.Text)) });
        Console.WriteLine($"worker {Environment.ProcessId}");
        worker.WaitForExit();
    }

    /// <summary>Writes a file later than a worker lives whose parent has not waited for it.</summary>
    [RunInProcess]
    public static void WriteLater(string path)
    {
        // A time and no condition, because it is about time: a worker is gone well within a second of its parent's end.
        Thread.Sleep(TimeSpan.FromSeconds(1));
        File.WriteAllText(path, "written");
    }

    /// <summary>Its own id, and then numbers for ever.</summary>
    [RunInProcess]
    public static IEnumerable<int> Count()
    {
        yield return Environment.ProcessId;
        for (var i = 0; ; i++)
        {
            yield return i;
        }
    }

    /// <summary>Its own id, and then what it is given, one larger.</summary>
    [RunInProcess]
    public static IEnumerable<int> Increment(IEnumerable<int> items) => items.Select(item => item + 1).Prepend(Environment.ProcessId);

    [RunInProcess]
    public static async Task WaitForCancellation(CancellationToken cancellationToken)
    {
        Console.WriteLine("up");
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}

/// <summary>The same as a class.</summary>
public sealed partial class PatientProcess(string path) : WorkerProcess
{
    [RunInProcess]
    protected override void Run() => Family.WriteLater(path);
}
