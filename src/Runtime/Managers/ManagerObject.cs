using ProcGen.CompilerServices;
using ProcGen.Managers;

namespace ProcGen;

/// <summary>
/// A proxy of an object that lives in the process of a <see cref="ProcessManager"/>. It crosses to any process of the application as an argument, a result, a field or an item, and there is another proxy
/// of the same object. The object lives as long as one of its proxies does, or another shared object that holds it. Thread-safe.
/// </summary>
/// <remarks>Every use fails with a <see cref="ManagerGoneException"/> once the manager is gone, also one that waits for its answer just then.</remarks>
public abstract class ManagerObject
{
    private protected ManagerObject(ManagedReference reference) => Reference = reference;

    /// <summary>Whether the object's manager can still be reached.</summary>
    public bool IsAvailable => Reference.Manager.Gone is null;

    private protected ManagerLink Manager => Reference.Manager;

    internal ManagedReference Reference { get; }

    /// <summary>Two proxies are equal if they stand for one object.</summary>
    /// <param name="obj">The other proxy.</param>
    public sealed override bool Equals(object? obj) => obj is ManagerObject other && other.Reference.Equals(Reference);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => Reference.GetHashCode();

    private protected TResult Invoke<TArgument, TResult>(ProcessMethod<TResult> method, TArgument argument, PayloadWrite<TArgument> write)
    {
        TResult result = Manager.Run(new ManagerCall<TArgument, TResult>(method, Reference.Id, argument, write));

        // Its finalizer lets go of the object, which is not to happen in the middle of a call.
        GC.KeepAlive(this);
        return result;
    }

    private protected async Task<TResult> InvokeAsync<TArgument, TResult>(ProcessMethod<TResult> method, TArgument argument, PayloadWrite<TArgument> write, CancellationToken cancellationToken)
    {
        TResult result = await Manager.RunAsync(new ManagerCall<TArgument, TResult>(method, Reference.Id, argument, write), cancellationToken).ConfigureAwait(false);
        GC.KeepAlive(this);
        return result;
    }
}
