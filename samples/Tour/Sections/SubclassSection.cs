using System.Collections.Concurrent;

namespace ProcGen.Tour.Sections;

/// <summary>A process as a class: its fields travel to the worker, its Run is the body.</summary>
internal sealed class SubclassSection : ISection
{
    public string Name => "subclass";

    public string Title => "a class that is a process";

    public async Task RunAsync(Guide guide)
    {
        var lines = new ConcurrentQueue<string>();
        var options = new WorkerProcessOptions { Output = WorkerOutput.ToCallback(line => lines.Enqueue(line.Text)) };

        var processes = Enumerable.Range(0, 5).Select(i => new MyProcess("C#") { Name = $"mine-{i}" }).ToList();
        processes.ForEach(process => process.Start(options));
        await Task.WhenAll(processes.Select(process => process.WaitForExitAsync()));

        foreach (var line in lines)
        {
            guide.Say(line);
        }

        guide.Check(
            processes.All(process => lines.Contains($"Testing C# with several processes: I am {process.Name}, process {process.Id} of {Environment.ProcessId}")),
            "each worker had the field, its name, its id and its parent's id");

        await using var ticking = new TickingProcess();
        ticking.Start();
        guide.Check(ticking.IsAlive, $"an asynchronous body runs until it is told to stop ({ticking})");
        ticking.Terminate();
        guide.Check(ticking.WaitForExit(TimeSpan.FromSeconds(5)), $"Terminate() ended it ({ticking})");
    }
}

/// <summary>The seed of every process class: a field, and a body that uses it.</summary>
internal sealed partial class MyProcess(string topic) : WorkerProcess
{
    [RunInProcess]
    protected override void Run() =>
        Console.WriteLine($"Testing {topic} with several processes: I am {Name}, process {Id} of {ParentId}");
}

/// <summary>A process that runs until it is asked to end.</summary>
internal sealed partial class TickingProcess : WorkerProcess
{
    [RunInProcess]
    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
        }
    }
}
