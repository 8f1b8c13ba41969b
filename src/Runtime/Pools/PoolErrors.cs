using System.Globalization;
using ProcGen.Errors;
using ProcGen.Launching;
using ProcGen.Scheduling;

namespace ProcGen.Pools;

/// <summary>The errors of a pool, with one wording.</summary>
internal static class PoolErrors
{
    public static TimeoutException TimedOut(PoolCall call, PoolWorker worker) =>
        new($"'{call.Method.DisplayName}' ran longer than its timeout of {Span(call.Timeout)} in worker '{worker.Name}' (process {worker.ProcessId}).");

    public static TimeoutException QueueTimedOut(PoolCall call, string pool) =>
        new($"'{call.Method.DisplayName}' waited longer than its queue timeout of {Span(call.QueueTimeout)} for a worker of pool '{pool}'. It has not run. " +
            $"Give the pool more workers ({nameof(ProcessPoolOptions)}.{nameof(ProcessPoolOptions.Workers)}) or the calls more time ({nameof(ProcessPoolOptions.QueueTimeout)}).");

    public static Exception WorkerCrashed(PoolCall call, PoolWorker worker, bool hasRun) => WorkerFailures.Crashed(ExitOf(worker), worker.NewFacts(call, hasRun));

    public static Exception KilledForNeighbour(PoolCall call, PoolWorker worker) =>
        WorkerFailures.Crashed(ExitOf(worker), worker.NewFacts(call, reason: "killed for another call in it, which did not stop in time,"));

    public static Exception MemoryLimit(PoolCall call, PoolWorker worker) =>
        WorkerFailures.MemoryLimit(exit: null, worker.NewFacts(call), worker.MemoryFound.Limit, worker.MemoryFound.Used);

    /// <summary>A worker became ready and then ended before any call began in it.</summary>
    public static WorkerStartException EndedUnused(PoolWorker worker) =>
        WorkerFailures.StartFailed($"Worker '{worker.Name}' (process {worker.ProcessId}) ended before a call could begin in it.", worker.NewFacts(null), worker.Exit);

    /// <summary>One error per caller, because an exception that is thrown twice loses its first stack trace.</summary>
    public static WorkerStartException StartFailed(PoolCall call, string pool, WorkerStartException? cause) =>
        new($"'{call.Method.DisplayName}' did not run: pool '{pool}' has no worker, and none can be started. {cause?.Message ?? "Too many that were told to end have not ended yet."}", cause)
        {
            ProcessId = cause?.ProcessId ?? 0,
            WorkerName = cause?.WorkerName ?? "",
            ExitCode = cause?.ExitCode,
            Signal = cause?.Signal,
            Method = call.Method.DisplayName,
            PeakMemoryBytes = cause?.PeakMemoryBytes,
            LastErrorLines = cause?.LastErrorLines ?? [],
        };

    public static PoolTerminatedException Terminated(PoolCall call, string pool, bool hasRun) =>
        new(hasRun
            ? $"Pool '{pool}' was terminated while '{call.Method.DisplayName}' ran; its worker was killed."
            : $"Pool '{pool}' was terminated before '{call.Method.DisplayName}' ran.")
        {
            Method = call.Method.DisplayName,
            MayHaveRun = hasRun,
        };

    /// <summary>A call came too late or found no room.</summary>
    public static Exception Refused(PoolCall call, Admission admission, PoolEngine engine)
    {
        PoolSettings settings = engine.Settings;
        switch (admission)
        {
            case Admission.Completing:
                return new InvalidOperationException($"Pool '{settings.Name}' takes no new calls: CompleteAsync was called.");
            case Admission.Terminated:
                return new ObjectDisposedException(nameof(ProcessPool), $"Pool '{settings.Name}' is disposed.");
            default:
                SchedulerStatistics now = engine.GetStatistics();
                return new PoolQueueFullException(
                    $"'{call.Method.DisplayName}' was refused: {now.QueuedCalls} calls with {now.QueuedSize} bytes wait in pool '{settings.Name}', which may hold " +
                    $"{Limit(settings.Scheduler.MaxQueuedCalls, int.MaxValue)} calls and {Limit(settings.Scheduler.MaxQueuedSize, long.MaxValue)} bytes. Use {nameof(ProcessPool.TrySubmit)} to be told " +
                    $"without an exception, a map to submit at the pool's pace, or raise {nameof(ProcessPoolOptions.MaxQueuedCalls)} or {nameof(ProcessPoolOptions.MaxQueuedBytes)}.")
                {
                    QueuedCalls = now.QueuedCalls,
                    QueuedBytes = now.QueuedSize,
                };
        }
    }

    /// <summary>How the worker ended; a broadcast call is told before the end of a worker that somebody outside asked to end.</summary>
    private static WorkerExit ExitOf(PoolWorker worker) => worker.Exit ?? new WorkerExit { Description = "a request from outside to end" };

    private static string Limit(long limit, long none) => limit == none ? "any number of" : limit.ToString(CultureInfo.InvariantCulture);

    private static string Span(long ticks) => string.Create(CultureInfo.InvariantCulture, $"{TimeSpan.FromTicks(ticks).TotalMilliseconds:0.###} ms");
}
