using ProcGen.Launching;
using ProcGen.Processes;

namespace ProcGen;

/// <summary>
/// A worker process of its own: it runs one call, or the body of a subclass, and exits. For many calls use a <see cref="ProcessPool"/>, which reuses its processes.
/// </summary>
/// <remarks>
/// <para>
/// From a call: <c>await using var p = WorkerProcess.Start(Primes.InProcess.Count(0, 10));</c>. From a subclass: a <see langword="partial"/> class with fields and an
/// override of <see cref="Run"/> or <see cref="RunAsync"/> that carries <see cref="RunInProcessAttribute"/>; then <c>new MyProcess("x").Start()</c>. Its fields
/// are copied to the worker; changes made there are not copied back.
/// </para>
/// <para>
/// A running process keeps itself alive: an object that is dropped neither kills its process nor leaks it, and everything it holds is freed when the process has
/// ended. Disposal ends a process that still runs. The process's death never throws out of the members here; it shows in
/// <see cref="ExitCode"/>, <see cref="ExitSignal"/> and <see cref="Completion"/>. All members are thread-safe once the process is started.
/// </para>
/// </remarks>
public abstract partial class WorkerProcess : IDisposable, IAsyncDisposable
{
    // No initialisers here, and nothing but default values: generated code re-creates a subclass in the worker without running any constructor and without
    // these fields. What a started process needs is in its run.
    private string? _name;
    private bool? _isDaemon;
    private int _startedOrDisposed;
    private volatile WorkerRun? _run;
    private volatile bool _isCurrent;

    private const int Started = 1;
    private const int Disposed = 2;

    /// <summary>Makes a process that is not started.</summary>
    protected WorkerProcess() { }

    /// <summary>The name in errors, logs and forwarded output. Can be set until the process is started.</summary>
    /// <exception cref="InvalidOperationException">The process was started before the name was set.</exception>
    public string Name
    {
        get => _isCurrent ? WorkerIdentity.Bootstrap!.Name : _run?.Name ?? _name ?? GetType().Name;
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            ThrowIfStarted();
            _name = value;
        }
    }

    /// <summary>
    /// Whether the process ends with this one (true, the default), or is waited for when <c>Main</c> has returned. Can be set until the process is started.
    /// See <see cref="WorkerProcessOptions.IsDaemon"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The process was started before the value was set.</exception>
    public bool IsDaemon
    {
        get => _isCurrent ? WorkerIdentity.Bootstrap!.IsDaemon : _run?.IsDaemon ?? _isDaemon ?? true;
        set
        {
            ThrowIfStarted();
            _isDaemon = value;
        }
    }

    /// <summary>The process id. It stays known after the end.</summary>
    /// <exception cref="InvalidOperationException">The process is not started.</exception>
    public int Id => _isCurrent ? Environment.ProcessId : RequireRun().Id;

    /// <summary>The id of the process that starts, or has started, this one.</summary>
    public int ParentId => _isCurrent ? WorkerIdentity.Bootstrap!.ParentId : Environment.ProcessId;

    /// <summary>Whether the process was started and has not ended.</summary>
    public bool IsAlive => _isCurrent || _run is { HasExited: false };

    /// <summary>
    /// The exit code: 0 after a body that returned (or its <see cref="Environment.ExitCode"/>), 1 after one that threw, else what the process exited with.
    /// Null before the end, and where a signal ended the process; then see <see cref="ExitSignal"/>.
    /// </summary>
    public int? ExitCode => _run?.Exit?.ExitCode;

    /// <summary>The name of the signal that ended the process, as <c>"SIGKILL"</c>; null before the end, and where the process exited with a code.</summary>
    public string? ExitSignal => _run?.Exit?.Signal;

    /// <summary>
    /// The end of the body. It fails with the body's exception, with a <see cref="WorkerStartException"/>, <see cref="WorkerCrashedException"/>,
    /// <see cref="WorkerMemoryLimitException"/> or <see cref="TimeoutException"/>, and is cancelled if this process ended the other one before the body was done. A failure
    /// that nobody has asked for by the end of the process is written to standard error.
    /// </summary>
    /// <exception cref="InvalidOperationException">The process is not started.</exception>
    public Task Completion => RequireRun().ObserveCompletion();

    /// <summary>The name, the id and the state, for a log.</summary>
    public override string ToString() => _run is { } run ? run.ToString() : _isCurrent ? $"{Name} ({Id})" : $"{Name} (not started)";

    private WorkerRun RequireRun() => _run ?? throw new InvalidOperationException(
        _isCurrent
            ? $"'{Name}' is this process itself: only its parent can wait for it or end it."
            : $"'{Name}' is not started: call Start() first.");

    private void ThrowIfStarted()
    {
        if (_isCurrent || Volatile.Read(ref _startedOrDisposed) != 0)
        {
            throw new InvalidOperationException($"'{Name}' was started already: its name and daemon flag can be set before that only.");
        }
    }
}
