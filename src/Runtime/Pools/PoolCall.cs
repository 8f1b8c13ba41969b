using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Scheduling;

namespace ProcGen.Pools;

/// <summary>One launch of a call in a pool: what the scheduler decides by, the operation it is about, and the tokens that cancel it.</summary>
internal sealed class PoolCall : ScheduledCall
{
    private const int NotRegistered = 0;
    private const int Registered = 1;
    private const int Finished = 2;

    private static long s_lastChunk;

    private CancellationTokenRegistration[] _registrations = [];
    private int _registration;
    private CallOutcome _outcome;
    private bool _hasOutcome;

    private PoolCall(CallOperation operation, PoolEngine engine)
    {
        Operation = operation;
        Engine = engine;
        operation.Owner = this;
    }

    public CallOperation Operation { get; }

    public PoolEngine Engine { get; }

    public ProcessMethod Method => Operation.Invocation.Method;

    /// <summary>Private memory in bytes that its worker may hold while it runs; null for no limit.</summary>
    public long? MemoryLimit { get; private init; }

    /// <summary>The token that cancelled it.</summary>
    public CancellationToken CancelledBy { get; private set; }

    public static PoolCall Create(CallOperation operation, PoolEngine engine, ProcessCallOptions? options = null)
    {
        PoolSettings settings = engine.Settings;
        ProcessMethod method = operation.Invocation.Method;
        TimeSpan? timeout = options?.Timeout ?? (method.TimeoutMilliseconds > 0 ? TimeSpan.FromMilliseconds(method.TimeoutMilliseconds) : settings.Timeout);
        TimeSpan grace = options?.KillGrace ?? (method.KillGraceMilliseconds >= 0 ? TimeSpan.FromMilliseconds(method.KillGraceMilliseconds) : settings.KillGrace);
        bool isStream = operation.ResultSink is not null;
        return new PoolCall(operation, engine)
        {
            Priority = options?.Priority ?? 0,
            Size = operation.ArgumentLength,
            IsAsynchronous = method.Kind == ProcessMethodKind.Asynchronous,

            // A sequence ends at its next item when nobody takes it any more.
            ObservesCancellation = method.ObservesCancellation || isStream,
            Timeout = PoolSettings.ToTicks(timeout),
            KillGrace = PoolSettings.ToTicks(grace),
            QueueTimeout = PoolSettings.ToTicks(options?.QueueTimeout ?? settings.QueueTimeout),
            RetriesLeft = method.Idempotent && operation.IsRepeatable ? method.Retries : 0,
            MemoryLimit = method.MemoryLimitMegabytes > 0 ? method.MemoryLimitMegabytes * (1L << 20) : settings.MemoryLimit,
        };
    }

    /// <summary>Makes calls that are about to be submitted go to one worker together.</summary>
    public static void MakeChunk(ReadOnlySpan<ScheduledCall> calls)
    {
        long chunk = calls.Length > 1 ? Interlocked.Increment(ref s_lastChunk) : 0;
        foreach (ScheduledCall call in calls)
        {
            call.Chunk = chunk;
        }
    }

    /// <summary>Lets tokens cancel the call: the caller's, and those among its arguments.</summary>
    public void CancelBy(CancellationToken cancellationToken)
    {
        int count = (cancellationToken.CanBeCanceled ? 1 : 0) + Operation.Tokens.Count;
        if (count == 0)
        {
            return;
        }

        var registrations = new CancellationTokenRegistration[count];
        for (int i = 0; i < Operation.Tokens.Count; i++)
        {
            registrations[i] = Register(Operation.Tokens[i].Token);
        }

        if (cancellationToken.CanBeCanceled)
        {
            registrations[^1] = Register(cancellationToken);
        }

        _registrations = registrations;
        if (Interlocked.CompareExchange(ref _registration, Registered, NotRegistered) == Finished)
        {
            Unregister();
        }
    }

    /// <summary>The call has its end: no token can cancel it any more. Does not wait for a callback that runs.</summary>
    public void StopListening()
    {
        if (Interlocked.Exchange(ref _registration, Finished) == Registered)
        {
            Unregister();
        }
    }

    /// <summary>Keeps what came back until the scheduler has said whether the caller gets it.</summary>
    public void KeepOutcome(CallOutcome outcome)
    {
        _outcome = outcome;
        _hasOutcome = true;
    }

    public CallOutcome TakeOutcome()
    {
        _hasOutcome = false;
        return _outcome;
    }

    /// <summary>Frees what came back if nobody took it: the call has had another end.</summary>
    public void DropOutcome()
    {
        if (_hasOutcome)
        {
            TakeOutcome().Free();
        }
    }

    private CancellationTokenRegistration Register(CancellationToken token) =>
        token.UnsafeRegister(static (state, cancelledBy) => ((PoolCall)state!).OnCancelled(cancelledBy), this);

    private void OnCancelled(CancellationToken token)
    {
        if (!CancelledBy.IsCancellationRequested)
        {
            CancelledBy = token;
        }

        Engine.Cancel(this);
    }

    private void Unregister()
    {
        foreach (CancellationTokenRegistration registration in _registrations)
        {
            registration.Unregister();
        }
    }
}
