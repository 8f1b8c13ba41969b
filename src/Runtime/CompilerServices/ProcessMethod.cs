using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ProcGen.CompilerServices;

/// <summary>How the worker runs a marked method.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum ProcessMethodKind
{
    /// <summary>The body is synchronous: it runs alone, on the worker's main thread, through <see cref="ProcessMethod.Invoke"/>.</summary>
    Synchronous,

    /// <summary>The body returns a task: several may run at once, through <see cref="ProcessMethod.InvokeAsync"/>.</summary>
    Asynchronous,
}

/// <summary>
/// One marked method: its identity, its contract and how to run it in a worker. The generator derives one class from it for every marked method
/// and makes one instance of that.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ProcessMethod
{
    /// <summary>Makes the description.</summary>
    /// <param name="id">The stable hash of the assembly's name and the full signature.</param>
    /// <param name="schemaHash">The hash of every type in the signature as it crosses.</param>
    /// <param name="displayName">The method as a person reads it: <c>Primes.Count(int, int)</c>.</param>
    protected ProcessMethod(ulong id, ulong schemaHash, string displayName)
    {
        Id = id;
        SchemaHash = schemaHash;
        DisplayName = displayName;
    }

    /// <summary>The stable hash of the assembly's name and the full signature.</summary>
    public ulong Id { get; }

    /// <summary>The hash of every type in the signature as it crosses.</summary>
    public ulong SchemaHash { get; }

    /// <summary>The method as a person reads it.</summary>
    public string DisplayName { get; }

    /// <summary>How the worker runs it.</summary>
    public virtual ProcessMethodKind Kind => ProcessMethodKind.Synchronous;

    /// <summary>Whether the method has a <see cref="CancellationToken"/>, so that it can be cancelled and need not be killed.</summary>
    public bool ObservesCancellation { get; init; }

    /// <summary>
    /// Whether arguments and result consist of unmanaged values and strings only, so that writing and reading them remembers nothing from one object to the next, and many can share
    /// what is kept for that.
    /// </summary>
    public bool IsFlat { get; init; }

    /// <summary>The names of the parameters that live on the caller's side (tokens, progress, sequences), in order of their ordinals.</summary>
    public IReadOnlyList<string> LiveParameters { get; init; } = [];

    /// <summary>The contract of the attribute: <see cref="RunInProcessAttribute.TimeoutMilliseconds"/>.</summary>
    public int TimeoutMilliseconds { get; init; }

    /// <summary>The contract of the attribute: <see cref="RunInProcessAttribute.KillGraceMilliseconds"/>.</summary>
    public int KillGraceMilliseconds { get; init; } = -1;

    /// <summary>The contract of the attribute: <see cref="RunInProcessAttribute.MemoryLimitMegabytes"/>.</summary>
    public int MemoryLimitMegabytes { get; init; }

    /// <summary>The contract of the attribute: <see cref="RunInProcessAttribute.Idempotent"/>.</summary>
    public bool Idempotent { get; init; }

    /// <summary>The contract of the attribute: <see cref="RunInProcessAttribute.Retries"/>.</summary>
    public int Retries { get; init; }

    /// <summary>The contract of the attribute: <see cref="RunInProcessAttribute.StreamWindow"/>.</summary>
    public int StreamWindow { get; init; }

    /// <summary>The contract of the attribute: <see cref="RunInProcessAttribute.ItemTimeoutMilliseconds"/>.</summary>
    public int ItemTimeoutMilliseconds { get; init; }

    /// <summary>The assembly that declares the method.</summary>
    internal Assembly Assembly => field ??= Owner.Assembly;

    /// <summary>A type of the assembly that declares the method.</summary>
    private protected virtual Type Owner => GetType();

    /// <summary>Reads the arguments, runs a synchronous body and writes its result.</summary>
    /// <param name="call">The call.</param>
    public virtual void Invoke(WorkerCall call) => throw new InvalidOperationException($"'{DisplayName}' is asynchronous.");

    /// <summary>Reads the arguments, runs an asynchronous body and writes its result.</summary>
    /// <param name="call">The call.</param>
    public virtual ValueTask InvokeAsync(WorkerCall call) => throw new InvalidOperationException($"'{DisplayName}' is synchronous.");

    /// <summary>Compiles what the first call would have to wait for. The body itself is the user's, and compiled when it runs.</summary>
    internal virtual void Prepare()
    {
        if (RuntimeFeature.IsDynamicCodeCompiled)
        {
            RuntimeHelpers.PrepareDelegate(Kind == ProcessMethodKind.Synchronous ? Invoke : (Func<WorkerCall, ValueTask>)InvokeAsync);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => DisplayName;
}

/// <summary>A marked method with a result.</summary>
/// <typeparam name="TResult">The result's type; for a method that returns a sequence, the type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ProcessMethod<TResult> : ProcessMethod
{
    /// <inheritdoc/>
    protected ProcessMethod(ulong id, ulong schemaHash, string displayName) : base(id, schemaHash, displayName) { }

    /// <summary>Reads a result, or an item of a sequence, on the caller's side.</summary>
    /// <param name="reader">The payload's reader.</param>
    public abstract TResult ReadResult(ref PayloadReader reader);
}
