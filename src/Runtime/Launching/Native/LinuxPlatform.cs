using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ProcGen.Launching.Native;

/// <summary>Linux: pidfd, /proc, close-from.</summary>
internal sealed unsafe partial class LinuxPlatform : UnixPlatform
{
    private const int CloseOnExec = 0x80000; // O_CLOEXEC
    private const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC
    private const long SystemCallPidfdOpen = 434; // the same number on every architecture
    private const int ResourceData = 2; // RLIMIT_DATA

    // PIDFD_GET_INFO = _IOWR(0xFF, 11, struct pidfd_info), whose first version has 64 bytes.
    private const uint PidfdGetInfo = 0xC040FF0B;
    private const ulong PidfdInfoExit = 1 << 3;
    private const int PidfdInfoExitCodeOffset = 60;

    public override int WaitNoReap => 0x01000000;

    public override int MaximumResidentUnit => 1024;

    public override int OpenExitDescriptor(int processId)
    {
        // Needs Linux 5.3; a pidfd is closed on exec by itself.
        nint descriptor = SystemCall((nint)SystemCallPidfdOpen, processId, 0);
        return (int)descriptor;
    }

    public override (int Read, int Write) CreatePipe()
    {
        int* ends = stackalloc int[2];
        if (Pipe2(ends, CloseOnExec) != 0)
        {
            throw Error("pipe2");
        }

        return (AboveStandard(ends[0]), AboveStandard(ends[1]));
    }

    public override int DuplicateAboveStandard(int descriptor) => FileControl(descriptor, DuplicateCloseOnExec, 3);

