using System.Globalization;
using System.Text;
using ProcGen.Launching;
using ProcGen.Protocol;

namespace ProcGen.Errors;

/// <summary>What is known of a call at the moment its worker is gone.</summary>
internal readonly record struct WorkerFacts
{
    public required int ProcessId { get; init; }

    public required string WorkerName { get; init; }

    /// <summary>The method's display name; null where no call was concerned.</summary>
    public string? Method { get; init; }

    /// <summary>How long the call ran.</summary>
    public TimeSpan Elapsed { get; init; }

    public bool MayHaveRun { get; init; }

    /// <summary>Why this side ended the worker, as the end of a sentence ("killed for another call"); null where this side did not.</summary>
    public string? Reason { get; init; }
}

/// <summary>Makes the errors that name a worker process that is gone, with all that is known and one wording.</summary>
internal static class WorkerFailures
{
    public static WorkerCrashedException Crashed(WorkerExit exit, in WorkerFacts facts)
    {
        StringBuilder text = Begin(facts)
            .Append(facts.Reason is { } reason ? $" was {reason}" : $" ended with {exit.Description}")
            .Append(facts.Method is { } method ? $" while it ran '{method}'" : "");
        if (facts.Elapsed > TimeSpan.Zero)
        {
            text.Append(CultureInfo.InvariantCulture, $" for {Seconds(facts.Elapsed)}");
        }

        text.Append('.');
        if (facts.Method is not null)
        {
            text.Append(facts.MayHaveRun ? " The call may have run in part." : " The call had not begun to run.");
        }

        if (exit.Cause is { } cause)
        {
            text.Append(cause is ProtocolException
                ? $" It was killed because of what it sent: {cause.Message}"
                : $" Its code did not handle an exception: {cause.GetType()}: {cause.Message}");
        }

        AppendMemory(text, exit.PeakMemoryBytes);
        AppendErrorLines(text, exit.LastErrorLines);
        return new WorkerCrashedException(text.ToString(), exit.Cause)
        {
            ProcessId = facts.ProcessId,
            WorkerName = facts.WorkerName,
            ExitCode = exit.ExitCode,
            Signal = exit.Signal,
            Method = facts.Method,
            Elapsed = facts.Elapsed,
            PeakMemoryBytes = exit.PeakMemoryBytes,
            LastErrorLines = exit.LastErrorLines,
            MayHaveRun = facts.MayHaveRun,
        };
    }

    /// <param name="exit">How the worker ended; null where it lives on until its call is done (a caught <see cref="OutOfMemoryException"/>).</param>
    /// <param name="facts">What is known of the call.</param>
    /// <param name="limitBytes">The limit.</param>
    /// <param name="usedBytes">What was held; null where the limit was met inside an allocation.</param>
    /// <param name="innerException">The worker's own error, where there is one.</param>
    public static WorkerMemoryLimitException MemoryLimit(
        WorkerExit? exit, in WorkerFacts facts, long limitBytes, long? usedBytes, Exception? innerException = null)
    {
        StringBuilder text = Begin(facts)
            .Append(CultureInfo.InvariantCulture, $" met its memory limit of {Megabytes(limitBytes)}")
            .Append(usedBytes is { } used ? $" (it held {Megabytes(used)})" : "")
            .Append(facts.Method is { } method ? $" while it ran '{method}'" : "")
            .Append(". Raise the limit (RunInProcess.MemoryLimitMegabytes, or the pool's), or give the call less to do.");
        return new WorkerMemoryLimitException(text.ToString(), innerException)
        {
            ProcessId = facts.ProcessId,
            WorkerName = facts.WorkerName,
            ExitCode = exit?.ExitCode,
            Signal = exit?.Signal,
            Method = facts.Method,
            Elapsed = facts.Elapsed,
            PeakMemoryBytes = exit?.PeakMemoryBytes,
            LastErrorLines = exit?.LastErrorLines ?? [],
            MayHaveRun = facts.MayHaveRun,
            LimitBytes = limitBytes,
            UsedBytes = usedBytes,
        };
    }

    /// <param name="what">What went wrong and what to do, as a sentence.</param>
    /// <param name="facts">The worker; the process id is 0 where there was none yet.</param>
    /// <param name="exit">How it ended; null where it did not.</param>
    /// <param name="innerException">The cause.</param>
    public static WorkerStartException StartFailed(string what, in WorkerFacts facts, WorkerExit? exit = null, Exception? innerException = null)
    {
        var text = new StringBuilder(what);
        if (exit is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $" The process ended with {exit.Description}.");
            AppendErrorLines(text, exit.LastErrorLines);
        }

        return new WorkerStartException(text.ToString(), innerException)
        {
            ProcessId = facts.ProcessId,
            WorkerName = facts.WorkerName,
            ExitCode = exit?.ExitCode,
            Signal = exit?.Signal,
            PeakMemoryBytes = exit?.PeakMemoryBytes,
            LastErrorLines = exit?.LastErrorLines ?? [],
        };
    }

    private static StringBuilder Begin(in WorkerFacts facts) =>
        new StringBuilder().Append(CultureInfo.InvariantCulture, $"Worker '{facts.WorkerName}' (process {facts.ProcessId})");

    private static void AppendMemory(StringBuilder text, long? peak)
    {
        if (peak is { } bytes)
        {
            text.Append(CultureInfo.InvariantCulture, $" Its memory peaked at {Megabytes(bytes)}.");
        }
    }

    private static void AppendErrorLines(StringBuilder text, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            text.Append(" Its last words on standard error:");
            foreach (string line in lines)
            {
                text.Append("\n  ").Append(line);
            }
        }
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024.0):0.#} MB");

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
