using System.Runtime.CompilerServices;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Protocol;
using ProcGen.Transport;
using ProcGen.Workers;

namespace ProcGen.Managers;

/// <summary>
/// A connection to a manager: on it this process is the caller, as a parent is of its worker, so that calls, sequences, progress, cancellation and errors work as there, over shared memory where that can
/// be had. It lives as long as the process or the manager.
/// </summary>
internal sealed class ManagerConnection : ManagerLink, IParentSessionEvents
{
    private static readonly TimeSpan s_connectTime = TimeSpan.FromSeconds(10);

    private readonly string _name;
    private ParentSession? _session;
    private volatile ManagerGoneException? _gone;

    private ManagerConnection(ManagerAddress address) : base(address) => _name = $"manager {address.ProcessId}";

    /// <inheritdoc/>
    public override ManagerGoneException? Gone => _gone;

    /// <summary>Connects.</summary>
    public static ManagerConnection Open(ManagerAddress address)
    {
        var connection = new ManagerConnection(address);
        try
        {
            connection.Connect();
        }
        catch (Exception e) when (e is IOException or ProcessException or TimeoutException or OperationCanceledException)
        {
            connection._gone = connection.NewGone("cannot be reached: " + e.Message, e);
        }

        return connection;
    }

    /// <summary>Connects to a manager on a network.</summary>
    /// <param name="address">Where, and with which key; without an instance.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ManagerConnectionException">It did not come about.</exception>
    public static async Task<ManagerConnection> OpenAsync(ManagerAddress address, CancellationToken cancellationToken)
    {
        (ByteChannel channel, ManagerAddress found) = await NetworkClient.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
        var connection = new ManagerConnection(found);
        connection.BeginNetwork(channel);
        return connection;
    }

    /// <summary>Ends the connection, where another one has taken its place.</summary>
    public void Close() => _session?.Dispose();

    /// <inheritdoc/>
    public override TResult Run<TResult>(ProcessCall<TResult> call)
    {
        CallOperation<TResult> operation = Write(call, static c => CallOperation<TResult>.Rent(c));
        operation.ExpectWait();
        Launch(operation);
        operation.Wait();
        TResult result = operation.GetResult();
        if (operation.IsPlainSuccess)
        {
            operation.Recycle();
        }

        return result;
    }

    /// <inheritdoc/>
    public override void Run(ProcessCall call)
    {
        VoidCallOperation operation = Write(call, static c => VoidCallOperation.Rent(c));
        operation.ExpectWait();
        Launch(operation);
        operation.Wait();
        operation.ThrowIfFailed();
        if (operation.IsPlainSuccess)
        {
            operation.Recycle();
        }
    }

    /// <inheritdoc/>
    public override Task<TResult> RunAsync<TResult>(ProcessCall<TResult> call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        CallOperation<TResult> operation = Write(call, static c => CallOperation.Create(c));
        Launch(operation);
        CancelBy(operation, cancellationToken);
        return operation.Task;
    }

