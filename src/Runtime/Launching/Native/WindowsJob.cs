using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ProcGen.Launching.Native;

/// <summary>
/// A job object: a process and all that it starts end together, when asked or when the last handle (ours) is closed, also by this process's own death.
/// Written against the documentation of Windows; not tested there.
/// </summary>
internal sealed unsafe partial class WindowsJob : IDisposable
{
    private const int ExtendedLimitInformation = 9; // JobObjectExtendedLimitInformation
    private const uint LimitKillOnJobClose = 0x2000;
    private const uint LimitProcessMemory = 0x100;
    private const uint LimitDieOnUnhandledException = 0x400;

    private readonly SafeFileHandle _handle;

    /// <param name="memoryLimitBytes">What one process of the job may commit.</param>
    public WindowsJob(long? memoryLimitBytes)
    {
        _handle = new(CreateJobObject(0, 0), ownsHandle: true);
        if (_handle.IsInvalid)
        {
            throw new Win32Exception();
        }

        ExtendedLimits limits = default;
        limits.Flags = LimitKillOnJobClose | LimitDieOnUnhandledException;
        if (memoryLimitBytes is { } limit)
        {
            // Commitment counts what is reserved to be written: a hard stop above what sampling holds the process to.
            limits.Flags |= LimitProcessMemory;
            limits.ProcessMemoryLimit = (nuint)(limit + Math.Max(limit / 2, 512L << 20));
        }

        if (!SetInformationJobObject(_handle, ExtendedLimitInformation, &limits, (uint)sizeof(ExtendedLimits)))
        {
            throw new Win32Exception();
        }
    }

    public void Assign(SafeProcessHandle process)
    {
        if (!AssignProcessToJobObject(_handle, process))
        {
            throw new Win32Exception();
        }
    }

    public void Terminate()
    {
        if (!_handle.IsClosed)
        {
            TerminateJobObject(_handle, 1);
        }
    }

    public void Dispose() => _handle.Dispose();

    // JOBOBJECT_EXTENDED_LIMIT_INFORMATION.
    [StructLayout(LayoutKind.Sequential)]
    private struct ExtendedLimits
    {
        public long PerProcessUserTimeLimit;
        public long PerJobUserTimeLimit;
        public uint Flags;
        public nuint MinimumWorkingSetSize;
        public nuint MaximumWorkingSetSize;
        public uint ActiveProcessLimit;
        public nuint Affinity;
        public uint PriorityClass;
        public uint SchedulingClass;
        public fixed ulong IoCounters[6];
        public nuint ProcessMemoryLimit;
        public nuint JobMemoryLimit;
        public nuint PeakProcessMemoryUsed;
        public nuint PeakJobMemoryUsed;
    }

    [LibraryImport("kernel32", EntryPoint = "CreateJobObjectW", SetLastError = true)]
    private static partial nint CreateJobObject(nint attributes, nint name);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformationJobObject(SafeFileHandle job, int kind, void* information, uint size);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(SafeFileHandle job, SafeProcessHandle process);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateJobObject(SafeFileHandle job, uint exitCode);
}
