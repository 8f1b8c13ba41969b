namespace ProcGen;

/// <summary>
/// Where the lines go that a worker writes to its standard output and error. Whatever is chosen, the streams are read all the time, so that a worker never
/// blocks on its output; the last lines of standard error are kept for crash reports. Only <see cref="Inherit"/> leaves them alone.
/// </summary>
public sealed class WorkerOutput
{
    private readonly Action<WorkerOutputLine>? _receive;

    private WorkerOutput(Action<WorkerOutputLine>? receive) => _receive = receive;

    /// <summary>The default: each line goes to <see cref="Console.Out"/> or <see cref="Console.Error"/> of this process with the worker's name and id before it.</summary>
    public static WorkerOutput Forward { get; } =
        new(static line => (line.IsError ? Console.Error : Console.Out).WriteLine(line.ToString()));

    /// <summary>The lines are dropped (the last lines of standard error still reach crash reports).</summary>
    public static WorkerOutput Discard { get; } = new(static _ => { });

    /// <summary>The worker writes to this process's own descriptors, without this process in between: for output that is no text. Crash reports have no lines then.</summary>
    public static WorkerOutput Inherit { get; } = new(null);

    /// <summary>Each line is given to a callback.</summary>
    /// <param name="receive">
    /// Called in the order of the lines, by one thread of the thread pool at a time per worker. While it runs the worker's lines pile up here; beyond some megabytes
    /// they are dropped, and a line says so. An exception of it is ignored for that line. So a worker cannot be stopped by its parent's logging.
    /// </param>
    public static WorkerOutput ToCallback(Action<WorkerOutputLine> receive)
    {
        ArgumentNullException.ThrowIfNull(receive);
        return new(receive);
    }

    /// <summary>Each line is written to a writer, with the worker's name and id before it.</summary>
    /// <param name="writer">The writer; it is locked while a line is written, and not closed.</param>
    public static WorkerOutput ToWriter(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var synchronized = TextWriter.Synchronized(writer);
        return new(line => synchronized.WriteLine(line.ToString()));
    }

    /// <summary>Whether the worker's streams are not redirected at all.</summary>
    internal bool IsInherited => _receive is null;

    /// <summary>Hands a line on. Never throws.</summary>
    internal void Receive(WorkerOutputLine line)
    {
        try
        {
            _receive?.Invoke(line);
        }
        catch (Exception)
        {
            // The receiver's own failure, documented as ignored: the worker's life does not hang on it.
        }
    }
}
