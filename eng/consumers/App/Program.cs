using Consumer.Library;
using ProcGen;

int worker = await Probe.InProcess.ProcessId();
Check(worker != Environment.ProcessId, $"the method ran in process {worker}, this is {Environment.ProcessId}");

WordCount[] counts = await Words.InProcess.Count(new Text("rhyme", ["to be or", "not to be"]));
Check(counts.SequenceEqual([new("be", 2), new("not", 1), new("or", 1), new("to", 2)]), "a library's marked method counted the words in a worker");

await using var pool = new ProcessPool(new() { Workers = 2 });
int[] squares = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => pool.RunAsync(Probe.InProcess.Square(i))));
Check(squares.SequenceEqual([0, 1, 4, 9, 16, 25, 36, 49, 64, 81]), "a pool of two ran ten calls");

static void Check(bool condition, string what)
{
    Console.WriteLine($"{(condition ? "ok" : "FAILED")}: {what}");
    if (!condition)
    {
        throw new InvalidOperationException(what);
    }
}

internal static partial class Probe
{
    [RunInProcess]
    internal static int ProcessId() => Environment.ProcessId;

    [RunInProcess]
    internal static int Square(int value) => value * value;
}