    public override short CloseUnrelatedDescriptors(void* fileActions)
    {
        try
        {
            SpawnActionsAddCloseFrom(fileActions, 3); // glibc 2.34
        }
        catch (EntryPointNotFoundException)
        {
            // Everything that .NET opens is closed on exec anyway; this closes what native code of this process left open.
            foreach (string entry in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
            {
                if (int.TryParse(Path.GetFileName(entry.AsSpan()), CultureInfo.InvariantCulture, out int descriptor) && descriptor > 2)
                {
                    int flags = FileControl(descriptor, LibC.F_GETFD, 0);
                    if (flags >= 0 && (flags & LibC.FD_CLOEXEC) == 0)
                    {
                        LibC.SpawnActionsAddClose(fileActions, descriptor);
                    }
                }
            }
        }

        return 0;
    }

    public override ulong GetStartTime(int processId, bool alsoDead)
    {
        // Every worker asks this before anything else, so it is read without a stream and without text. Field 22 of stat; the command (field 2) is in
        // parentheses and may itself hold spaces and parentheses (proc_pid_stat(5)). All other fields together have less than 1,000 digits.
        Span<byte> buffer = stackalloc byte[1024];
        ReadOnlySpan<byte> stat = buffer[..ReadStart($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/stat", buffer)];
        int commandEnd = stat.LastIndexOf((byte)')');
        if (commandEnd < 0)
        {
            return 0;
        }

        ReadOnlySpan<byte> rest = stat[Math.Min(commandEnd + 2, stat.Length)..];
        if (!alsoDead && rest is [(byte)'Z' or (byte)'X', ..])
        {
            // Dead, only not reaped: its children have another parent already.
            return 0;
        }

        for (int field = 3; field < 22; field++)
        {
            rest = rest[(rest.IndexOf((byte)' ') + 1)..];
        }

        return Utf8Parser.TryParse(rest, out ulong time, out _) ? time : 0;
    }

    public override int? GetWaitStatus(int exitDescriptor)
    {
        // Needs Linux 6.15. The struct begins with the mask of what is asked for and, on return, of what was known.
        byte* info = stackalloc byte[64];
        new Span<byte>(info, 64).Clear();
        *(ulong*)info = PidfdInfoExit;
        return DeviceControl(exitDescriptor, PidfdGetInfo, info) == 0 && (*(ulong*)info & PidfdInfoExit) != 0
            ? *(int*)(info + PidfdInfoExitCodeOffset)
            : null;
    }

    public override IMemoryReader CreateMemoryReader(int processId) => new StatmReader(processId);

    public override void WithAffinity(IReadOnlyList<int> processors, Action action)
    {
        // A child inherits the mask of the thread that starts it, so that even its first thread never runs elsewhere.
        const int Size = 128; // 1,024 processors
        byte* before = stackalloc byte[Size];
        byte* wanted = stackalloc byte[Size];
        new Span<byte>(wanted, Size).Clear();
        foreach (int processor in processors)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(processor);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(processor, Size * 8);
            wanted[processor / 8] |= (byte)(1 << (processor % 8));
        }

        if (GetAffinity(0, Size, before) != 0)
        {
            throw Error("sched_getaffinity");
        }

        if (SetAffinity(0, Size, wanted) != 0)
        {
            throw Error($"sched_setaffinity for the processors {string.Join(", ", processors)}");
        }

        try
        {
            action();
        }
        finally
        {
            SetAffinity(0, Size, before);
        }
    }

    public override void PreferAsVictim()
    {
        int file = LibC.Open("/proc/self/oom_score_adj", LibC.O_WRONLY | CloseOnExec);
        if (file >= 0)
        {
            // Where this fails (hardened containers mount /proc read-only) the worker runs all the same, only the kernel's choice is its own.
            ReadOnlySpan<byte> score = "500"u8;
            fixed (byte* text = score)
            {
                _ = LibC.Write(file, text, (nuint)score.Length);
            }

            _ = LibC.Close(file);
        }
    }

    public override void LimitPrivateMemory(long? bytes)
    {
        ulong* limits = stackalloc ulong[2];
        if (GetResourceLimit(ResourceData, limits) != 0)
        {
            return;
        }

        // The soft limit alone: it can be raised again for the next call. The hard one stays what this process was started with.
        ulong maximum = limits[1];
        if (bytes is { } limit)
        {
            // RLIMIT_DATA counts writable private mappings as they are reserved (stacks, heaps, arenas), not as they are touched: what is mapped now plus
            // half as much again over the limit, at least 512 MB, ends a runaway between two samples and never a worker that keeps its limit.
            ulong mapped = ReadStatusKilobytes("VmData:") * 1024;
            maximum = Math.Min(maximum, mapped + (ulong)limit + Math.Max((ulong)limit / 2, 512UL << 20));
        }

        limits[0] = maximum;
        _ = SetResourceLimit(ResourceData, limits);
    }

    public override IReadOnlyList<string> GetCommandLine() =>
        TryReadText("/proc/self/cmdline") is { Length: > 0 } text ? text.TrimEnd('\0').Split('\0') : [];

    private static ulong ReadStatusKilobytes(string field)
    {
        string? status = TryReadText("/proc/self/status");
        int start = status?.IndexOf(field, StringComparison.Ordinal) ?? -1;
        if (start < 0)
        {
            return 0;
        }

        ReadOnlySpan<char> rest = status.AsSpan(start + field.Length).TrimStart();
        int length = rest.IndexOfAnyExceptInRange('0', '9');
        return ulong.TryParse(length < 0 ? rest : rest[..length], CultureInfo.InvariantCulture, out ulong value) ? value : 0;
    }

    /// <summary>Reads the first bytes of a file of /proc.</summary>
    /// <returns>How many; 0 if there is no such file.</returns>
    private static int ReadStart(string path, Span<byte> buffer)
    {
        int file = LibC.Open(path, LibC.O_RDONLY | CloseOnExec);
        if (file < 0)
        {
            return 0;
        }

        fixed (byte* start = buffer)
        {
            nint count = LibC.Read(file, start, (nuint)buffer.Length);
            _ = LibC.Close(file);
            return (int)Math.Max(0, count);
        }
    }

    private static string? TryReadText(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private int AboveStandard(int descriptor)
    {
        if (descriptor > 2)
        {
            return descriptor;
        }

        // This process runs without one of its standard streams, and the pipe took its number.
        int moved = DuplicateAboveStandard(descriptor);
        _ = LibC.Close(descriptor);
        return moved;
    }

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe2(int* descriptors, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int DeviceControl(int descriptor, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    private static partial int SpawnActionsAddCloseFrom(void* actions, int from);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static partial int GetAffinity(int thread, nuint size, byte* mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nuint size, byte* mask);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetResourceLimit(int resource, ulong* limits);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetResourceLimit(int resource, ulong* limits);
}
