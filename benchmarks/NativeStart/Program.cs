using System.Diagnostics;
using System.Globalization;
using ProcGen;

namespace ProcGen.NativeStart;

/// <summary>
/// The side of a NativeAOT application in the comparison: it says "ready", and then answers every line on its standard input with one figure. "start" is the seconds from the start
/// of a process to its first result, "memory" the resident bytes of a worker at rest. It ends with its input.
/// </summary>
internal static partial class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (ProcGenWorker.TryRun(args, out int code))
        {
            return code;
        }

        await using var pool = new ProcessPool(new() { Workers = 1, MinWorkers = 1 });
        int worker = await pool.RunAsync(InProcess.Id());
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } question)
        {
            double answer = question switch
            {
                "start" => await StartAsync(),
                "memory" => ResidentBytes(worker),
                _ => throw new ArgumentException($"'{question}' is neither start nor memory."),
            };
            Console.WriteLine(answer.ToString("R", CultureInfo.InvariantCulture));
        }

        return 0;
    }

    private static async Task<double> StartAsync()
    {
        long begin = Stopwatch.GetTimestamp();
        await using WorkerProcess<int> process = WorkerProcess.Start(InProcess.Id());
        await process.Result;
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private static double ResidentBytes(int id)
    {
        using Process process = Process.GetProcessById(id);
        return process.WorkingSet64;
    }

    [RunInProcess]
    private static int Id() => Environment.ProcessId;
}
