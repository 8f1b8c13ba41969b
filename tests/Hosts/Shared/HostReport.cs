namespace ProcGen.Hosts;

/// <summary>
/// What a host tells the test that started it, in the folder that the variable names: a file for each process that came to an entry point (so that a chain of
/// processes can be counted), and one file of lines.
/// </summary>
internal static class HostReport
{
    private static readonly string? s_folder = Environment.GetEnvironmentVariable("PROCGEN_HOST_REPORT");
    private static readonly Lock s_lock = new();

    /// <summary>Called first thing in every entry point, before anything of ProcGen.</summary>
    public static void EntryPointReached()
    {
        // Longer than the test waits: for a host whose test was killed and cannot end it any more.
        new Thread(static () =>
        {
            Thread.Sleep(TimeSpan.FromMinutes(3));
            Environment.FailFast("The test that started this host is gone, or should be.");
        })
        { IsBackground = true }.Start();

        if (s_folder is not null)
        {
            File.WriteAllText(Path.Combine(s_folder, $"start-{Environment.ProcessId}"), "");
        }
    }

    public static void Write(string line)
    {
        lock (s_lock)
        {
            Console.WriteLine(line);
            if (s_folder is not null)
            {
                File.AppendAllText(Path.Combine(s_folder, "lines"), line + "\n");
            }
        }
    }

    /// <summary>Reports one call of a marked method that turns its argument into upper case.</summary>
    /// <param name="facts">What the worker told of itself.</param>
    /// <returns>Whether the result is right and came from another process.</returns>
    public static bool WriteCall(string method, string argument, string result, int workerId, string facts)
    {
        Write($"method={method} result={result} parentPid={Environment.ProcessId} workerPid={workerId} {facts}");
        return result == argument.ToUpperInvariant() && workerId != Environment.ProcessId;
    }
}
