namespace ProcGen;

public abstract partial class WorkerProcess
{
    // One for all: handlers are added and raised once in a process's life, and an instance's own lock would need an initialiser.
    private static readonly Lock s_exitedLock = new();

    private EventHandler? _exited;
    private bool _isExitedRaised;

    /// <summary>
    /// Raised once, on the thread pool, when the process has ended and its output is drained. A handler that is added after the end is called, too.
    /// An exception of a handler is unhandled, as on any thread-pool thread.
    /// </summary>
    public event EventHandler? Exited
    {
        add
        {
            lock (s_exitedLock)
            {
                if (!_isExitedRaised)
                {
                    _exited += value;
                    return;
                }
            }

            QueueExited(value);
        }

        remove
        {
            lock (s_exitedLock)
            {
                _exited -= value;
            }
        }
    }

    /// <summary>Tells the handlers that the process has ended. Called once.</summary>
    internal void RaiseExited()
    {
        EventHandler? handlers;
        lock (s_exitedLock)
        {
            _isExitedRaised = true;
            handlers = _exited;
            _exited = null;
        }

        QueueExited(handlers);
    }

    private void QueueExited(EventHandler? handlers)
    {
        if (handlers is not null)
        {
            ThreadPool.QueueUserWorkItem(static state => state.Handlers(state.Sender, EventArgs.Empty), (Handlers: handlers, Sender: this), preferLocal: false);
        }
    }
}
