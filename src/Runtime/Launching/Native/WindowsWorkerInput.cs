using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace ProcGen.Launching.Native;

/// <summary>The moved standard input on Windows. Written against the documentation of Windows; not tested there.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsWorkerInput : IWorkerInput
{
    private const int StandardInput = -10;

    private readonly FileStream _pipe;

    private WindowsWorkerInput(FileStream pipe) => _pipe = pipe;

    public static WindowsWorkerInput TakeStandardInput()
    {
        SafeFileHandle pipe = new(GetStandardHandle(StandardInput), ownsHandle: true);
        SetHandleInformation(pipe, 1, 0); // programs that the worker starts must not hold it
        SafeFileHandle nothing = File.OpenHandle("NUL");
        SetStandardHandle(StandardInput, nothing.DangerousGetHandle());
        nothing.SetHandleAsInvalid(); // from now on standard input owns it
        return new(new FileStream(pipe, FileAccess.Read, bufferSize: 0));
    }

    public void ReadExactly(Span<byte> buffer, TimeSpan timeout)
    {
        byte[] bytes = new byte[buffer.Length];
        Task read = Task.Run(() => _pipe.ReadExactly(bytes));
        try
        {
            if (!read.Wait(timeout))
            {
                throw new TimeoutException();
            }
        }
        catch (AggregateException e) when (e.InnerException is { } cause)
        {
            throw cause is EndOfStreamException ? cause : new IOException(cause.Message, cause);
        }

        bytes.CopyTo(buffer);
    }

    public void WaitForEnd(int parentId, ulong parentStartTime)
    {
        using ManualResetEventSlim ended = new();
        Thread process = new(() =>
        {
            WaitForProcess(parentId);
            ended.Set();
        })
        { IsBackground = true };
        Thread pipe = new(() =>
        {
            WaitForPipe();
            ended.Set();
        })
        { IsBackground = true };
        process.Start();
        pipe.Start();
        ended.Wait();
    }

    private static void WaitForProcess(int id)
    {
        try
        {
            using Process parent = Process.GetProcessById(id);
            parent.WaitForExit();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It is gone already.
        }
    }

    private void WaitForPipe()
    {
        try
        {
            while (_pipe.ReadByte() >= 0)
            {
            }
        }
        catch (IOException)
        {
            // A broken pipe is its end.
        }
    }

    [LibraryImport("kernel32", EntryPoint = "GetStdHandle", SetLastError = true)]
    private static partial nint GetStandardHandle(int which);

    [LibraryImport("kernel32", EntryPoint = "SetStdHandle", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetStandardHandle(int which, nint handle);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetHandleInformation(SafeFileHandle handle, uint mask, uint flags);
}
