using Spectre.Console;

namespace ProcGen.Tour;

/// <summary>
/// What a section says and checks. Lines come from this process and, through <see cref="WorkerOutput"/>, from several worker processes at once: each is
/// written whole.
/// </summary>
internal sealed class Guide
{
    private const int QuotedLines = 7;

    private readonly Lock _lock = new();
    private readonly IAnsiConsole _console;

    public Guide(IAnsiConsole console)
    {
        _console = console;
        Output = WorkerOutput.ToCallback(line => Write($"  [grey]{Markup.Escape(line.WorkerName)} {line.ProcessId} │[/] {Markup.Escape(line.Text)}"));
    }

    /// <summary>How many checks failed so far.</summary>
    public int Failures { get; private set; }

    /// <summary>For the options of processes and pools: shows what workers print, between the lines of this process.</summary>
    public WorkerOutput Output { get; }

    /// <summary>Says something.</summary>
    public void Say(string text) => Write($"  {Markup.Escape(text)}");

    /// <summary>Shows the beginning of a text of several lines, as an error's message.</summary>
    public void Quote(string text)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        foreach (var line in lines.Take(QuotedLines))
        {
            Write($"    [grey]> {Markup.Escape(line)}[/]");
        }

        if (lines.Length > QuotedLines)
        {
            Write($"    [grey]> … ({lines.Length - QuotedLines} more lines)[/]");
        }
    }

    /// <summary>Checks what was promised.</summary>
    public void Check(bool holds, string promise)
    {
        lock (_lock)
        {
            Failures += holds ? 0 : 1;
        }

        Write(holds ? $"  [green]ok[/]      {Markup.Escape(promise)}" : $"  [red]FAILED[/]  {Markup.Escape(promise)}");
    }

    /// <summary>Checks that something fails with an exception of a type, and returns that.</summary>
    public async Task<TException?> CheckFailsAsync<TException>(Func<Task> action, string promise)
        where TException : Exception
    {
        try
        {
            await action();
        }
        catch (TException expected)
        {
            Check(true, promise);
            return expected;
        }
        catch (Exception other)
        {
            Check(false, $"{promise} (it was {other.GetType().Name}: {other.Message})");
            return null;
        }

        Check(false, $"{promise} (nothing was thrown)");
        return null;
    }

    /// <summary>A section's headline.</summary>
    public void Open(int number, ISection section) => Write($"[yellow]{number}[/] [bold]{section.Name}[/] [grey]—[/] {Markup.Escape(section.Title)}");

    /// <summary>A section's last line.</summary>
    public void Close(TimeSpan elapsed) => Write($"  [grey]{elapsed.TotalSeconds:0.00} s[/]\n");

    private void Write(string markup)
    {
        lock (_lock)
        {
            _console.MarkupLine(markup);
        }
    }
}
