using Hosts;
using ProcGen;

#if WORKER_LINE
if (ProcGenWorker.TryRun(args, out int code))
{
    return code;
}
#elif CONDITIONAL_WORKER_LINE
// The mistake that only the guard in the child can see: the line is there, but not for a worker, which has no arguments.
if (args.Length > 0 && ProcGenWorker.TryRun(args, out int code))
{
    return code;
}
#endif

Console.WriteLine($"main: {Environment.ProcessId}");
foreach (string line in WorkerDiagnostics.Explain().Split('\n'))
{
    Console.WriteLine($"explain: {line.Trim()}");
}

try
{
    if (args is ["hang"])
    {
        await LibraryMethods.InProcess.Hang();
    }

    Console.WriteLine($"own: {await Methods.InProcess.Add(1, 2)}");
    Console.WriteLine($"library: {await LibraryMethods.InProcess.Describe(42)}");
    await LibraryMethods.InProcess.Print("last words");
    return 0;
}
catch (ProcessException e)
{
    Console.WriteLine($"error: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
    return 3;
}

/// <summary>A marked method in the application itself.</summary>
internal static partial class Methods
{
    [RunInProcess]
    public static int Add(int a, int b) => a + b;
}
