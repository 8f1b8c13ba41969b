using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace ProcGen.Tests.Workloads;

/// <summary>The ways in which a worker can end that no catch block stops.</summary>
public enum Ending
{
    None,
    NativeCrash,
    FailFast,
    Abort,
    StackOverflow,
    ExitZero,
    Exit42,
    UnhandledExceptionOnAnotherThread,
    KillSelf,
}

/// <summary>Calls that end their worker.</summary>
public static partial class Endings
{
    [RunInProcess]
    public static int End(Ending ending)
    {
        Perform(ending);
        return 0;
    }

    [RunInProcess]
    public static int WriteThenEnd(Ending ending, string output, string error)
    {
        Console.Write(output);
        Console.Error.Write(error);
        Perform(ending);
        return 0;
    }

    /// <summary>Writes to a console that keeps what it gets, as applications set one that write much.</summary>
    [RunInProcess]
    public static int WriteBufferedThenEnd(Ending ending, string output)
    {
        Console.SetOut(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = false });
        Console.Write(output);
        if (ending != Ending.None)
        {
            Perform(ending);
        }

        return 0;
    }

    /// <summary>Ends this process at once; returns only if the ending failed.</summary>
    public static void Perform(Ending ending)
    {
        switch (ending)
        {
            case Ending.NativeCrash:
                // A faulting store in native code: raise(SIGSEGV) would return in .NET.
                MemSet(16, 0, 1);
                break;
            case Ending.FailFast:
                Environment.FailFast("failing fast on purpose");
                break;
            case Ending.Abort:
                AbortProcess();
                break;
            case Ending.StackOverflow:
                Overflow(0);
                break;
            case Ending.ExitZero:
                Environment.Exit(0);
                break;
            case Ending.Exit42:
                Environment.Exit(42);
                break;
            case Ending.UnhandledExceptionOnAnotherThread:
                var thread = new Thread(() => throw new InvalidOperationException("nobody catches this"));
                thread.Start();
                thread.Join();
                Thread.Sleep(Timeout.Infinite);
                break;
            case Ending.KillSelf:
                Kill(Environment.ProcessId, 9);
                Thread.Sleep(Timeout.Infinite);
                break;
        }
    }

    [SuppressMessage("ReSharper", "FunctionRecursiveOnAllPaths", Justification = "That is the point.")]
    private static int Overflow(int depth) => depth < 0 ? depth : Overflow(depth + 1) + Environment.TickCount;

    [LibraryImport("libc", EntryPoint = "memset")]
    private static partial nint MemSet(nint address, int value, nuint count);

    [LibraryImport("libc", EntryPoint = "abort")]
    private static partial void AbortProcess();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
