using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ProcGen.Launching.Native;

/// <summary>A child on Windows: a process in a job of its own. Written against the documentation of Windows; not tested there.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsProcess : INativeProcess
{
    // Live processes hold themselves: a Process that is collected closes its pipes, and that ends a healthy worker.
    private static readonly HashSet<WindowsProcess> s_live = [];

    private readonly Process _process;
    private readonly WindowsJob _job;
    private readonly INativeProcessEvents _events;

    private WindowsProcess(Process process, WindowsJob job, INativeProcessEvents events)
    {
        _process = process;
        _job = job;
        _events = events;
    }

    public int Id { get; private init; }

    public static WindowsProcess Start(NativeStartInfo start, INativeProcessEvents events)
    {
        ProcessStartInfo info = new(start.FileName, start.Arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = !start.InheritOutput,
            RedirectStandardInput = true,
            RedirectStandardOutput = !start.InheritOutput,
            RedirectStandardError = !start.InheritOutput,
            WorkingDirectory = start.WorkingDirectory ?? "",
        };
        info.Environment.Clear();
        foreach ((string name, string value) in start.Environment)
        {
            info.Environment[name] = value;
        }

        WindowsJob job = new(start.MemoryLimitBytes);
        try
        {
#pragma warning disable RS0030 // The one place where workers are started on Windows.
            Process process = Process.Start(info) ?? throw new IOException($"'{start.FileName}' could not be started.");
#pragma warning restore RS0030
            try
            {
                // A worker waits for its record before it does anything else, so nothing that it starts escapes the job, the affinity or the priority.
                job.Assign(process.SafeHandle);
                if (start.Affinity is { Count: > 0 } processors)
                {
                    process.ProcessorAffinity = (nint)processors.Aggregate(0UL, static (mask, processor) => mask | (1UL << processor));
                }

                if (start.Priority is { } priority)
                {
                    process.PriorityClass = priority;
                }

                process.StandardInput.BaseStream.Write(start.Input.Span);
                process.StandardInput.BaseStream.Flush();
                return new(process, job, events) { Id = process.Id };
            }
            catch
            {
                process.Kill(entireProcessTree: true);
                process.Dispose();
                throw;
            }
        }
        catch
        {
            job.Dispose();
            throw;
        }
    }

    public void Watch()
    {
        lock (s_live)
        {
            s_live.Add(this);
        }

        _ = WatchAsync();
    }

    public void Terminate()
    {
        // Windows has no signal to a process without a console window: a worker is asked over its connection instead.
    }

    public void KillGroup() => _job.Terminate();

    public long? SampleMemory()
    {
        try
        {
            _process.Refresh();
            return _process.PrivateMemorySize64;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Ends this process at once: no handler, no finalizer, no flush.</summary>
    public static void ExitNow(int code) => TerminateProcess(-1, (uint)code);

    public static ulong GetStartTime(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            return (ulong)process.StartTime.ToFileTimeUtc();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return 0;
        }
    }

    public static unsafe int GetParentId()
    {
        // PROCESS_BASIC_INFORMATION; its last field is the id of the process that started this one.
        nint* information = stackalloc nint[6];
        return QueryInformationProcess(-1, 0, information, (uint)(6 * sizeof(nint)), null) == 0 ? (int)information[5] : 0;
    }

    public static unsafe IReadOnlyList<string> GetOwnCommandLine()
    {
        int count = 0;
        char** arguments = CommandLineToArguments(GetCommandLine(), &count);
        if (arguments is null)
        {
            return [];
        }

        string[] result = new string[count];
        for (int i = 0; i < count; i++)
        {
            result[i] = new string(arguments[i]);
        }

        LocalFree(arguments);
        return result;
    }

    private async Task WatchAsync()
    {
        Task output = _process.StartInfo.RedirectStandardOutput ? ReadAsync(_process.StandardOutput.BaseStream, isError: false) : Task.CompletedTask;
        Task error = _process.StartInfo.RedirectStandardError ? ReadAsync(_process.StandardError.BaseStream, isError: true) : Task.CompletedTask;
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _job.Terminate();
        _events.OnDied(new(_process.ExitCode, null, ReadPeak()));
        await Task.WhenAny(Task.WhenAll(output, error), Task.Delay(NativeProcesses.DrainTime)).ConfigureAwait(false);
        _job.Dispose();
        _process.Dispose();
        lock (s_live)
        {
            s_live.Remove(this);
        }

        _events.OnClosed();
    }

    private long? ReadPeak()
    {
        try
        {
            return _process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private async Task ReadAsync(Stream stream, bool isError)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer).ConfigureAwait(false) is > 0 and int count)
            {
                // One stream at a time, as the events are promised.
                lock (_job)
                {
                    _events.OnOutput(isError, buffer.AsSpan(0, count));
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Closed under the read, after the end of the process.
        }
    }

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateProcess(nint process, uint exitCode);

    [LibraryImport("ntdll", EntryPoint = "NtQueryInformationProcess")]
    private static unsafe partial int QueryInformationProcess(nint process, int kind, void* information, uint size, uint* written);

    [LibraryImport("kernel32", EntryPoint = "GetCommandLineW")]
    private static unsafe partial char* GetCommandLine();

    [LibraryImport("shell32", EntryPoint = "CommandLineToArgvW", SetLastError = true)]
    private static unsafe partial char** CommandLineToArguments(char* commandLine, int* count);

    [LibraryImport("kernel32")]
    private static unsafe partial nint LocalFree(void* memory);
}
