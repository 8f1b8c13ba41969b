using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Scheduling;

namespace ProcGen.Pools;

/// <summary>One launch of a call in a pool: what the scheduler decides by, the operation it is about, and the tokens that cancel it.</summary>
internal sealed class PoolCall : ScheduledCall, ICallOwner
{
    private const int NotRegistered = 0;
    private const int Registered = 1;
    private const int Finished = 2;

    private CancellationTokenRegistration[] _registrations = [];
    private int _registration;
    private CallOutcome _outcome;
    private bool _hasOutcome;
    private int _holders;
    private int _sends;

    private PoolCall(CallOperation operation)
    {
        Operation = operation;
        operation.Owner = this;
    }

    public CallOperation Operation { get; }

    public PoolEngine Engine { get; private set; } = null!;

    public ProcessMethod Method => Operation.Invocation.Method;

    /// <summary>Private memory in bytes that its worker may hold while it runs; null for no limit.</summary>
    public long? MemoryLimit { get; private set; }

    /// <summary>The token that cancelled it.</summary>
    public CancellationToken CancelledBy { get; private set; }

    /// <summary>Makes the record of a launch. Its operation may be recycled, and this with it, when launcher and operation have let go: see <see cref="Release"/>.</summary>
    public static PoolCall Create(CallOperation operation, PoolEngine engine, ProcessCallOptions? options = null)
    {
        PoolSettings settings = engine.Settings;
        ProcessMethod method = operation.Invocation.Method;
        engine.RecentMethods.Add(method);
        TimeSpan grace = options?.KillGrace ?? (method.KillGraceMilliseconds >= 0 ? TimeSpan.FromMilliseconds(method.KillGraceMilliseconds) : settings.KillGrace);
        bool isStream = operation.ResultSink is not null;
        PoolCall call = operation.Owner as PoolCall ?? new PoolCall(operation);
        call.Engine = engine;
        call.Priority = options?.Priority ?? 0;
        call.Size = operation.ArgumentLength;
        call.IsAsynchronous = method.Kind == ProcessMethodKind.Asynchronous;

        // A sequence ends at its next item when nobody takes it any more.
        call.ObservesCancellation = method.ObservesCancellation || isStream;
        call.Timeout = TimeoutOf(method, settings, options);
        call.KillGrace = PoolSettings.ToTicks(grace);
        call.QueueTimeout = PoolSettings.ToTicks(options?.QueueTimeout ?? settings.QueueTimeout);
        call.RetriesLeft = call.Retries = method.Idempotent && operation.IsRepeatable ? method.Retries : 0;
        call.MemoryLimit = method.MemoryLimitMegabytes > 0 ? method.MemoryLimitMegabytes * (1L << 20) : settings.MemoryLimit;
        call._holders = 2;
        if (operation is ChunkOperation chunk)
        {
            call.IsChunk = true;
            call.Items = chunk.Count;
            call.IsDivisible = chunk.IsDivisible;
        }

        // What has to stop is killed.
        operation.IsInterruptible = false;

        operation.MayFinishInline = settings.AllowSynchronousContinuations;

        // Its beginning is of interest when something is to be counted from there, or looked at from there.
        operation.IsStartQuiet = !call.IsAsynchronous && !isStream && call.Timeout == Never && call.MemoryLimit is null;
        return call;
    }

    /// <summary>How long calls of a method may run, in ticks.</summary>
    public static long TimeoutOf(ProcessMethod method, PoolSettings settings, ProcessCallOptions? options) =>
        PoolSettings.ToTicks(options?.Timeout ?? (method.TimeoutMilliseconds > 0 ? TimeSpan.FromMilliseconds(method.TimeoutMilliseconds) : settings.Timeout));

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

    /// <summary>Keeps the record from being used for another call.</summary>
    public void Hold() => Interlocked.Increment(ref _holders);

    /// <summary>Lets go of the record. The last one to do so makes it, and its operation, the next launch, if nobody else can know of it: it went to one worker, came back, and nothing could cancel it.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0
            && State == CallState.Done && !IsChunk && _sends == 1 && _registrations.Length == 0 && MemoryLimit is null && Operation.IsPlainSuccess)
        {
            Renew();
            _registration = NotRegistered;
            _sends = 0;
            Engine = null!;
            Operation.Recycle();
        }
    }

    void ICallOwner.OnFinished() => Release();

    /// <summary>Nobody wants it any more.</summary>
    public void Cancel(CancellationToken token) => OnCancelled(token);

    /// <inheritdoc/>
    internal override ScheduledCall SplitOff(int count)
    {
        ChunkOperation part = ((ChunkOperation)Operation).SplitOff(count);
        Items -= count;
        Size = Operation.ArgumentLength;
        return new PoolCall(part)
        {
            Engine = Engine,
            Priority = Priority,
            Size = part.ArgumentLength,
            ObservesCancellation = ObservesCancellation,
            Timeout = Timeout,
            KillGrace = KillGrace,
            QueueTimeout = QueueTimeout,
            RetriesLeft = Retries,
            Retries = Retries,
            IsChunk = true,
            Items = count,
            IsDivisible = true,
            _holders = 2,
        };
    }

    /// <summary>It is given to a worker.</summary>
    public void OnSending() => _sends++;

    /// <summary>Keeps what came back until the scheduler has said whether the caller gets it.</summary>
    public void KeepOutcome(CallOutcome outcome)
    {
        _outcome = outcome;
        _hasOutcome = true;
    }

    public CallOutcome TakeOutcome()
    {
        CallOutcome outcome = _outcome;
        _hasOutcome = false;
        _outcome = default;
        return outcome;
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
