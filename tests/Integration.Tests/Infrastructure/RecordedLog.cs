using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ProcGen.Tests;

/// <summary>Keeps log records with their structured values.</summary>
internal sealed class RecordedLog : ILoggerFactory
{
    private readonly ConcurrentQueue<Record> _records = new();

    public IReadOnlyList<Record> Records => [.. _records];

    public ILogger CreateLogger(string categoryName) => new RecordingLogger(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose() { }

    public sealed record Record(string Category, LogLevel Level, EventId Event, string Text, IReadOnlyDictionary<string, object?> Values);

    private sealed class RecordingLogger(RecordedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = (state as IEnumerable<KeyValuePair<string, object?>> ?? []).ToDictionary(pair => pair.Key, pair => pair.Value);
            log._records.Enqueue(new(category, logLevel, eventId, formatter(state, exception), values));
        }
    }
}
