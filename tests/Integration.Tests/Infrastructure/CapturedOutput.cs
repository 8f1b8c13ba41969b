using System.Collections.Concurrent;

namespace ProcGen.Tests;

/// <summary>Collects the lines that workers write.</summary>
internal sealed class CapturedOutput
{
    private readonly ConcurrentQueue<WorkerOutputLine> _lines = new();

    public CapturedOutput() => Output = WorkerOutput.ToCallback(_lines.Enqueue);

    /// <summary>For the options of a process or pool.</summary>
    public WorkerOutput Output { get; }

    public IReadOnlyList<WorkerOutputLine> Lines => [.. _lines];

    public IReadOnlyList<string> Texts => [.. _lines.Select(line => line.Text)];

    /// <summary>Waits until a line is there, so that a test knows how far a body has come.</summary>
    public Task WaitForAsync(string text) => Eventually.BecomesAsync(
        () => Texts, texts => texts.Contains(text), TimeSpan.FromSeconds(20), texts => $"no line '{text}' in: {string.Join(" | ", texts)}");
}
