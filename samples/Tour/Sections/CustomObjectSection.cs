using System.Runtime.CompilerServices;

namespace ProcGen.Tour.Sections;

/// <summary>A class of the application's own in a manager: a task board that workers use as if it were theirs.</summary>
internal sealed partial class CustomObjectSection : ISection
{
    public string Name => "custom-object";

    public string Title => "an object of your own, shared through generated proxies";

    [RunInProcess]
    private static int WorkOff(IBoard board, string worker)
    {
        var done = 0;
        while (board.Take() is { } task)
        {
            board.Report(task, $"{task} done by {worker}");
            done++;
        }

        return done;
    }

    public async Task RunAsync(Guide guide)
    {
        await using var manager = await ProcessManager.StartAsync(new() { Output = guide.Output });
        var board = manager.Run(Board.InProcess.Create([.. Enumerable.Range(1, 20).Select(i => $"task {i}")]));
        guide.Check(board.ProcessId == manager.ProcessId && board.Open == 20, "the board lives in the manager's process");

        var watching = WatchAsync(board, 20);
        await using var pool = new ProcessPool(new() { Workers = 2, Output = guide.Output });
        var done = await Task.WhenAll(pool.RunAsync(InProcess.WorkOff(board, "one")), pool.RunAsync(InProcess.WorkOff(board, "two")));
        guide.Say($"one did {done[0]}, two did {done[1]}");
        guide.Check(done.Sum() == 20 && board.Open == 0, "two workers took every task once");

        var seen = await watching;
        guide.Say(seen[^1]);
        guide.Check(seen.Count == 20, "their reports streamed to this process");

        var error = await guide.CheckFailsAsync<InvalidOperationException>(() => Task.Run(() => board.Report("task 99", "")), "an exception of the board is caught by its type");
        guide.Check(error?.ToString().Contains("CustomObjectSection.cs", StringComparison.Ordinal) == true, "and says where it was thrown");

        manager.Kill();
        await guide.CheckFailsAsync<ManagerGoneException>(() => Task.Run(() => board.Open), "when the manager is killed, its proxies say so");
    }

    private static async Task<List<string>> WatchAsync(IBoard board, int count)
    {
        var seen = new List<string>();
        await foreach (var report in board.WatchAsync(CancellationToken.None))
        {
            seen.Add(report);
            if (seen.Count == count)
            {
                break;
            }
        }

        return seen;
    }
}

/// <summary>Tasks that are open, and what was reported about them.</summary>
[ManagedObject]
internal interface IBoard
{
    int Open { get; }

    int ProcessId { get; }

    string? Take();

    void Report(string task, string text);

    IAsyncEnumerable<string> WatchAsync(CancellationToken cancellationToken);
}

internal sealed partial class Board(string[] tasks) : IBoard
{
    private readonly Queue<string> _open = new(tasks);
    private readonly System.Threading.Channels.Channel<string> _reports = System.Threading.Channels.Channel.CreateUnbounded<string>();

    public int Open => _open.Count;

    public int ProcessId => Environment.ProcessId;

    [RunInProcess]
    public static IBoard Create(string[] tasks) => new Board(tasks);

    public string? Take() => _open.TryDequeue(out var task) ? task : null;

    public void Report(string task, string text)
    {
        if (!tasks.Contains(task))
        {
            throw new InvalidOperationException($"There is no '{task}'.");
        }

        _reports.Writer.TryWrite(text);
    }

    public async IAsyncEnumerable<string> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var report in _reports.Reader.ReadAllAsync(cancellationToken))
        {
            yield return report;
        }
    }
}
