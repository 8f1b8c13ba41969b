using System.Runtime.InteropServices;

namespace ProcGen.Hosts.Parent;

/// <summary>What the application does until its end.</summary>
internal static class Scenarios
{
    public static async Task<int> WaitAsync()
    {
        await StartFamilyAsync();
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    /// <summary>A worker that produces a sequence and one that transforms another, both without end; ready when so many items came of each.</summary>
    public static async Task<int> StreamAsync(int count)
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        using var up = new CountdownEvent(2);
        var flows = Task.WhenAll(FlowAsync(Family.InProcess.Count()), FlowAsync(Family.InProcess.Increment(Family.Count())));
        await Task.Run(up.Wait);
        Console.WriteLine("ready");
        await flows;
        return 0;

        async Task FlowAsync(ProcessStream<int> stream)
        {
            var taken = -1;
            await foreach (var item in pool.StreamAsync(stream))
            {
                if (++taken == 0)
                {
                    Console.WriteLine($"worker {item}");
                }

                if (taken == count)
                {
                    up.Signal();
                }
            }
        }
    }

    public static async Task<int> ReturnAsync()
    {
        await StartFamilyAsync();
        return 3;
    }

    public static async Task<int> ExitAsync()
    {
        await StartFamilyAsync();
        Environment.Exit(4);
        return 0;
    }

    public static async Task<int> ThrowAsync()
    {
        await StartFamilyAsync();
        throw new InvalidOperationException("the application fails");
    }

    public static int StartPatient(bool isDaemon, string path)
    {
        WorkerProcess.Start(Family.InProcess.WriteLater(path), new() { IsDaemon = isDaemon });
        Console.WriteLine("ready");
        return 5;
    }

    public static int StartPatientSubclass(string path)
    {
        new PatientProcess(path) { IsDaemon = false }.Start();
        Console.WriteLine("ready");
        return 5;
    }

    public static int ExitBesidePatient(string path)
    {
        WorkerProcess.Start(Family.InProcess.WriteLater(path), new() { IsDaemon = false });
        Console.WriteLine("ready");
        Environment.Exit(6);
        return 0;
    }

    /// <summary>As a console application handles Ctrl+C: one token for everything that runs.</summary>
    public static async Task<int> CancelOnInterruptAsync()
    {
        using var cancelled = new CancellationTokenSource();
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            Console.WriteLine("interrupted");
            cancelled.Cancel();
        });

        using var up = new CountdownEvent(3);
        var output = WorkerOutput.ToCallback(line => Report(line, up));
        await using var pool = new ProcessPool(new() { Workers = 2, Output = output });
        var calls = Enumerable.Range(0, 2).Select(_ => pool.RunAsync(Family.InProcess.WaitForCancellation(CancellationToken.None), cancelled.Token)).ToList();
        await using var process = WorkerProcess.Start(Family.InProcess.WaitForCancellation(cancelled.Token), new() { Output = output });
        calls.Add(process.Completion);
        up.Wait();
        Console.WriteLine("ready");

        foreach (var call in calls)
        {
            try
            {
                await call;
                Console.WriteLine("finished");
            }
            catch (OperationCanceledException)
            {
                Console.WriteLine("cancelled");
            }
        }

        return 7;
    }

    /// <summary>Takes no notice of Ctrl+C, as a shell, an editor or a debugger: its family is to go on, too.</summary>
    public static async Task<int> GoOnAfterInterruptAsync()
    {
        using var interrupted = new SemaphoreSlim(0);
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            interrupted.Release();
        });

        await StartFamilyAsync();
        await interrupted.WaitAsync();
        Console.WriteLine("interrupted");
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    public static int PrintDefaultWorkers()
    {
        using var pool = new ProcessPool();
        Console.WriteLine($"workers {pool.GetStatistics().TargetWorkers} of {Environment.ProcessorCount}");
        return 0;
    }

    /// <summary>Two workers of a pool, a process, and a process in it, each with a child that is no worker.</summary>
    private static async Task StartFamilyAsync()
    {
        using var up = new CountdownEvent(4);
        var output = WorkerOutput.ToCallback(line => Report(line, up));
#pragma warning disable PROCGEN042 // It works until this process is ended from outside, which is what is tested.
        var pool = new ProcessPool(new() { Workers = 2, Output = output });
#pragma warning restore PROCGEN042
        _ = pool.RunAsync(Family.InProcess.RunWithAChild());
        _ = pool.RunAsync(Family.InProcess.RunWithAChild());
        _ = WorkerProcess.Start(Family.InProcess.RunWithAChild(), new() { Output = output });
        _ = WorkerProcess.Start(Family.InProcess.RunWithAWorker(), new() { Output = output });
        await Task.Run(up.Wait);
        Console.WriteLine("ready");
    }

    private static void Report(WorkerOutputLine line, CountdownEvent up)
    {
        if (line.Text == "up")
        {
            up.Signal();
            return;
        }

        (line.IsError ? Console.Error : Console.Out).WriteLine(line.Text);
    }
}
