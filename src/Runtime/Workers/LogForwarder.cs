using System.Collections;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Workers;

/// <summary>The parent's side: gives a worker's records to the user's loggers, in order and off the I/O threads. A logger that throws costs its record only.</summary>
internal sealed class LogForwarder
{
    private const int CreditStep = ProtocolLimits.LogWindow / 4;

    private readonly ILoggerFactory _factory;
    private readonly string _workerName;
    private readonly int _processId;
    private readonly Channel<(PayloadBuffer Content, string? Method, ParentSession Session)> _records =
        Channel.CreateUnbounded<(PayloadBuffer, string?, ParentSession)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Task _pump;

    public LogForwarder(ILoggerFactory factory, string workerName, int processId)
    {
        _factory = factory;
        _workerName = workerName;
        _processId = processId;
        _pump = PumpAsync();
    }

    public void Post(PayloadBuffer content, string? method, ParentSession session)
    {
        if (!_records.Writer.TryWrite((content, method, session)))
        {
            content.Return();
        }
    }

    /// <summary>Takes no more records; completes when those that came in were handed over.</summary>
    public Task CompleteAsync()
    {
        _records.Writer.TryComplete();
        return _pump;
    }

    private async Task PumpAsync()
    {
        int handled = 0;
        await foreach ((PayloadBuffer content, string? method, ParentSession session) in _records.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            Write(content, method);
            if (++handled % CreditStep == 0)
            {
                session.GrantLog(CreditStep);
            }
        }
    }

    private void Write(PayloadBuffer content, string? method)
    {
        try
        {
            var reader = new FieldReader(content);
            string category = reader.ReadString() ?? "";
            var level = (LogLevel)reader.ReadInt32();
            var eventId = new EventId(reader.ReadInt32(), reader.ReadString());
            string message = reader.ReadString() ?? "";
            int dropped = reader.ReadInt32();
            string? exception = reader.ReadString();
            if (dropped > 0)
            {
                message += $" ({dropped} records before this one were dropped)";
            }

            if (exception is not null)
            {
                message = $"{message}\n{exception}";
            }

            var state = new ForwardedRecord(_workerName, _processId, method, message);
            _factory.CreateLogger(category).Log(level, eventId, state, exception: null, static (state, _) => state.ToString());
        }
        catch (Exception e)
        {
            // The user's logger failed, or the worker's bytes did. There is no call that could be told; the lines of the process are the place of last resort.
            Console.Error.WriteLine($"A log record of worker '{_workerName}' (process {_processId}) could not be written: {e.Message}");
        }
        finally
        {
            content.Return();
        }
    }
}

/// <summary>What a structured logger sees of a forwarded record.</summary>
internal sealed class ForwardedRecord(string workerName, int processId, string? method, string message) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly KeyValuePair<string, object?>[] _values =
    [
        new("WorkerName", workerName), new("WorkerProcessId", processId), new("Method", method), new("Message", message),
        new("{OriginalFormat}", "[{WorkerName} {WorkerProcessId}] {Message}"),
    ];

    public int Count => _values.Length;

    public KeyValuePair<string, object?> this[int index] => _values[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, object?>>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"[{workerName} {processId}] {message}";
}
