using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ProcGen.Launching.Native;

/// <summary>What Linux and macOS do each in its own way. Everything else of the Unix code is shared.</summary>
internal abstract class UnixPlatform
{
    public static UnixPlatform Current { get; } = OperatingSystem.IsMacOS() ? new MacPlatform() : new LinuxPlatform();

    /// <summary>Opens a descriptor that polls readable when a process ends; -1 where there is none.</summary>
    /// <param name="processId">A process that was not reaped yet, or any other.</param>
    public abstract int OpenExitDescriptor(int processId);

    /// <summary>Makes a pipe; both ends are closed on exec and numbered above the standard streams.</summary>
    public abstract (int Read, int Write) CreatePipe();

    /// <summary>Duplicates a descriptor to a number above the standard streams, closed on exec.</summary>
    public abstract int DuplicateAboveStandard(int descriptor);

    /// <summary>Adds to the file actions what closes every descriptor above standard error in the child, or returns the spawn flag that does the same.</summary>
    public abstract unsafe short CloseUnrelatedDescriptors(void* fileActions);

    /// <summary>When a process was started, in the operating system's own unit; 0 where it cannot be known.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="alsoDead">Whether one that has ended, but was not reaped yet, counts.</param>
    public abstract ulong GetStartTime(int processId, bool alsoDead);

    /// <summary>How the process behind an exit descriptor ended, where the operating system still tells after somebody else reaped it.</summary>
    public abstract int? GetWaitStatus(int exitDescriptor);

    /// <summary>Makes a reader of the private memory of a process that was not reaped yet.</summary>
    public abstract IMemoryReader CreateMemoryReader(int processId);

    /// <summary><c>WNOWAIT</c>.</summary>
    public abstract int WaitNoReap { get; }

    /// <summary>The unit of <c>ru_maxrss</c> in bytes.</summary>
    public abstract int MaximumResidentUnit { get; }

    /// <summary>Runs an action on a thread whose children may only run on some processors; does nothing where there is no such thing.</summary>
    public abstract void WithAffinity(IReadOnlyList<int> processors, Action action);

    /// <summary>Makes the kernel take this process rather than its parent when memory is short.</summary>
    public abstract void PreferAsVictim();

    /// <summary>Sees to it that this process cannot outgrow its limit between two samples of its parent; null takes that back.</summary>
    public abstract void LimitPrivateMemory(long? bytes);

    /// <summary>The command line of this process, as it was started; empty where it cannot be known.</summary>
    public abstract IReadOnlyList<string> GetCommandLine();

    public static int ToNice(ProcessPriorityClass priority) => priority switch
    {
        // The values that System.Diagnostics.Process uses, so that its PriorityClass reads back what was asked for.
        ProcessPriorityClass.Idle => 19,
        ProcessPriorityClass.BelowNormal => 10,
        ProcessPriorityClass.Normal => 0,
        ProcessPriorityClass.AboveNormal => -6,
        ProcessPriorityClass.High => -11,
        ProcessPriorityClass.RealTime => -19,
        _ => throw new ArgumentOutOfRangeException(nameof(priority), priority, null),
    };

    protected static Exception Error(string what) => new IOException($"{what}: {Marshal.GetLastPInvokeErrorMessage()} (errno {Marshal.GetLastPInvokeError()})");
}
