using ProcGen.CompilerServices;

namespace ProcGen.Calls;

/// <summary>One launch of a call of which only the end is of interest.</summary>
internal sealed class VoidCallOperation(ProcessInvocation invocation) : CallOperation(invocation)
{
    private TaskCompletionSource? _future;

    /// <inheritdoc/>
    public override Task Task => Future.Task;

    private TaskCompletionSource Future => Volatile.Read(ref _future) ?? Interlocked.CompareExchange(ref _future, new TaskCompletionSource(), null) ?? _future;

    /// <summary>As <see cref="CallOperation.Create(ProcessInvocation)"/>, but in the place of an earlier launch where there is one.</summary>
    /// <exception cref="ProcessSerializationException">An argument cannot be written.</exception>
    public static VoidCallOperation Rent(ProcessInvocation call)
    {
        if (RecycledOperations<VoidCallOperation>.TryTake() is not { } operation)
        {
            return new VoidCallOperation(call);
        }

        operation.Begin(call);
        return operation;
    }

    /// <summary>Throws what the call failed with, after <see cref="CallOperation.Wait"/>.</summary>
    public void ThrowIfFailed()
    {
        if (!Blocks || !IsPlainSuccess)
        {
            Task.GetAwaiter().GetResult();
        }
    }

    /// <inheritdoc/>
    public override void Recycle()
    {
        Reset();
        _future = null;
        RecycledOperations<VoidCallOperation>.Add(this);
    }

    private protected override void SetResult(PayloadBuffer result)
    {
        result.Return();
        if (!Blocks)
        {
            Future.SetResult();
        }
    }

    private protected override void SetException(Exception error) => Future.TrySetException(error);

    private protected override void SetCanceled(CancellationToken cancellationToken) => Future.TrySetCanceled(cancellationToken);
}
