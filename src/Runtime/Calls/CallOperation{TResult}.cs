using ProcGen.CompilerServices;

namespace ProcGen.Calls;

/// <summary>One launch of a call with a result.</summary>
internal sealed class CallOperation<TResult>(ProcessInvocation invocation, ProcessMethod<TResult> method) : CallOperation(invocation)
{
    private ProcessMethod<TResult> _method = method;
    private TaskCompletionSource<TResult>? _future;
    private TResult? _result;

    /// <inheritdoc/>
    public override Task<TResult> Task => Future.Task;

    private TaskCompletionSource<TResult> Future =>
        Volatile.Read(ref _future) ?? Interlocked.CompareExchange(ref _future, new TaskCompletionSource<TResult>(), null) ?? _future;

    /// <summary>As <see cref="CallOperation.Create{TResult}(ProcessCall{TResult})"/>, but in the place of an earlier launch where there is one.</summary>
    /// <exception cref="ProcessSerializationException">An argument cannot be written.</exception>
    public static CallOperation<TResult> Rent(ProcessCall<TResult> call)
    {
        if (RecycledOperations<CallOperation<TResult>>.TryTake() is not { } operation)
        {
            return Create(call);
        }

        operation._method = call.TypedMethod;
        operation.Begin(call);
        return operation;
    }

    /// <summary>The result, after <see cref="CallOperation.Wait"/>.</summary>
    /// <exception cref="Exception">The call failed with it.</exception>
    public TResult GetResult() => Blocks && IsPlainSuccess ? _result! : Task.GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Recycle()
    {
        Reset();
        _method = null!;
        _future = null;
        _result = default;
        RecycledOperations<CallOperation<TResult>>.Add(this);
    }

    private protected override void SetResult(PayloadBuffer result)
    {
        TResult value = PayloadIO.ReadResult(result, _method);
        if (Blocks)
        {
            _result = value;
        }
        else
        {
            Future.SetResult(value);
        }
    }

    private protected override void SetException(Exception error) => Future.TrySetException(error);

    private protected override void SetCanceled(CancellationToken cancellationToken) => Future.TrySetCanceled(cancellationToken);
}
