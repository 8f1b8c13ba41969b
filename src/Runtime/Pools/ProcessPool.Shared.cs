using ProcGen.Pools;

namespace ProcGen;

public sealed partial class ProcessPool
{
    private const string SharedName = "shared";

    private static readonly Lock s_sharedLock = new();
    private static volatile ProcessPool? s_shared;
    private static PoolSettings? s_sharedSettings;

    /// <summary>
    /// The pool on which awaited calls run. Made at its first use with the options of <see cref="ConfigureShared"/>; lives as long as the process. In a worker
    /// it is a pool of one worker of its own.
    /// </summary>
    public static ProcessPool Shared => s_shared ?? MakeShared();

    /// <summary>Sets the options of <see cref="Shared"/>: at the start of <c>Main</c>, before the first call.</summary>
    /// <param name="options">The options; copied.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The shared pool is in use already.</exception>
    public static void ConfigureShared(ProcessPoolOptions options)
    {
        var settings = new PoolSettings(options, SharedName);
        lock (s_sharedLock)
        {
            if (s_shared is not null)
            {
                throw new InvalidOperationException(
                    $"{nameof(ProcessPool)}.{nameof(Shared)} is in use already, so that its options cannot change any more. Call {nameof(ConfigureShared)} at the start of Main, before the first call.");
            }

            s_sharedSettings = settings;
        }
    }

    private static ProcessPool MakeShared()
    {
        lock (s_sharedLock)
        {
            if (s_shared is null)
            {
                s_shared = new ProcessPool(s_sharedSettings ?? new PoolSettings(new(), SharedName), WorkerConnectionFactory.Instance, isShared: true);
            }

            return s_shared;
        }
    }
}
