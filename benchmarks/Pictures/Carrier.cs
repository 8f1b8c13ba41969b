namespace ProcGen.Pictures;

/// <summary>Pools whose frames travel over one carrier or the other.</summary>
internal static class Carrier
{
    public const string SharedMemory = "shared memory";
    public const string Sockets = "sockets";

    /// <summary>Makes a pool of one worker that has answered a call, so that it is there.</summary>
    public static ProcessPool CreatePool(string carrier, bool allowsSynchronousContinuations = false)
    {
        // Read when a worker is connected; this program makes one pool after the other.
        Environment.SetEnvironmentVariable("PROCGEN_TRANSPORT", carrier == Sockets ? "socket" : "shared");
        var pool = new ProcessPool(new() { Workers = 1, MinWorkers = 1, AllowSynchronousContinuations = allowsSynchronousContinuations });
        pool.Run(Jobs.InProcess.Identity(0));
        return pool;
    }
}
