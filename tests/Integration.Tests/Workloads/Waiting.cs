using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ProcGen.Tests.Workloads;

/// <summary>Calls that go on until somebody ends them. Each writes "running" when its body has begun.</summary>
public static partial class Waiting
{
    [RunInProcess]
    public static void SleepForever()
    {
        Console.WriteLine("running");
        try
        {
            Thread.Sleep(Timeout.Infinite);
        }
        finally
        {
            Console.WriteLine("finally");
        }
    }

    [RunInProcess]
    public static void SpinForever()
    {
        Console.WriteLine("running");
        try
        {
            while (true)
            {
                Thread.SpinWait(100);
            }
        }
        finally
        {
            Console.WriteLine("finally");
        }
    }

    [RunInProcess]
    public static async Task WaitForCancellation(CancellationToken cancellationToken)
    {
        Console.WriteLine("running");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            Console.WriteLine("finally");
        }
    }

    [RunInProcess]
    public static void PollForCancellation(CancellationToken cancellationToken)
    {
        Console.WriteLine("running");
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Thread.Sleep(1);
            }
        }
        finally
        {
            Console.WriteLine("finally");
        }
    }

    /// <summary>Takes SIGTERM as an application may, and does nothing about it; has a child process of its own, whose id it writes.</summary>
    [RunInProcess]
    public static void IgnoreTerminationWithAChild()
    {
        using var ignored = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
        using var child = Process.Start("/bin/sleep", "1000");
        Console.WriteLine($"child {child.Id}");
        Console.WriteLine("running");
        while (true)
        {
            try
            {
                Thread.Sleep(Timeout.Infinite);
            }
            catch (ThreadInterruptedException)
            {
                // Stubborn.
            }
        }
    }

    [RunInProcess(TimeoutMilliseconds = 200, KillGraceMilliseconds = 100)]
    public static void SpinPastItsTimeout()
    {
        while (true)
        {
            Thread.SpinWait(100);
        }
    }

    [RunInProcess(TimeoutMilliseconds = 200, KillGraceMilliseconds = 20_000)]
    public static async Task WaitPastItsTimeout(CancellationToken cancellationToken) => await Task.Delay(Timeout.Infinite, cancellationToken);
}
