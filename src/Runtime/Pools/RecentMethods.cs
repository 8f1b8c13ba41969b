using ProcGen.CompilerServices;

namespace ProcGen.Pools;

/// <summary>The last few methods that were called in a pool: a new worker makes ready for them. Thread-safe, and costs a comparison where it is always the same method.</summary>
internal sealed class RecentMethods
{
    private const int Most = 8;

    private readonly ProcessMethod?[] _methods = new ProcessMethod?[Most];
    private int _next;

    /// <summary>A method is called.</summary>
    public void Add(ProcessMethod method)
    {
        foreach (ProcessMethod? known in _methods)
        {
            if (ReferenceEquals(known, method))
            {
                return;
            }
        }

        lock (_methods)
        {
            _methods[_next++ % Most] = method;
        }
    }

    public ProcessMethod[] ToArray()
    {
        lock (_methods)
        {
            return [.. _methods.OfType<ProcessMethod>().Distinct()];
        }
    }
}
