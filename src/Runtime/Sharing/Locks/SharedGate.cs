namespace ProcGen.Sharing;

/// <summary>
/// Guards a structure of several words for a few instructions at a time. Where its last owner died in between, the next one is told, and brings the structure in order before it uses it:
/// so a structure keeps what is true in words that are each written in one step, and everything else can be computed from them anew.
/// </summary>
/// <example><code>
/// using (SharedGate.Enter(_gate, out bool recover))
/// {
///     if (recover) { Recover(); }
///     …
/// }
/// </code></example>
internal readonly ref struct SharedGate
{
    private readonly SharedLock _lock;

    private SharedGate(SharedLock gate) => _lock = gate;

    /// <summary>Waits for the lock; that cannot be given up, because nobody has it for long, and who dies with it loses it.</summary>
    /// <param name="gate">The lock.</param>
    /// <param name="recover">Whether the last owner died with it.</param>
    public static SharedGate Enter(SharedLock gate, out bool recover)
    {
        if (!gate.TryTake() && !gate.TrySpin())
        {
            new LockWait(gate).Block(Timeout.InfiniteTimeSpan, default);
        }

        recover = gate.Begin(out _);
        return new SharedGate(gate);
    }

    public void Dispose() => _lock.Leave();
}
