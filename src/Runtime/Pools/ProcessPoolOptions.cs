using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ProcGen.Launching;

namespace ProcGen;

/// <summary>
/// How a <see cref="ProcessPool"/> works. Copied when the pool is made: later changes have no effect on it. What a method's
/// <see cref="RunInProcessAttribute"/> says wins over what is said here.
/// </summary>
public sealed class ProcessPoolOptions
{
    /// <summary>The name in errors and logs, and the beginning of the names of its workers. By default "pool-1", "pool-2", …</summary>
    public string? Name { get; set; }

    /// <summary>
    /// How many workers run calls at the same time, at most. By default <see cref="Environment.ProcessorCount"/>, which respects the limits of a container; 1 in a worker.
    /// </summary>
    public int Workers { get; set; } = WorkerIdentity.IsWorker ? 1 : System.Environment.ProcessorCount;

    /// <summary>How many workers are kept even when there is nothing to do. 0 by default: the first calls start the first workers.</summary>
    public int MinWorkers { get; set; }

    /// <summary>
    /// After how much idleness a worker above <see cref="MinWorkers"/> ends. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> (the default) keeps what was started.
    /// </summary>
    public TimeSpan IdleTimeout { get; set; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>How many more workers stand by, started and initialized, to replace one that ends. 0 by default.</summary>
    public int Spares { get; set; }

    /// <summary>A call that every worker runs before its first other call. If it fails the worker does not start.</summary>
    public ProcessCall? Initializer { get; set; }

    /// <summary>How long <see cref="Initializer"/>, and each call of <see cref="State"/>, may take. 30 s by default.</summary>
    public TimeSpan InitializerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A call that every worker runs before it exits by itself; a worker that is killed does not.</summary>
    public ProcessCall? Finalizer { get; set; }

    /// <summary>How long <see cref="Finalizer"/> may take; the worker is killed after that. 5 s by default.</summary>
    public TimeSpan FinalizerTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What every worker makes once, before <see cref="Initializer"/>, and keeps for its calls. See <see cref="WorkerStateAttribute"/>.</summary>
    /// <example><code>new ProcessPool(new() { State = { Pdf.InProcess.Open("key") } })</code></example>
    public IList<ProcessStateCall> State { get; } = [];

    /// <summary>After how many calls a worker is replaced, for code that leaks. Null (the default) for never.</summary>
    public int? MaxCallsPerWorker { get; set; }

    /// <summary>
    /// How many bytes of private memory a worker may hold between two calls; one that holds more is replaced, without harm to any call. Null (the default) for any number.
    /// See <see cref="MemoryLimit"/> for a limit that ends a call.
    /// </summary>
    public long? MaxWorkerMemory { get; set; }

    /// <summary>
    /// How many bytes of private memory, and of managed heap, a worker may hold at all; past it the calls in it fail with a <see cref="WorkerMemoryLimitException"/> and it is
    /// replaced. Null (the default) for no limit.
    /// </summary>
    public long? MemoryLimit { get; set; }

    /// <summary>How many calls may wait for a worker; more are refused with a <see cref="PoolQueueFullException"/>. Null (the default) for any number.</summary>
    public int? MaxQueuedCalls { get; set; }

    /// <summary>How many bytes of arguments may wait for a worker. Null (the default) for any number.</summary>
    public long? MaxQueuedBytes { get; set; }

    /// <summary>
    /// How long a call may run, from the start of its execution. After it the call is cancelled, after <see cref="KillGrace"/> its worker is killed, and the caller
    /// gets a <see cref="TimeoutException"/>. Rests while a debugger is attached to this process. Null (the default) for no limit.
    /// </summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>
    /// How long a call may go on after it was cancelled, by its caller or its timeout, before its worker is killed. 2 s by default. A method that takes
    /// no <see cref="CancellationToken"/> cannot be asked to stop: its worker is killed at once.
    /// </summary>
    public TimeSpan KillGrace { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a call may wait for a worker before it fails with a <see cref="TimeoutException"/> without having run. Null (the default) for any time.</summary>
    public TimeSpan? QueueTimeout { get; set; }

    /// <summary>
    /// How many calls of asynchronous methods run in one worker at the same time. 1 by default. Calls of synchronous methods always run alone.
    /// </summary>
    /// <remarks>A worker that must be killed for one call takes the others along: they get up to 1 s to finish, and then a <see cref="WorkerCrashedException"/>.</remarks>
    public int MaxConcurrentCallsPerWorker { get; set; } = 1;

    /// <summary>
    /// Whether what awaits a call may go on at once on the thread that took its result, instead of on the thread pool. False by default. It saves several microseconds for each awaited call
    /// where results travel over shared memory, and changes nothing elsewhere.
    /// </summary>
    /// <remarks>
    /// That thread takes the results of all workers of this process. Code that goes on there should be short: after about a millisecond another thread takes its place, and until then
    /// other results wait.
    /// </remarks>
    public bool AllowSynchronousContinuations { get; set; }

    /// <summary>How long a worker may take to start, without its states and initializer. 30 s by default.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Environment variables of the workers on top of those of this process; null removes one.</summary>
    public IDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>();

    /// <summary>The directory the workers start in; null (the default) for this process's own.</summary>
    public string? WorkingDirectory { get; set; }

    /// <summary>The priority of the workers; null (the default) leaves the operating system's.</summary>
    public ProcessPriorityClass? Priority { get; set; }

    /// <summary>
    /// Gives each worker the numbers of the processors it may run on, or null for all. The argument is the worker's place in the pool, from 0; the replacement of a
    /// worker takes its place. Null (the default) for all processors.
    /// </summary>
    /// <example><code>new ProcessPool(new() { Workers = 4, Affinity = place => [place] })</code></example>
    public Func<int, IReadOnlyList<int>?>? Affinity { get; set; }

    /// <summary>Where the lines go that workers write to standard output and error; by default to this process's own, with the worker's name and id before each.</summary>
    public WorkerOutput Output { get; set; } = WorkerOutput.Forward;

    /// <summary>Receives the records of the pool and its workers; null (the default) for none.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }
}
