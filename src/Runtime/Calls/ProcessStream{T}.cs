using ProcGen.CompilerServices;

namespace ProcGen;

/// <summary>
/// One call of a marked method that returns a sequence. The method runs when the stream is enumerated, and its items cross as they are asked for;
/// leaving the enumeration ends the method and runs its <see langword="finally"/> blocks. Every enumeration launches the call once more.
/// </summary>
/// <remarks>An exception of the method, and the worker's death, arrive after the items sent before it. Thread-safe; each enumerator is not.</remarks>
/// <typeparam name="T">The type of an item.</typeparam>
public abstract class ProcessStream<T> : ProcessInvocation, IAsyncEnumerable<T>
{
    /// <summary>For generated code.</summary>
    protected ProcessStream() { }

    /// <summary>The marked method, typed.</summary>
    protected internal abstract ProcessMethod<T> TypedMethod { get; }

    /// <inheritdoc/>
    public sealed override ProcessMethod Method => TypedMethod;

    /// <summary>The items, produced by a worker of another executor.</summary>
    /// <param name="executor">Where to run.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public IAsyncEnumerable<T> On(IProcessExecutor executor, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(executor);
        return executor.StreamAsync(this, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        ProcessPool.Shared.StreamAsync(this, cancellationToken).GetAsyncEnumerator(cancellationToken);
}
