using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ProcGen.Workers;

namespace ProcGen;

/// <summary>
/// Loggers for code that runs in worker processes. Their records go to the logger factory of the pool or process that started the worker
/// (<see cref="ProcessPoolOptions.LoggerFactory"/>, <see cref="WorkerProcessOptions.LoggerFactory"/>), in the process that made it, with the worker's name and the call.
/// </summary>
/// <remarks>
/// A call that runs inline has the factory of its pool or of its <see cref="InlineExecutor"/>; outside of calls, in a process that is no worker, records are dropped. A worker never waits for a slow receiver: past 1,024 records on their way it drops what comes, and the next
/// record says how many. Records written just before a crash arrive as far as the operating system had taken them. Thread-safe.
/// </remarks>
public static class WorkerLog
{
    private static volatile LogSender? s_sender;

    /// <summary>Makes the loggers.</summary>
    public static ILoggerFactory Factory { get; } = new ForwardingLoggerFactory();

    /// <summary>The least level that is forwarded. <see cref="LogLevel.Information"/> by default; the receiving factory filters further.</summary>
    public static LogLevel MinimumLevel { get; set; } = LogLevel.Information;

    /// <summary>Makes a logger.</summary>
    /// <typeparam name="T">The type whose name is the category.</typeparam>
    public static ILogger<T> CreateLogger<T>() => new Logger<T>(Factory);

    internal static void ForwardTo(LogSender sender) => s_sender = sender;

    private sealed class ForwardingLoggerFactory : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => new ForwardingLogger(categoryName);

        public void AddProvider(ILoggerProvider provider) =>
            throw new NotSupportedException("The records of a worker go to the factory of the process that started it; add the provider there.");

        public void Dispose()
        {
            // One for the whole process; there is nothing to free.
        }
    }

    private sealed class ForwardingLogger(string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => NullLogger.Instance.BeginScope(state);

        // A body that runs inline belongs to the session that runs it, also inside of a worker.
        private static LogSender? Sender => RemoteWorkerCall.Current?.Log ?? s_sender;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= MinimumLevel && logLevel != LogLevel.None && Sender is not null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            ArgumentNullException.ThrowIfNull(formatter);
            if (IsEnabled(logLevel))
            {
                Sender?.Send(new LogRecord(category, logLevel, eventId.Id, eventId.Name, formatter(state, exception)), exception);
            }
        }
    }
}
