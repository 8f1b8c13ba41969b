using System.Threading.Channels;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Calls;

/// <summary>A progress among the arguments of a call, whatever its report type.</summary>
internal interface IProgressTarget
{
    /// <summary>Reads a report, gives its bytes back and hands it to the user's object.</summary>
    void Report(PayloadBuffer report);
}

/// <inheritdoc/>
internal sealed class ProgressTarget<T>(IProgress<T> progress, PayloadRead<T> read) : IProgressTarget
{
    public void Report(PayloadBuffer report) => progress.Report(PayloadIO.Read(report, read, "a progress report"));
}

/// <summary>
/// Hands the reports of one call to the user's objects, in order and one at a time, on the thread pool. The first exception of the user's code ends the reporting; it
/// becomes the call's own, as it would where the method runs in this process.
/// </summary>
internal sealed class ProgressQueue
{
    private const int CreditStep = ProtocolLimits.ProgressWindow / 4;

    private readonly Channel<(IProgressTarget Target, PayloadBuffer Report, CallLink Link, ushort Ordinal)> _reports =
        Channel.CreateUnbounded<(IProgressTarget, PayloadBuffer, CallLink, ushort)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Dictionary<ushort, int> _handled = [];
    private readonly Task _pump;

    public ProgressQueue() => _pump = PumpAsync();

    /// <summary>The exception that ended the reporting.</summary>
    public Exception? Failure { get; private set; }

    public void Post(IProgressTarget target, PayloadBuffer report, CallLink link, ushort ordinal)
    {
        // After the call's end: a report of a worker that did not hear of it yet.
        if (!_reports.Writer.TryWrite((target, report, link, ordinal)))
        {
            report.Return();
        }
    }

    /// <summary>Takes no more reports; completes when those that came in are handled.</summary>
    public Task CompleteAsync()
    {
        _reports.Writer.TryComplete();
        return _pump;
    }

    private async Task PumpAsync()
    {
        while (await _reports.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (_reports.Reader.TryRead(out var item))
            {
                if (Failure is null)
                {
                    Report(item.Target, item.Report);
                }
                else
                {
                    item.Report.Return();
                }

                int handled = _handled.GetValueOrDefault(item.Ordinal) + 1;
                _handled[item.Ordinal] = handled % CreditStep;
                if (handled == CreditStep)
                {
                    item.Link.SendCredit(item.Ordinal, CreditStep);
                }
            }
        }
    }

    private void Report(IProgressTarget target, PayloadBuffer report)
    {
        try
        {
            target.Report(report);
        }
        catch (Exception e)
        {
            Failure = e;
        }
    }
}
