using ProcGen.Launching.Native;

namespace ProcGen.Launching;

/// <summary>
/// The memory that this worker may hold now: the process's own limit, or the least of those that the methods that run here have declared. It binds the managed heap
/// (allocations beyond it throw) and, where the system can, private memory as such. The parent's sampling sees what neither of them does. Thread-safe.
/// </summary>
/// <remarks>
/// The limit is not given to the garbage collector by the environment: a heap that starts under a limit reserves no more addresses than that limit needs, and could not be
/// allowed more for a method that declares more. Changing it takes some 50 µs.
/// </remarks>
internal sealed class WorkerMemoryLimit
{
    private readonly Lock _gate = new();
    private readonly List<long> _methods = [];
    private readonly long? _process;
    private long? _applied;

    /// <param name="processBytes">The limit of the whole process, which holds at once; null for none.</param>
    public WorkerMemoryLimit(long? processBytes)
    {
        _process = processBytes;
        Apply();
    }

    /// <summary>That of this process; null where it is no worker.</summary>
    public static WorkerMemoryLimit? Current { get; private set; }

    /// <summary>Called once, before any user code.</summary>
    public static void Begin(long? processBytes) => Current = new(processBytes);

    /// <summary>Puts a method's limit in force until <see cref="Leave"/>.</summary>
    public void Enter(long bytes)
    {
        lock (_gate)
        {
            _methods.Add(bytes);
            Apply();
        }
    }

    public void Leave(long bytes)
    {
        lock (_gate)
        {
            _methods.Remove(bytes);
            Apply();
        }
    }

    private void Apply()
    {
        long? wanted = _methods.Count == 0 ? _process : _methods.Min();
        if (wanted != _applied && ManagedHeap.TryLimit(wanted))
        {
            NativeProcesses.LimitPrivateMemory(wanted);
            _applied = wanted;
        }
    }

    /// <summary>The garbage collector's hard limit, which can be changed while a process runs.</summary>
    private static class ManagedHeap
    {
        private const string Name = "GCHeapHardLimit";

        // What the application is configured with, asked before it is changed; 0 where there is no limit.
        private static ulong? s_configured;

        /// <returns>False if what lives on the heap is more than the limit: then the process is past it, which is its parent's to see.</returns>
        public static bool TryLimit(long? bytes)
        {
            object? before = AppContext.GetData(Name);
            s_configured ??= GC.GetConfigurationVariables().GetValueOrDefault(Name) is long configured ? (ulong)configured : 0;
            AppContext.SetData(Name, (ulong?)bytes ?? s_configured.Value);
            if (TryRefresh())
            {
                return true;
            }

            // The heap keeps memory that is free. Given back, it may well be below the limit.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            if (TryRefresh())
            {
                return true;
            }

            AppContext.SetData(Name, before);
            return false;
        }

        private static bool TryRefresh()
        {
            try
            {
                GC.RefreshMemoryLimit();
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }
    }
}
