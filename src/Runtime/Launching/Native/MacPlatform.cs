using System.Runtime.InteropServices;

namespace ProcGen.Launching.Native;

/// <summary>macOS: kqueue, proc_pidinfo, close-on-exec by default. Written against the system's headers and manual pages; not tested on a Mac.</summary>
internal sealed unsafe partial class MacPlatform : UnixPlatform
{
    private const int DuplicateCloseOnExec = 67; // F_DUPFD_CLOEXEC
    private const short SpawnCloseOnExecByDefault = 0x4000; // POSIX_SPAWN_CLOEXEC_DEFAULT
    private const short FilterProcess = -5; // EVFILT_PROC
    private const ushort EventAdd = 1;
    private const ushort EventOneShot = 0x10;
    private const uint NoteExit = 0x80000000;
    private const int ProcessTaskInfo = 4; // PROC_PIDTASKINFO
    private const int ProcessBsdInfo = 3; // PROC_PIDTBSDINFO
    private const int BsdInfoSize = 136;
    private const int BsdInfoStartSeconds = 120;
    private const int RusageInfoVersion = 2;
    private const int RusageInfoSize = 232;
    private const int RusageInfoPhysicalFootprint = 72;

    public override int WaitNoReap => 0x20;

    public override int MaximumResidentUnit => 1;

    public override int OpenExitDescriptor(int processId)
    {
        int queue = KernelQueue();
        if (queue < 0)
        {
            return -1;
        }

        FileControl(queue, LibC.F_SETFD, LibC.FD_CLOEXEC);
        KernelEvent change = new() { Identifier = (nuint)processId, Filter = FilterProcess, Flags = EventAdd | EventOneShot, FilterFlags = NoteExit };
        if (KernelEventControl(queue, &change, 1, null, 0, null) != 0)
        {
            _ = LibC.Close(queue);
            return -1;
        }

        return queue; // itself polls readable when the event is there
    }

    public override (int Read, int Write) CreatePipe()
    {
        int* ends = stackalloc int[2];
        if (LibC.Pipe(ends) != 0)
        {
            throw Error("pipe");
        }

        // There is no pipe2. A process started by somebody else in between may hold an end; our own children do not (close-on-exec by default).
        for (int i = 0; i < 2; i++)
        {
            int moved = DuplicateAboveStandard(ends[i]);
            _ = LibC.Close(ends[i]);
            ends[i] = moved;
        }

        return (ends[0], ends[1]);
    }

    public override int DuplicateAboveStandard(int descriptor) => FileControl(descriptor, DuplicateCloseOnExec, 3);

    public override short CloseUnrelatedDescriptors(void* fileActions) => SpawnCloseOnExecByDefault;

    public override ulong GetStartTime(int processId, bool alsoDead)
    {
        byte* info = stackalloc byte[BsdInfoSize];
        return ProcessInfo(processId, ProcessBsdInfo, 0, info, BsdInfoSize) == BsdInfoSize
            ? (*(ulong*)(info + BsdInfoStartSeconds) * 1_000_000) + *(ulong*)(info + BsdInfoStartSeconds + 8)
            : 0;
    }

    public override int? GetWaitStatus(int exitDescriptor) => null;

    public override IMemoryReader CreateMemoryReader(int processId) => new FootprintReader(processId);

    public override void WithAffinity(IReadOnlyList<int> processors, Action action) =>
        throw new PlatformNotSupportedException("macOS cannot bind a process to processors: leave the affinity unset.");

    public override void PreferAsVictim()
    {
        // macOS has no score for the choice of a victim.
    }

    public override void LimitPrivateMemory(long? bytes)
    {
        // Nor has it a limit on private memory that binds: the managed heap's and sampling hold a worker to its limit.
    }

    public override IReadOnlyList<string> GetCommandLine() => [];

    // On Apple silicon variadic arguments lie on the stack, after as many named ones as there are registers.
    private static int FileControl(int descriptor, int command, nint argument) =>
        RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            ? FileControlArm64(descriptor, command, 0, 0, 0, 0, 0, 0, argument)
            : FileControlX64(descriptor, command, argument);

    private sealed class FootprintReader(int processId) : IMemoryReader
    {
        private volatile bool _disposed;

        public long? Read()
        {
            byte* info = stackalloc byte[RusageInfoSize];
            return !_disposed && ProcessResourceUsage(processId, RusageInfoVersion, info) == 0 ? *(long*)(info + RusageInfoPhysicalFootprint) : null;
        }

        public void Dispose() => _disposed = true;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct KernelEvent
    {
        public nuint Identifier;
        public short Filter;
        public ushort Flags;
        public uint FilterFlags;
        public nint Data;
        public nint UserData;
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControlX64(int descriptor, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControlArm64(int descriptor, int command, nint x2, nint x3, nint x4, nint x5, nint x6, nint x7, nint argument);

    [LibraryImport("libc", EntryPoint = "kqueue", SetLastError = true)]
    private static partial int KernelQueue();

    [LibraryImport("libc", EntryPoint = "kevent", SetLastError = true)]
    private static partial int KernelEventControl(int queue, KernelEvent* changes, int changeCount, KernelEvent* events, int eventCount, void* timeout);

    [LibraryImport("libproc", EntryPoint = "proc_pidinfo", SetLastError = true)]
    private static partial int ProcessInfo(int process, int flavor, ulong argument, void* buffer, int size);

    [LibraryImport("libproc", EntryPoint = "proc_pid_rusage", SetLastError = true)]
    private static partial int ProcessResourceUsage(int process, int flavor, void* buffer);
}
