using Microsoft.Extensions.Logging;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Workers;

/// <summary>One log record as it crosses: these fields in order, then the number of records dropped before it, then the exception, if there is one.</summary>
internal sealed record LogRecord(string Category, LogLevel Level, int EventId, string? EventName, string Message);

/// <summary>The worker's side: sends records and never waits. Thread-safe.</summary>
internal sealed class LogSender(IFrameCarrier carrier, CreditGate credit)
{
    private int _dropped;

    /// <summary>The receiver takes that many more.</summary>
    public void Grant(int count) => credit.Add(count);

    public void Send(LogRecord record, Exception? exception)
    {
        if (!credit.TryTake())
        {
            Interlocked.Increment(ref _dropped);
            return;
        }

        PayloadBuffer content = PayloadBuffer.Rent();
        var fields = new FieldWriter(content);
        fields.WriteString(record.Category);
        fields.WriteInt32((int)record.Level);
        fields.WriteInt32(record.EventId);
        fields.WriteString(record.EventName);
        fields.WriteString(record.Message);
        fields.WriteInt32(Interlocked.Exchange(ref _dropped, 0));
        fields.WriteString(exception is null ? null : Describe(exception));
        carrier.Send(new OutgoingMessage(FrameType.Log, RemoteWorkerCall.Current?.Id ?? 0, 0, content));
    }

    private static string Describe(Exception exception)
    {
        try
        {
            return exception.ToString();
        }
        catch (Exception e)
        {
            return $"{exception.GetType()} (its text cannot be had: {e.GetType()})";
        }
    }
}