    /// <inheritdoc/>
    public override Task RunAsync(ProcessCall call, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        CallOperation operation = Write(call, static c => CallOperation.Create(c));
        Launch(operation);
        CancelBy(operation, cancellationToken);
        return operation.Task;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<T> StreamAsync<T>(ProcessStream<T> stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        StreamOperation<T> operation = Write(stream, static s => CallOperation.Create(s));
        Launch(operation);
        CancelBy(operation, cancellationToken);
        try
        {
            await foreach (T item in operation.Items.ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            if (!operation.Task.IsCompleted)
            {
                // Whoever leaves early waits for the method's finally blocks, as with any enumerator.
                _session!.Cancel(operation);
                await operation.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <inheritdoc/>
    public override void Acquire(ulong id) => Post(new ManagerCall<ulong, bool>(ManagerMethod.Acquire, id, id, ManagerMethod.WriteNothing));

    /// <inheritdoc/>
    public override void Release(ulong id) => Post(new ManagerCall<ulong, bool>(ManagerMethod.Release, id, id, ManagerMethod.WriteNothing));

    void IParentSessionEvents.OnStarted(CallOperation call)
    {
    }

    void IParentSessionEvents.OnEnded(CallOperation call, CallOutcome outcome) => call.TryComplete(outcome);

    void IParentSessionEvents.OnTerminating()
    {
    }

    // The records go to the loggers of the manager's owner. Without credit the other side sends no more.
    void IParentSessionEvents.OnLog(CallOperation? call, PayloadBuffer content) => content.Return();

    void IParentSessionEvents.OnExitNotice(PayloadBuffer content) => content.Return();

    void IParentSessionEvents.OnReturned(CallOperation call) => throw new InvalidOperationException("Nothing is asked back from a manager.");

    private void BeginNetwork(ByteChannel channel) => Begin(new StreamCarrier(channel, NetworkAddress.Parse(Address.Endpoint).MaxMessageLength) { Audience = Items });

    private void Begin(IFrameCarrier carrier)
    {
        _session = new ParentSession(carrier, this, Address.ProcessId, _name);
        _ = ReceiveAsync(_session);
    }

    private void Connect()
    {
        if (IsOtherMachine)
        {
            (ByteChannel network, _) = NetworkClient.ConnectAsync(Address, CancellationToken.None).GetAwaiter().GetResult();
            BeginNetwork(network);
            return;
        }

        ByteChannel channel = TransportConnector.ConnectAsParent(Address.Endpoint);
        try
        {
            HandshakeExchange.Connect(channel, Address.Token.ToArray(), Address.ProcessId);
            using var deadline = new CancellationTokenSource(s_connectTime);
            (IFrameCarrier carrier, _) = CarrierSelection.OfferAsync(channel, CarrierKinds.OfEnvironment(), deadline.Token).GetAwaiter().GetResult();
            Begin(carrier);
        }
        catch
        {
            channel.Dispose();
            throw;
        }
    }

    private async Task ReceiveAsync(ParentSession session)
    {
        Exception? cause = null;
        try
        {
            await session.ReceiveAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is ProtocolException or IOException)
        {
            cause = e;
        }

        _gone = NewGone(cause is null ? "has ended" : "broke the connection: " + cause.Message, cause);
        session.Dispose();
        session.ForgetMemory();
        foreach (CallOperation call in session.TakeCalls())
        {
            call.TryFail(NewGone("ended before it had answered"));
        }
    }

    /// <summary>Writes the arguments of a call, in the form for this manager.</summary>
    private TOperation Write<TCall, TOperation>(TCall call, Func<TCall, TOperation> create)
    {
        ManagerLink? before = ManagerHandles.Destination;
        ManagerHandles.Destination = this;
        try
        {
            return create(call);
        }
        finally
        {
            ManagerHandles.Destination = before;
        }
    }

    private void Launch(CallOperation operation)
    {
        operation.IsInterruptible = false;
        operation.IsStartQuiet = true;
        if (_gone is null)
        {
            _session!.Send(operation);
        }

        // Also where it ended in between: then the session has dropped the call, perhaps a moment before the cause is known here.
        if (_gone is { } gone)
        {
            operation.TryFail(NewGone(gone));
        }
        else if (_session!.HasEnded)
        {
            operation.TryFail(NewGone("has ended"));
        }
    }

    private void Post(ProcessCall call)
    {
        if (_gone is null)
        {
            CallOperation operation = Write(call, static c => CallOperation.Create(c));
            Launch(operation);
            _ = operation.Task.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void CancelBy(CallOperation operation, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
        {
            return;
        }

        CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static state =>
            {
                (ManagerConnection connection, CallOperation call, CancellationToken token) = ((ManagerConnection, CallOperation, CancellationToken))state!;
                call.CancelledBy = token;
                connection._session?.Cancel(call);
            },
            (this, operation, cancellationToken));
        _ = operation.Task.ContinueWith(
            static (_, state) => ((CancellationTokenRegistration)state!).Dispose(), registration, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private ManagerGoneException NewGone(string what, Exception? cause = null) =>
        new($"The manager (process {Address.ProcessId}) {what}. What its shared objects held is lost; start another manager and make them anew.", cause);

    // An exception of its own for everyone who gets one: it collects the stack of its throw.
    private static ManagerGoneException NewGone(ManagerGoneException gone) => new(gone.Message, gone.InnerException);
}
