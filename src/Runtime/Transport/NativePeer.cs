using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ProcGen.Transport;

/// <summary>Asks the operating system who is at the other end of a local connection.</summary>
internal static partial class NativePeer
{
    // Linux: socket(7), SO_PEERCRED. The answer is a struct ucred { pid_t pid; uid_t uid; gid_t gid; }.
    private const int LinuxSolSocket = 1;
    private const int LinuxPeerCredentials = 17;

    // macOS: sys/un.h. LOCAL_PEERCRED gives a struct xucred { u_int version; uid_t uid; short ngroups; gid_t groups[16]; }, LOCAL_PEERPID a pid_t.
    private const int DarwinSolLocal = 0;
    private const int DarwinPeerCredentials = 1;
    private const int DarwinPeerProcess = 2;
    private const int DarwinCredentialsSize = 76;

    public static uint CurrentUserId => OperatingSystem.IsWindows() ? 0 : GetEffectiveUserId();

    public static unsafe PeerCredentials Query(SafeHandle socket)
    {
        if (OperatingSystem.IsLinux())
        {
            int* credentials = stackalloc int[3];
            int size = 3 * sizeof(int);
            Check(GetSocketOption(socket, LinuxSolSocket, LinuxPeerCredentials, credentials, &size));
            return new PeerCredentials(credentials[0], (uint)credentials[1]);
        }

        if (OperatingSystem.IsMacOS())
        {
            byte* credentials = stackalloc byte[DarwinCredentialsSize];
            int size = DarwinCredentialsSize;
            Check(GetSocketOption(socket, DarwinSolLocal, DarwinPeerCredentials, credentials, &size));
            int pid;
            int pidSize = sizeof(int);
            Check(GetSocketOption(socket, DarwinSolLocal, DarwinPeerProcess, &pid, &pidSize));
            return new PeerCredentials(pid, ((uint*)credentials)[1]);
        }

        return default;
    }

    /// <summary>The client's process of a named pipe; the pipe itself admits the current user only.</summary>
    public static PeerCredentials QueryPipe(SafePipeHandle pipe, bool isServer)
    {
        uint pid;
        Check((isServer ? GetNamedPipeClientProcessId(pipe, out pid) : GetNamedPipeServerProcessId(pipe, out pid)) ? 0 : -1);
        return new PeerCredentials((int)pid, null);
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new IOException(
                $"The operating system does not say which process is at the other end of a connection: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static unsafe partial int GetSocketOption(SafeHandle socket, int level, int name, void* value, int* size);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetNamedPipeClientProcessId(SafePipeHandle pipe, out uint processId);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetNamedPipeServerProcessId(SafePipeHandle pipe, out uint processId);
}
