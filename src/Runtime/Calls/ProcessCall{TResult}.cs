using System.Runtime.CompilerServices;
using ProcGen.CompilerServices;

namespace ProcGen;

/// <summary>One call of a marked method with a result. See <see cref="ProcessCall"/>.</summary>
/// <typeparam name="TResult">The result's type.</typeparam>
public abstract class ProcessCall<TResult> : ProcessCall
{
    /// <summary>For generated code.</summary>
    protected ProcessCall() { }

    /// <summary>The marked method, typed.</summary>
    protected internal abstract ProcessMethod<TResult> TypedMethod { get; }

    /// <inheritdoc/>
    public sealed override ProcessMethod Method => TypedMethod;

    /// <inheritdoc cref="ProcessCall.Start"/>
    public new Task<TResult> Start(CancellationToken cancellationToken = default) => ProcessPool.Shared.RunAsync(this, cancellationToken);

    /// <inheritdoc cref="ProcessCall.On"/>
    public new BoundProcessCall<TResult> On(IProcessExecutor executor) => new(this, executor);

    /// <inheritdoc cref="ProcessCall.GetAwaiter"/>
    public new TaskAwaiter<TResult> GetAwaiter() => Start().GetAwaiter();

    /// <inheritdoc cref="ProcessCall.ConfigureAwait"/>
    public new ConfiguredTaskAwaitable<TResult> ConfigureAwait(bool continueOnCapturedContext) => Start().ConfigureAwait(continueOnCapturedContext);
}
