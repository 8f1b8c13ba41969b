using System.Runtime.InteropServices;
using ProcGen.Transport;

namespace ProcGen.Sharing;

/// <summary>System calls of Linux for shared objects, beside those of <see cref="LinuxCalls"/>.</summary>
internal static unsafe partial class SharingCalls
{
    public const int SocketSequencedPacket = 5; // SOCK_SEQPACKET
    public const int SocketNonBlocking = 0x800; // SOCK_NONBLOCK

    public const int OpenReadWrite = 2; // O_RDWR
    public const int OpenCloseOnExec = 0x80000; // O_CLOEXEC

    public const int GetDescriptionLock = 36; // F_OFD_GETLK
    public const int SetDescriptionLock = 37; // F_OFD_SETLK
    public const short WriteLock = 1; // F_WRLCK
    public const short NoLock = 2; // F_UNLCK

    public const int KeepSize = 1; // FALLOC_FL_KEEP_SIZE
    public const int PunchHole = 2; // FALLOC_FL_PUNCH_HOLE

    public const int FutexWait = 0; // FUTEX_WAIT
    public const int FutexWake = 1; // FUTEX_WAKE
    public const uint FutexSize32 = 2; // FUTEX2_SIZE_U32
    public const long FutexWaitMany = 449; // futex_waitv, the same number on every architecture
    public const int ClockMonotonic = 1; // CLOCK_MONOTONIC

    public const int NoSuchCall = 38; // ENOSYS
    public const int TimedOut = 110; // ETIMEDOUT

    /// <summary>The number of futex(2).</summary>
    public static readonly long Futex = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 98 : 202;

    /// <summary>struct flock of 64-bit systems.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FileLock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int ProcessId;
    }

    /// <summary>struct timespec of 64-bit systems.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpecification(long seconds, long nanoseconds)
    {
        public long Seconds = seconds;
        public long Nanoseconds = nanoseconds;
    }

    /// <summary>struct futex_waitv.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct FutexWaiter
    {
        public ulong Value;
        public ulong Address;
        public uint Flags;
        public uint Reserved;
    }

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(SafeHandle socket, void* address, uint size);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    public static partial int GetSocketName(SafeHandle socket, void* address, uint* size);

    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    public static partial int Listen(SafeHandle socket, int backlog);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(SafeHandle socket, void* address, uint* size, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int FileControl(SafeHandle descriptor, int command, FileLock* argument);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    public static partial int Allocate(SafeHandle descriptor, int mode, long offset, long length);

    // syscall(2) takes a variable number of arguments, which 64-bit Linux passes as fixed ones.
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint CallFutex(nint number, uint* word, nint operation, nint value, TimeSpecification* timeout, uint* second, nint third);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    public static partial nint CallFutexWaitMany(nint number, FutexWaiter* waiters, nint count, nint flags, TimeSpecification* until, nint clock);
}
