using System.Runtime.CompilerServices;

namespace ProcGen;

/// <summary>A call with the executor it runs on. Every await and every start launches it once more.</summary>
/// <param name="Call">The call.</param>
/// <param name="Executor">Where it runs.</param>
public readonly record struct BoundProcessCall(ProcessCall Call, IProcessExecutor Executor)
{
    /// <summary>Launches the call and returns its future.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task Start(CancellationToken cancellationToken = default) => Executor.RunAsync(Call, cancellationToken);

    /// <summary>Launches the call and waits for its end.</summary>
    public TaskAwaiter GetAwaiter() => Start().GetAwaiter();

    /// <summary>Launches the call and configures how its end is awaited.</summary>
    /// <param name="continueOnCapturedContext">Whether to continue on the captured context.</param>
    public ConfiguredTaskAwaitable ConfigureAwait(bool continueOnCapturedContext) => Start().ConfigureAwait(continueOnCapturedContext);
}

/// <summary>A call with a result and the executor it runs on. Every await and every start launches it once more.</summary>
/// <typeparam name="TResult">The result's type.</typeparam>
/// <param name="Call">The call.</param>
/// <param name="Executor">Where it runs.</param>
public readonly record struct BoundProcessCall<TResult>(ProcessCall<TResult> Call, IProcessExecutor Executor)
{
    /// <summary>Launches the call and returns its future.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<TResult> Start(CancellationToken cancellationToken = default) => Executor.RunAsync(Call, cancellationToken);

    /// <summary>Launches the call and waits for its end.</summary>
    public TaskAwaiter<TResult> GetAwaiter() => Start().GetAwaiter();

    /// <summary>Launches the call and configures how its end is awaited.</summary>
    /// <param name="continueOnCapturedContext">Whether to continue on the captured context.</param>
    public ConfiguredTaskAwaitable<TResult> ConfigureAwait(bool continueOnCapturedContext) => Start().ConfigureAwait(continueOnCapturedContext);
}
