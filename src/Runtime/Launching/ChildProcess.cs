using ProcGen.Launching.Native;

namespace ProcGen.Launching;

/// <summary>
/// A worker's operating-system process as its parent sees it: started by the resolved route, its streams drained, its end judged by the process
/// itself and never by its output. Owns the process, its pipes and its descriptors; lives on its own until the process ends. Thread-safe.
/// </summary>
internal sealed class ChildProcess : INativeProcessEvents, IAsyncDisposable
{
    private const int MaximumLineLength = 64 * 1024;

    private readonly TaskCompletionSource<WorkerExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ErrorTail _errorTail = new();
    private readonly LineReader _outputLines = new(MaximumLineLength);
    private readonly LineReader _errorLines = new(MaximumLineLength);
    private readonly ProcessBudget.Grant _grant;
    private INativeProcess _process = null!;
    private OutputForwarder _forwarder = null!;
    private NativeExit _exit;
    private long _peakSample;
    private volatile bool _hasExited;
    private volatile bool _terminated;

    private ChildProcess(ProcessBudget.Grant grant) => _grant = grant;

    public int Id => _process.Id;

    public bool HasExited => _hasExited;

    /// <summary>Completes once, when the process has ended, its process group was killed and its last output was read. Never faults.</summary>
    public Task<WorkerExit> Exited => _exited.Task;

    /// <summary>The last lines of standard error so far.</summary>
    public IReadOnlyList<string> LastErrorLines => _errorTail.Lines;

    /// <summary>Starts the process and writes the bootstrap record to its standard input, which then stays open as long as this process lives.</summary>
    /// <param name="options">The process.</param>
    /// <param name="bootstrap">What the worker is told. What concerns this process (its id, the depth, the budget) is filled in here.</param>
    /// <exception cref="WorkerStartException">The process could not be started; the message names the cause and the fix.</exception>
    public static ChildProcess Start(WorkerLaunchOptions options, WorkerBootstrap bootstrap)
    {
        SpawnGuard.EndIfNotEntered();
        LaunchRoute route = LaunchRouteResolver.Resolve(HostFacts.Current);
        if ((route.Refusal ?? SpawnGuard.Refusal) is { } refusal)
        {
            throw new WorkerStartException(refusal) { WorkerName = options.Name };
        }

        if (options.WorkingDirectory is { } directory && !Directory.Exists(directory))
        {
            throw new WorkerStartException($"The working directory '{directory}' of the worker '{options.Name}' does not exist.") { WorkerName = options.Name };
        }

        ProcessBudget.Grant grant = ProcessBudget.Current.Take(options.Name);
        ChildProcess child = new(grant);
        try
        {
            WorkerBootstrap complete = bootstrap with
            {
                ParentId = Environment.ProcessId,
                ParentStartTime = NativeProcesses.OwnStartTime,
                Depth = WorkerIdentity.Depth + 1,
                ProcessBudget = grant.Nested,
            };
            NativeStartInfo start = new()
            {
                FileName = route.FileName,
                Arguments = route.Arguments,
                Environment = WorkerEnvironment.Create(route, options, new SpawnMarker(complete.ParentId, complete.ParentStartTime, complete.Depth)),
                WorkingDirectory = options.WorkingDirectory is null ? null : Path.GetFullPath(options.WorkingDirectory),
                Input = BootstrapRecord.Write(complete),
                InheritOutput = options.Output.IsInherited,
                Priority = options.Priority,
                Affinity = options.Affinity,
                MemoryLimitBytes = options.MemoryLimitBytes,
            };
            child._process = NativeProcesses.Start(start, child);
        }
        catch (Exception e) when (e is IOException or ArgumentException or PlatformNotSupportedException or System.ComponentModel.Win32Exception)
        {
            grant.Dispose();
            throw new WorkerStartException($"The worker '{options.Name}' could not be started: {e.Message}", e) { WorkerName = options.Name };
        }
        catch
        {
            grant.Dispose();
            throw;
        }

        child._forwarder = new(options, child._process.Id);
        LiveChildren.Add(child);
        child._process.Watch();
        return child;
    }

    /// <summary>Private memory (RssAnon) in bytes; null where it cannot be read.</summary>
    public long? SampleMemory()
    {
        long? sample = _process.SampleMemory();
        if (sample is { } bytes)
        {
            InterlockedMax(ref _peakSample, bytes);
        }

        return sample;
    }

    /// <summary>Asks the process to end (SIGTERM).</summary>
    public void Terminate()
    {
        _terminated = true;
        _process.Terminate();
    }

    /// <summary>Ends the process and everything in its process group at once (SIGKILL). Safe at any time, also after the end.</summary>
    public void Kill()
    {
        SampleMemory(); // the last chance to know what it held
        _process.KillGroup();
    }

    /// <summary>Kills what still runs, waits for the end and frees everything.</summary>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited.ConfigureAwait(false);
    }

    /// <summary>Waits until the lines read so far were handed to their receiver, or the time is up.</summary>
    internal void FlushOutput(TimeSpan timeout) => _forwarder.Flush(timeout);

    void INativeProcessEvents.OnOutput(bool isError, ReadOnlySpan<byte> bytes)
    {
        if (isError)
        {
            _errorLines.Add(bytes, OnErrorLine);
        }
        else
        {
            _outputLines.Add(bytes, OnOutputLine);
        }
    }

    void INativeProcessEvents.OnDied(NativeExit exit)
    {
        _exit = exit;
        _hasExited = true;
    }

    void INativeProcessEvents.OnClosed()
    {
        _outputLines.Complete(OnOutputLine);
        _errorLines.Complete(OnErrorLine);
        long peak = Interlocked.Read(ref _peakSample);
        WorkerExit exit = WorkerExit.Classify(_exit, peak > 0 ? peak : null, _terminated, _errorTail);
        if (exit is { ExitCode: WorkerExitCode.NoWorkerEntry, Explanation: { } explanation })
        {
            SpawnGuard.Refuse($"No worker can be started: {explanation}");
        }

        LiveChildren.Remove(this);
        _grant.Dispose();
        _exited.SetResult(exit);
    }

    private void OnOutputLine(string line) => _forwarder.Add(isError: false, line);

    private void OnErrorLine(string line)
    {
        _errorTail.Add(line);
        _forwarder.Add(isError: true, line);
    }

    private static void InterlockedMax(ref long location, long value)
    {
        long current = Interlocked.Read(ref location);
        while (value > current)
        {
            long seen = Interlocked.CompareExchange(ref location, value, current);
            if (seen == current)
            {
                return;
            }

            current = seen;
        }
    }
}
