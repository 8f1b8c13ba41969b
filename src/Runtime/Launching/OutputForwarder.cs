using System.Globalization;

namespace ProcGen.Launching;

/// <summary>
/// Hands the lines of one worker to its receiver, in order, on the thread pool: the thread that drains the pipes never waits for a receiver, so a slow one cannot
/// stop a worker. What piles up beyond a limit is dropped, and said so.
/// </summary>
internal sealed class OutputForwarder(WorkerLaunchOptions options, int processId) : IThreadPoolWorkItem
{
    private const int MaximumQueuedCharacters = 4 << 20;

    private readonly Queue<WorkerOutputLine> _queue = [];
    private int _queuedCharacters;
    private int _dropped;
    private bool _running;

    public void Add(bool isError, string text)
    {
        lock (_queue)
        {
            if (_queuedCharacters > MaximumQueuedCharacters)
            {
                _dropped++;
                return;
            }

            if (_dropped > 0)
            {
                Enqueue(true, string.Create(CultureInfo.InvariantCulture, $"({_dropped} lines were dropped here: they came faster than they were taken)"));
                _dropped = 0;
            }

            Enqueue(isError, text);
            if (_running)
            {
                return;
            }

            _running = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (true)
        {
            WorkerOutputLine line;
            lock (_queue)
            {
                if (!_queue.TryDequeue(out line))
                {
                    _running = false;
                    Monitor.PulseAll(_queue);
                    return;
                }

                _queuedCharacters -= line.Text.Length;
            }

            options.Output.Receive(line);
        }
    }

    /// <summary>Waits until all lines so far were handed over, or the time is up.</summary>
    public void Flush(TimeSpan timeout)
    {
        long deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        lock (_queue)
        {
            while (_running)
            {
                long left = deadline - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_queue, (int)left))
                {
                    return;
                }
            }
        }
    }

    private void Enqueue(bool isError, string text)
    {
        _queue.Enqueue(new(options.Name, processId, isError, text));
        _queuedCharacters += text.Length;
    }
}
