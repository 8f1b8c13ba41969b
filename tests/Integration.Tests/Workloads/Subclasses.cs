namespace ProcGen.Tests.Workloads;

/// <summary>A process class with a captured parameter, a private field and a property.</summary>
public sealed partial class GreetingProcess(string topic) : WorkerProcess
{
    private readonly int[] _numbers = [1, 2, 3];

    public string Mood { get; set; } = "calm";

    [RunInProcess]
    protected override void Run()
    {
        Console.WriteLine($"{topic} {Mood} {string.Join('+', _numbers)}");
        Console.WriteLine($"name {Name}, id {Id}, parent {ParentId}, daemon {IsDaemon}");
        Console.WriteLine($"current {ReferenceEquals(Current, this)}, alive {IsAlive}, process {Environment.ProcessId}");
        _numbers[0] = 100;
        Mood = "changed";
    }

    public IReadOnlyList<int> Numbers => _numbers;
}

/// <summary>A process class whose body is asynchronous.</summary>
public sealed partial class AsynchronousProcess : WorkerProcess
{
    [RunInProcess]
    protected override async Task RunAsync(CancellationToken cancellationToken)
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
}

/// <summary>A process class whose constructor would be noticed.</summary>
public sealed partial class ConstructedProcess : WorkerProcess
{
    public ConstructedProcess() => Console.WriteLine($"constructed in {Environment.ProcessId}");

    [RunInProcess]
    protected override void Run() => Console.WriteLine("body");
}

/// <summary>A process class that fails.</summary>
public sealed partial class FailingProcess : WorkerProcess
{
    [RunInProcess]
    protected override void Run() => throw new NotSupportedException("this process never works");
}

/// <summary>A process class that lacks a body, as it is built where the rule about that is switched off.</summary>
#pragma warning disable PROCGEN007
public sealed class BodilessProcess : WorkerProcess;
#pragma warning restore PROCGEN007

/// <summary>What a worker sees of itself where it runs a call, not a subclass.</summary>
public static partial class Self
{
    [RunInProcess]
    public static string Describe() =>
        WorkerProcess.Current is { } current
            ? $"{current.Name}|{current.Id}|{current.ParentId}|{current.IsDaemon}|{Environment.ProcessId}"
            : "no worker";
}

/// <summary>A process class that goes on until a file is there.</summary>
public sealed partial class PatientProcess(string path) : WorkerProcess
{
    [RunInProcess]
    protected override void Run()
    {
        Console.WriteLine("begin");
        while (!File.Exists(path))
        {
            Thread.Sleep(10);
        }

        Console.WriteLine("end");
    }
}
