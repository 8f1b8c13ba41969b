using System.Runtime.InteropServices;

namespace ProcGen.Tests;

/// <summary>A terminal without a screen: what is typed here goes through the kernel's line discipline, which makes signals of some characters.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const int ReadWrite = 2; // O_RDWR
    private const int NoControllingTerminal = 0x100; // O_NOCTTY
    private const int CloseOnExec = 0x80000; // O_CLOEXEC

    private readonly int _master;

    private PseudoTerminal(int master, string path)
    {
        _master = master;
        Path = path;
    }

    /// <summary>The other end, for the application that runs in the terminal.</summary>
    public string Path { get; }

    public static PseudoTerminal Open()
    {
        var master = OpenMaster(ReadWrite | NoControllingTerminal | CloseOnExec);
        Assert.True(master >= 0 && Grant(master) == 0 && Unlock(master) == 0, $"No pseudo-terminal: {Marshal.GetLastPInvokeErrorMessage()}");
        Span<byte> name = stackalloc byte[128];
        Assert.Equal(0, GetName(master, name, (nuint)name.Length));
        return new(master, System.Text.Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]));
    }

    public void PressControlC()
    {
        Span<byte> key = [3];
        Assert.Equal(1, Write(_master, key, 1));
    }

    public void Dispose() => Assert.Equal(0, Close(_master));

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    private static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    private static partial int Grant(int master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    private static partial int Unlock(int master);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    private static partial int GetName(int master, Span<byte> name, nuint size);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
