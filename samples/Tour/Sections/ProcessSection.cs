namespace ProcGen.Tour.Sections;

/// <summary>A function in processes of its own: started, run at the same time, awaited.</summary>
internal sealed partial class ProcessSection : ISection
{
    public string Name => "process";

    public string Title => "one function, five worker processes";

    [RunInProcess]
    private static void Greet(string name) => Console.WriteLine($"Testing {name} with several processes");

    [RunInProcess]
    private static long SumOfSquares(int count)
    {
        var sum = 0L;
        for (var i = 1L; i <= count; i++)
        {
            sum += i * i;
        }

        return sum;
    }

    public async Task RunAsync(Guide guide)
    {
        var processes = new List<WorkerProcess>();
        for (var i = 0; i < 5; i++)
        {
            processes.Add(WorkerProcess.Start(InProcess.Greet("C#"), new() { Name = $"greeter-{i}", Output = guide.Output }));
        }

        foreach (var process in processes)
        {
            await process.WaitForExitAsync();
        }

        guide.Say("the test is over");
        guide.Check(processes.All(process => process.ExitCode == 0), "all five exited with code 0");
        guide.Check(processes.Select(process => process.Id).Append(Environment.ProcessId).Distinct().Count() == 6, "each was a process of its own");

        await using var summing = WorkerProcess.Start(InProcess.SumOfSquares(1_000_000));
        guide.Check(await summing.Result == SumOfSquares(1_000_000), $"process {summing.Id} hands back a result: {await summing.Result:N0}");
        guide.Check(summing.WaitForExit(TimeSpan.FromSeconds(5)) && !summing.IsAlive, "and has ended by itself");
    }
}
