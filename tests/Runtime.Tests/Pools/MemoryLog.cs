using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ProcGen.Tests.Pools;

/// <summary>Keeps what is logged.</summary>
internal sealed class MemoryLog : ILoggerFactory, ILogger
{
    public ConcurrentQueue<string> Records { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) { }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Records.Enqueue($"{formatter(state, exception)} {exception?.Message}");

    public void Dispose() { }
}
