using System.Reflection;
using ProcGen;
using ProcGen.Hosts;

HostReport.EntryPointReached();
#if WORKER_LINE
// A mistake that can be made on purpose: a line that workers do not reach, because it depends on an argument, and they are started without any.
if (!File.Exists("worker-line-with-argument-only") && ProcGenWorker.TryRun(args, out int exitCode))
{
    return exitCode;
}
#endif

try
{
    if (args is [] && File.Exists("sleep-in-workers"))
    {
        _ = WorkerDiagnostics.Explain(); // comes to use ProcGen, and no further
        Thread.Sleep(Timeout.Infinite);
    }

    switch (args)
    {
        case ["--worker-line-with-argument-only"]:
            File.WriteAllText("worker-line-with-argument-only", "");
            break;

        case ["--change-directory"]:
            Directory.SetCurrentDirectory("/");
            break;

        case ["--plugin", string path]:
            return await Calls.PluginAsync(path) ? 0 : 1;

        case ["--idle"]:
            HostReport.Write($"hanging={await LibraryMethods.InProcess.StartProgram()}");
            Thread.Sleep(Timeout.Infinite);
            break;

        case ["--sleep-in-workers"]:
            // As --worker-line-with-argument-only, but Main of the worker never starts one itself.
            File.WriteAllText("worker-line-with-argument-only", "");
            File.WriteAllText("sleep-in-workers", "");
            break;

        case ["--hang"]:
            await LibraryMethods.InProcess.Hang();
            return 1;
    }

    HostReport.Write(Answer.ExplainRoute());
    bool succeeded = await Calls.OwnAsync() & await Calls.LibraryAsync();
    await LibraryMethods.InProcess.Print("last words");
    return succeeded ? 0 : 1;
}
catch (ProcessException e)
{
    HostReport.Write($"error={e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
    return 3;
}

internal static partial class Calls
{
    [RunInProcess]
    internal static Answer Describe(string text) => Answer.To(text);

    /// <summary>A marked method of the executable, awaited on the shared pool.</summary>
    public static async Task<bool> OwnAsync()
    {
        Answer answer = await InProcess.Describe("in the executable");
        return HostReport.WriteCall("own", "in the executable", answer.Text, answer.ProcessId, answer.Facts);
    }

    /// <summary>A marked method of a library, in a pool of the application's own.</summary>
    public static async Task<bool> LibraryAsync()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        Answer answer = await pool.RunAsync(LibraryMethods.InProcess.Describe("in a library"));
        return HostReport.WriteCall("library", "in a library", answer.Text, answer.ProcessId, answer.Facts);
    }

    /// <summary>A marked method of an assembly that is loaded at run time and shares ProcGen with the application.</summary>
    public static async Task<bool> PluginAsync(string path)
    {
#if TRIMMED
        await Task.CompletedTask;
        throw new PlatformNotSupportedException($"{nameof(Assembly)}.LoadFrom does not work in a trimmed application: '{path}'.");
#else
        var describe = Assembly.LoadFrom(path).GetType("ProcGen.Hosts.Plugin", throwOnError: true)!.GetMethod("DescribeAsync")!
            .CreateDelegate<Func<string, Task<(string Text, int WorkerId, string Facts, string Route)>>>();
        var (text, workerId, facts, route) = await describe("in a plugin");
        HostReport.Write(route);
        return HostReport.WriteCall("plugin", "in a plugin", text, workerId, facts);
#endif
    }
}
