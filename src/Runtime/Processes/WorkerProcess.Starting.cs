using ProcGen.Calls;
using ProcGen.Processes;

namespace ProcGen;

public abstract partial class WorkerProcess
{
    /// <summary>Starts a process that runs one call and exits.</summary>
    /// <param name="call">The call. Its arguments are written before this method returns.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The process. Its id is known; it may still be getting ready.</returns>
    /// <exception cref="ProcessSerializationException">An argument cannot be written.</exception>
    /// <exception cref="WorkerStartException">The operating system refused to start the process; the message has the cause.</exception>
    public static WorkerProcess Start(ProcessCall call, WorkerProcessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        var process = new CallProcess();
        process.Launch(call, CallOperation.Create(call), options);
        return process;
    }

    /// <summary>Starts a process that runs one call, hands back its result and exits.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="call">The call. Its arguments are written before this method returns.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>The process. Its id is known; it may still be getting ready.</returns>
    /// <exception cref="ProcessSerializationException">An argument cannot be written.</exception>
    /// <exception cref="WorkerStartException">The operating system refused to start the process; the message has the cause.</exception>
    public static WorkerProcess<TResult> Start<TResult>(ProcessCall<TResult> call, WorkerProcessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        var operation = CallOperation.Create(call);
        var process = new WorkerProcess<TResult>(operation);
        process.Launch(call, operation, options);
        return process;
    }

    /// <summary>Starts this object's body in a process. The object's fields are copied before this method returns. An object starts once.</summary>
    /// <param name="options">How; null for the defaults. The object's own <see cref="Name"/> and <see cref="IsDaemon"/>, where they were set, win.</param>
    /// <exception cref="InvalidOperationException">The object was started already, or its class has no marked body.</exception>
    /// <exception cref="ObjectDisposedException">The object was disposed before.</exception>
    /// <exception cref="ProcessSerializationException">A field cannot be written; the message names it.</exception>
    /// <exception cref="WorkerStartException">The operating system refused to start the process; the message has the cause.</exception>
    public void Start(WorkerProcessOptions? options = null)
    {
        if (_isCurrent || Volatile.Read(ref _startedOrDisposed) == Started)
        {
            throw NewStartedTwice();
        }

        var call = CreateRunCall() ?? throw new InvalidOperationException(NoBodyMessage);
        Launch(call, CallOperation.Create(call), options);
    }

    private void Launch(ProcessCall call, CallOperation operation, WorkerProcessOptions? options)
    {
        var isClaimed = false;
        try
        {
            options ??= new();
            var launch = options.ToLaunchOptions(
                _name ?? options.Name ?? ProcessNames.Next(this, call), _isDaemon ?? options.IsDaemon, call.Method.MemoryLimitMegabytes);
            switch (Interlocked.CompareExchange(ref _startedOrDisposed, Started, 0))
            {
                case Started: throw NewStartedTwice();
                case Disposed: throw new ObjectDisposedException(Name);
            }

            isClaimed = true;
            _run = WorkerRun.Start(this, operation, launch, options);
        }
        catch
        {
            // Frees the arguments; nobody has seen the call's task yet. A refused start does not use the object up.
            operation.TryCancel(CancellationToken.None);
            if (isClaimed)
            {
                Volatile.Write(ref _startedOrDisposed, 0);
            }

            throw;
        }
    }

    private InvalidOperationException NewStartedTwice() =>
        new($"'{Name}' was started already. A process object runs once; make a new one for a second process.");
}
