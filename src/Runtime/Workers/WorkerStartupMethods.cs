using System.Collections.Concurrent;
using ProcGen.Calls;
using ProcGen.CompilerServices;

namespace ProcGen.Workers;

/// <summary>Runs each table's <see cref="WorkerStartupAttribute"/> methods once: those of the referenced assemblies first. Thread-safe.</summary>
internal sealed class WorkerStartupMethods
{
    // What the current code was called by, so that a call that would wait for its own caller can be refused.
    private static readonly AsyncLocal<Startup?> s_current = new();

    private readonly ConcurrentDictionary<string, Startup> _startups = new(StringComparer.Ordinal);

    /// <summary>Refuses a call that runs inline and is made by a start-up method for whose end it has to wait.</summary>
    /// <exception cref="InvalidOperationException">It is such a call.</exception>
    public static void ThrowIfAwaitedBy(ProcessInvocation call)
    {
        if (s_current.Value is { IsRunning: true } startup && MethodTables.Of(call.Method.Assembly) is { } table && Needs(table, startup.Assembly))
        {
            throw new InvalidOperationException(
                $"'{call.Method.DisplayName}' was called by a [WorkerStartup] method of '{startup.Assembly}' and runs only after that has ended, so that it would wait for itself. "
                + "(In a worker process it would start another worker, which would do the same.) Call the method itself instead of its stub, or do this in the pool's Initializer.");
        }
    }

    /// <summary>Runs what has not run yet. Whoever comes meanwhile waits for that.</summary>
    /// <exception cref="Exception">What a method threw, now or when it was to run before.</exception>
    public void Run(ProcessMethodTable table)
    {
        foreach (ProcessMethodTable reference in table.References)
        {
            Run(reference);
        }

        // One lock for each assembly, because start-up methods may themselves call methods of others, on other threads.
        Startup startup = _startups.GetOrAdd(table.AssemblyName, static name => new Startup(name));
        lock (startup)
        {
            if (startup.Failure is not null)
            {
                throw startup.Failure;
            }

            if (!startup.HasRun)
            {
                startup.HasRun = true;
                Run(table, startup);
            }
        }
    }

    private static void Run(ProcessMethodTable table, Startup startup)
    {
        Startup? before = s_current.Value;
        s_current.Value = startup;
        startup.IsRunning = true;
        try
        {
            table.RunStartupAsync().AsTask().GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            startup.Failure = e;
            throw;
        }
        finally
        {
            startup.IsRunning = false;
            s_current.Value = before;
        }
    }

    private static bool Needs(ProcessMethodTable table, string assembly) =>
        table.AssemblyName == assembly || table.References.Any(reference => Needs(reference, assembly));

    private sealed class Startup(string assembly)
    {
        private volatile bool _isRunning;

        public string Assembly => assembly;

        /// <summary>What start-up methods leave running in the background may make calls afterwards.</summary>
        public bool IsRunning { get => _isRunning; set => _isRunning = value; }

        public bool HasRun { get; set; }

        public Exception? Failure { get; set; }
    }
}
