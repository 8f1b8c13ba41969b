namespace ProcGen.Launching.Native;

/// <summary>What an operating system tells about the end of a process. Either <see cref="ExitCode"/> or <see cref="Signal"/> is set, or neither where it is not known.</summary>
internal readonly record struct NativeExit(int? ExitCode, int? Signal, long? PeakMemoryBytes);

/// <summary>
/// Told what a native process does, on the one thread that watches all of them: must be quick and must not run user code.
/// </summary>
internal interface INativeProcessEvents
{
    /// <summary>Bytes arrived from standard output or standard error. The span is reused after the call.</summary>
    void OnOutput(bool isError, ReadOnlySpan<byte> bytes);

    /// <summary>The process is dead and its group was killed; its last output may still follow.</summary>
    void OnDied(NativeExit exit);

    /// <summary>All output was read (or its time is up) and every descriptor is closed. Comes once, after <see cref="OnDied"/>.</summary>
    void OnClosed();
}

/// <summary>What to start: already resolved, nothing in it depends on this process any more.</summary>
internal sealed record NativeStartInfo
{
    public required string FileName { get; init; }

    /// <summary>The arguments after the file's name.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The whole environment of the new process.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public string? WorkingDirectory { get; init; }

    /// <summary>Written to standard input, which then stays open as long as this process lives.</summary>
    public required ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Whether it writes to this process's own standard output and error.</summary>
    public bool InheritOutput { get; init; }

    public System.Diagnostics.ProcessPriorityClass? Priority { get; init; }

    public IReadOnlyList<int>? Affinity { get; init; }

    /// <summary>A limit that the operating system itself can hold the process to, where it has one that the process need not set itself.</summary>
    public long? MemoryLimitBytes { get; init; }
}

/// <summary>A started process that leads a group of its own, with its three standard streams. Thread-safe.</summary>
internal interface INativeProcess
{
    int Id { get; }

    /// <summary>Begins to tell the events. From here on the process is watched, and held alive, to its end.</summary>
    void Watch();

    /// <summary>Asks the process to end, where the operating system has a way to ask.</summary>
    void Terminate();

    /// <summary>Ends the process and its whole group. Does nothing after the end.</summary>
    void KillGroup();

    /// <summary>Private memory in bytes; null after the end or where it cannot be read.</summary>
    long? SampleMemory();
}
