using ProcGen.Launching.Native;

namespace ProcGen.Launching;

/// <summary>The first instructions of a worker, whatever the route: what must happen before any code of the application, then the bootstrap record, then the worker's loop.</summary>
internal static class WorkerEntry
{
    // The parent writes the record before it even knows that the process was started.
    private static readonly TimeSpan s_recordTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Runs this process as a worker, if that is what it was started for.</summary>
    /// <param name="loop">The worker's life after its bootstrap: gives the exit code.</param>
    /// <param name="exitCode">The code to end the process with, at once.</param>
    /// <param name="isHook">Whether this is the startup hook, which is named in the environment of workers only.</param>
    /// <returns>False in a process that is none: nothing was changed.</returns>
    public static bool TryRun(Func<WorkerBootstrap, int> loop, out int exitCode, bool isHook = false)
    {
        exitCode = 0;
        if (Environment.GetEnvironmentVariable(SpawnMarker.VariableName) is not { } text)
        {
            return false;
        }

        // In this order: a parent that dies in between is seen to be gone. The other way round this process would take itself for a stranger to the marker,
        // and run the application as an orphan.
        bool isChild = SpawnMarker.TryParse(text, out SpawnMarker marker) && NativeProcesses.IsParent(marker.ParentId);
        if (!marker.IsValid)
        {
            exitCode = WorkerExitCode.ParentGone;
            return true;
        }

        if (!isChild)
        {
            if (isHook)
            {
                // The parent died between our start and now, and may still look alive as a zombie: to go on would run the application's Main, once per worker.
                exitCode = WorkerExitCode.ParentGone;
                return true;
            }

            // A process started by one that should have become a worker and did not. It is none itself, and the guard keeps it from starting any.
            return false;
        }

        SpawnGuard.Enter();
        try
        {
            IWorkerInput input = NativeProcesses.TakeStandardInput();
            ClearEnvironment();
            WorkerBootstrap bootstrap = ReadBootstrap(input);
            WorkerIdentity.Set(bootstrap);
            ParentWatch.Start(input, bootstrap.ParentId, bootstrap.ParentStartTime);
            NativeProcesses.PreferAsVictim();
            WorkerMemoryLimit.Begin(bootstrap.MemoryLimitBytes);
            WorkerLifetime.HandleSignals();
            exitCode = loop(bootstrap);
        }
        catch (EndOfStreamException)
        {
            exitCode = WorkerExitCode.ParentGone;
        }
        catch (Exception e) when (!WorkerIdentity.IsWorker)
        {
            NativeProcesses.WriteError(WorkerExitCode.MessagePrefix + (e is TimeoutException
                ? $"the parent's bootstrap record did not come within {s_recordTimeout.TotalSeconds} seconds."
                : e is InvalidDataException or IOException ? e.Message : e.ToString().ReplaceLineEndings(" ")));
            exitCode = WorkerExitCode.BootstrapFailed;
        }
        catch (Exception e)
        {
            NativeProcesses.WriteError($"{e}\n{WorkerExitCode.MessagePrefix}its loop ended with {e.GetType()}: {e.Message}");
            exitCode = WorkerExitCode.LoopFailed;
        }

        if (exitCode == WorkerExitCode.ParentGone || WorkerLifetime.ParentGone.IsCancellationRequested)
        {
            // Nobody is left to kill what this worker started.
            NativeProcesses.EndOwnGroup(WorkerExitCode.ParentGone);
        }

        if (WorkerLifetime.Terminating.IsCancellationRequested)
        {
            exitCode = WorkerExitCode.Terminated;
        }

        // From here on only handlers of the application and its foreground threads run: they get this long.
        WorkerLifetime.ExitAfter(WorkerLifetime.ExitTime, exitCode);
        return true;
    }

    private static WorkerBootstrap ReadBootstrap(IWorkerInput input)
    {
        Span<byte> header = stackalloc byte[BootstrapRecord.HeaderSize];
        input.ReadExactly(header, s_recordTimeout);
        byte[] body = new byte[BootstrapRecord.ReadHeader(header)];
        input.ReadExactly(body, s_recordTimeout);
        return BootstrapRecord.ReadBody(body);
    }

    /// <summary>Takes out what made this process a worker, or every program that it starts would try to become one. Foreign hooks stay for those that the application starts.</summary>
    private static void ClearEnvironment()
    {
        NativeProcesses.SetEnvironment(SpawnMarker.VariableName, null);
        if (Environment.GetEnvironmentVariable(WorkerEnvironment.StartupHooks) is { } hooks)
        {
            string[] foreign = Array.FindAll(hooks.Split(Path.PathSeparator), static hook => hook != LaunchRoute.HookName);
            NativeProcesses.SetEnvironment(WorkerEnvironment.StartupHooks, foreign.Length == 0 ? null : string.Join(Path.PathSeparator, foreign));
        }
    }
}
