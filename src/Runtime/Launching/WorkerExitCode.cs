namespace ProcGen.Launching;

/// <summary>The exit codes of a worker that ends itself before or outside of its calls. The parent takes the last line on standard error that begins with <see cref="MessagePrefix"/> as the cause.</summary>
internal static class WorkerExitCode
{
    public const string MessagePrefix = "ProcGen worker: ";

    /// <summary>The worker ended in good order because it was asked to by SIGTERM: 128 + 15, as shells and .NET count it.</summary>
    public const int Terminated = 143;

    /// <summary>The process was started as a worker but ran the application's Main.</summary>
    public const int NoWorkerEntry = 213;

    /// <summary>The bootstrap record did not come, or is not of this build.</summary>
    public const int BootstrapFailed = 214;

    /// <summary>The parent ended. Nobody is left who could read it.</summary>
    public const int ParentGone = 215;

    /// <summary>The worker's loop ended by an exception.</summary>
    public const int LoopFailed = 216;

    public static bool IsOwn(int? code) => code is >= NoWorkerEntry and <= LoopFailed;
}
