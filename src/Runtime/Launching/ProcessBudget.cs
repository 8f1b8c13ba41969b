using System.Globalization;

namespace ProcGen.Launching;

/// <summary>
/// How many worker processes this process may have at once, those of its workers included. The root has a number; every worker is granted a part of it with its
/// bootstrap record, so that calls that use pools inside of workers can never become a bomb, whatever they do. Thread-safe.
/// </summary>
internal sealed class ProcessBudget
{
    /// <summary>A worker at this depth starts no workers.</summary>
    public const int MaximumDepth = 3;

    public const string VariableName = "PROCGEN_PROCESS_BUDGET";

    private const int MaximumNested = 8;

    private static readonly Lazy<ProcessBudget> s_current = new(static () =>
        WorkerIdentity.Bootstrap is { } bootstrap ? new(bootstrap.ProcessBudget, bootstrap.Depth) : new(ReadRootBudget(), 0));

    private readonly Lock _gate = new();
    private readonly int _total;
    private readonly int _depth;
    private int _available;

    public ProcessBudget(int total, int depth)
    {
        _total = total;
        _depth = depth;
        _available = total;
    }

    public static ProcessBudget Current => s_current.Value;

    public int Available
    {
        get
        {
            lock (_gate)
            {
                return _available;
            }
        }
    }

    /// <summary>Takes one process and what it may start in its turn; disposing the grant gives both back.</summary>
    /// <exception cref="WorkerStartException">The depth or the number is used up; the message says how to raise it.</exception>
    public Grant Take(string workerName)
    {
        if (_depth >= MaximumDepth)
        {
            throw new WorkerStartException(
                $"The worker '{workerName}' was not started: this process is itself a worker at depth {_depth}, and workers nest at most {MaximumDepth} deep. "
                + "A call that starts calls that start calls usually recurses by mistake: run the innermost method directly, or return its work to the caller.")
            {
                WorkerName = workerName,
            };
        }

        lock (_gate)
        {
            if (_available == 0)
            {
                throw new WorkerStartException(
                    _depth == 0
                        ? $"The worker '{workerName}' was not started: this application has {_total} worker processes (or has granted them to its workers), which is its budget. "
                            + $"Dispose the pools and processes that are not needed any more, or set the environment variable {VariableName} to a larger number."
                        : $"The worker '{workerName}' was not started: this process is itself a worker and may have {_total} workers of its own at a time. "
                            + $"Use the shared pool inside of workers, or give the root process a larger budget with the environment variable {VariableName}.")
                {
                    WorkerName = workerName,
                };
            }

            // The root keeps most for its own workers; a worker divides what little it has in halves.
            int nested = _depth + 1 >= MaximumDepth ? 0 : Math.Min(MaximumNested, _depth == 0 ? _available / 64 : (_available - 1) / 2);
            _available -= 1 + nested;
            return new(this, nested);
        }
    }

    private static int ReadRootBudget()
    {
        string? text = Environment.GetEnvironmentVariable(VariableName);
        return text is null ? Math.Max(1024, 64 * Environment.ProcessorCount)
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int budget) && budget > 0 ? budget
            : throw new WorkerStartException($"The environment variable {VariableName} is '{text}', which is not a number of processes (1 or more).");
    }

    /// <summary>One process out of a budget, and what it may start in its turn.</summary>
    public sealed class Grant(ProcessBudget owner, int nested) : IDisposable
    {
        private int _disposed;

        public int Nested => nested;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                lock (owner._gate)
                {
                    owner._available += 1 + nested;
                }
            }
        }
    }
}
