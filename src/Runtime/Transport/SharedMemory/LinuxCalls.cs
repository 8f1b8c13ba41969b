using System.Runtime.InteropServices;

namespace ProcGen.Transport;

/// <summary>System calls of Linux for shared memory, bells and sockets.</summary>
internal static unsafe partial class LinuxCalls
{
    public const int InterruptedCall = 4; // EINTR
    public const int TryAgain = 11; // EAGAIN

    public const uint MemoryCloseOnExec = 1; // MFD_CLOEXEC
    public const uint MemoryAllowSealing = 2; // MFD_ALLOW_SEALING
    public const int AddSeals = 1033; // F_ADD_SEALS
    public const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC
    public const int SealSeal = 1; // F_SEAL_SEAL
    public const int SealShrink = 2; // F_SEAL_SHRINK
    public const int SealGrow = 4; // F_SEAL_GROW

    public const int ReadAndWrite = 3; // PROT_READ | PROT_WRITE
    public const int MapShared = 1; // MAP_SHARED

    public const int EventCloseOnExec = 0x80000; // EFD_CLOEXEC
    public const int EventNonBlocking = 0x800; // EFD_NONBLOCK

    public const short PollIn = 1;
    public const short PollOut = 4;

    public const int UnixFamily = 1; // AF_UNIX
    public const int SocketStream = 1; // SOCK_STREAM
    public const int SocketCloseOnExec = 0x80000; // SOCK_CLOEXEC
    public const int ShutdownBoth = 2; // SHUT_RDWR

    public const int SocketLevel = 1; // SOL_SOCKET
    public const int ControlRights = 1; // SCM_RIGHTS
    public const int MessageDoNotWait = 0x40; // MSG_DONTWAIT
    public const int MessageNoSignal = 0x4000; // MSG_NOSIGNAL
    public const int MessageCloseOnExec = 0x40000000; // MSG_CMSG_CLOEXEC
    public const int MessageControlTruncated = 8; // MSG_CTRUNC

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Received;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct IoVector
    {
        public byte* Base;
        public nuint Length;
    }

    /// <summary>struct msghdr. glibc's layout; musl has narrower counts with padding behind them, which is the same for a little-endian machine.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public void* Name;
        public nuint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public nint Flags;
    }

    /// <summary>Blocks until a descriptor is ready, or broken, which an operation on it then says.</summary>
    /// <returns>False if it took too long. After a signal the time begins anew.</returns>
    public static bool Wait(SafeHandle descriptor, short events, TimeSpan timeout)
    {
        bool added = false;
        try
        {
            descriptor.DangerousAddRef(ref added);
            PollDescriptor polled = new() { Descriptor = (int)descriptor.DangerousGetHandle(), Events = events };
            int ready;
            do
            {
                ready = Poll(&polled, 1, timeout == Timeout.InfiniteTimeSpan ? -1 : (int)timeout.TotalMilliseconds);
            }
            while (ready < 0 && Marshal.GetLastPInvokeError() == InterruptedCall);
            return ready != 0;
        }
        finally
        {
            if (added)
            {
                descriptor.DangerousRelease();
            }
        }
    }

    /// <summary>struct cmsghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ControlHeader
    {
        public nuint Length;
        public int Level;
        public int Type;
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MemoryCreate(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int Truncate(SafeHandle descriptor, long length);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(SafeHandle descriptor, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int FileControl(SafeHandle descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint length, int protection, int flags, SafeHandle descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    public static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int Event(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeHandle descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeHandle descriptor, void* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(SafeHandle socket, void* address, uint size);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(SafeHandle socket, void* buffer, nuint count, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(SafeHandle socket, void* buffer, nuint count, int flags);

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(SafeHandle socket, int how);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    public static partial nint SendMessage(SafeHandle socket, MessageHeader* message, int flags);

    [SuppressGCTransition] // It reads a word that the kernel keeps for the thread.
    [LibraryImport("libc", EntryPoint = "sched_getcpu")]
    public static partial int CurrentProcessor();

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    public static partial int GetAffinity(int thread, nuint size, ulong* mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    public static partial int SetAffinity(int thread, nuint size, ulong* mask);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    public static partial nint ReceiveMessage(SafeHandle socket, MessageHeader* message, int flags);
}
