using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ProcGen.Tests.Workers;

/// <summary>Keeps the records it gets.</summary>
internal sealed class RecordingLoggerFactory : ILoggerFactory
{
    public ConcurrentQueue<Record> Records { get; } = new();

    public TimeSpan Delay { get; init; }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose() { }

    public sealed record Record(string Category, LogLevel Level, EventId EventId, string Text, IReadOnlyDictionary<string, object?> Values);

    private sealed class Logger(RecordingLoggerFactory factory, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (factory.Delay > TimeSpan.Zero)
            {
                Thread.Sleep(factory.Delay);
            }

            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? pairs.ToDictionary() : [];
            factory.Records.Enqueue(new Record(category, logLevel, eventId, formatter(state, exception), values));
        }
    }
}
