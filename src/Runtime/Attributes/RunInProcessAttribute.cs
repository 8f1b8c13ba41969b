namespace ProcGen;

/// <summary>
/// Marks a method whose calls can run in a worker process. For every marked method the generator adds a stub of the same name
/// and parameters to the nested class <c>InProcess</c> of the containing type, which has to be <see langword="partial"/>.
/// </summary>
/// <remarks>
/// The stub returns a <see cref="ProcessCall"/>, a <see cref="ProcessCall{TResult}"/> or, for a method that returns a
/// sequence, a <see cref="ProcessStream{T}"/>: a description of the call, which runs when it is awaited, started or handed to an
/// <see cref="IProcessExecutor"/>. Calling the marked method itself runs it in this process, as ever. The values given here are
/// the method's own contract; they win over the defaults of a pool.
/// </remarks>
/// <example>
/// <code>
/// public static partial class Primes
/// {
///     [RunInProcess]
///     public static int Count(int from, int to) { … }
/// }
///
/// int n = await Primes.InProcess.Count(0, 1_000_000);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class RunInProcessAttribute : Attribute
{
    /// <summary>
    /// Milliseconds a call may run, counted from the start of its execution in the worker. 0 (the default) leaves it to the executor.
    /// A call past it is cancelled, and after <see cref="KillGraceMilliseconds"/> its worker is killed; the caller gets a <see cref="TimeoutException"/>.
    /// </summary>
    public int TimeoutMilliseconds { get; init; }

    /// <summary>
    /// Milliseconds between the cancellation of a call and the end of its worker. -1 (the default) leaves it to the executor.
    /// </summary>
    public int KillGraceMilliseconds { get; init; } = -1;

    /// <summary>
    /// Megabytes (2^20 bytes) of private memory a worker may hold while it runs this method. 0 (the default) leaves it to the executor.
    /// A call past it ends with a <see cref="WorkerMemoryLimitException"/>.
    /// </summary>
    public int MemoryLimitMegabytes { get; init; }

    /// <summary>
    /// Whether the method may run more than once for one call without harm. Only then is a call whose worker died in the middle run again.
    /// </summary>
    public bool Idempotent { get; init; }

    /// <summary>
    /// How often a call whose worker died is run again. Has an effect only with <see cref="Idempotent"/>. 0 by default.
    /// </summary>
    public int Retries { get; init; }

    /// <summary>
    /// Milliseconds that the worker may take for one item of the sequence that the method returns, while the caller waits for it. 0 (the default) sets no limit. The
    /// caller of a method past it gets a <see cref="TimeoutException"/> after the items before, and the call is ended as one that is past its <see cref="TimeoutMilliseconds"/>.
    /// </summary>
    public int ItemTimeoutMilliseconds { get; init; }

    /// <summary>
    /// How many items of each of the method's sequences, arguments and result, may be produced ahead of their consumer. With 0 (the default) a producer begins with 32, and with more and more, up to
    /// 4,096, where the consumer turns out to be the faster one. At most 65,536. In bytes it is 4 MiB.
    /// </summary>
    public int StreamWindow { get; init; }
}
