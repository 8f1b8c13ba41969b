using System.Runtime.InteropServices;
using System.Text;

namespace ProcGen.Tests.Workloads;

/// <summary>A file at whose end many processes write.</summary>
internal static unsafe partial class Journal
{
    // fcntl.h of Linux.
    private const int WriteOnly = 1;
    private const int Create = 0x40;
    private const int AtEnd = 0x400;
    private const int CloseOnExec = 0x80000;

    /// <summary>
    /// Writes a text at the end: whole, whoever else writes, and whatever becomes of this process then. <see cref="FileMode.Append"/> would not do, because it writes where
    /// the end was when the file was opened.
    /// </summary>
    public static void Append(string file, string text)
    {
        int descriptor = Open(file, WriteOnly | Create | AtEnd | CloseOnExec, 0x1B6);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* start = bytes)
        {
            nint written = descriptor < 0 ? -1 : Write(descriptor, start, (nuint)bytes.Length);
            if (written != bytes.Length)
            {
                throw new IOException($"'{text}' was not written to {file}: {Marshal.GetLastPInvokeErrorMessage()}.");
            }
        }

        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, byte* bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
