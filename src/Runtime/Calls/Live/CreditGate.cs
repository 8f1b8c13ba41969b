using ProcGen.Protocol;

namespace ProcGen.Calls;

/// <summary>How much a producer may still send before its consumer asks for more. Thread-safe.</summary>
internal sealed class CreditGate(int initial)
{
    // More than any number of takers: after it everyone passes and sees that the gate is closed.
    private const int Flood = 1 << 20;

    private readonly SemaphoreSlim _credit = new(initial);
    private volatile bool _closed;

    public bool IsClosed => _closed;

    /// <exception cref="ProtocolException">The other side granted more than any window.</exception>
    public void Add(int count)
    {
        // The count is read before the flag: a gate that closes meanwhile has set its flag before it let everybody through.
        int current = _credit.CurrentCount;
        if (_closed)
        {
            return;
        }

        if (count is <= 0 or > ProtocolLimits.ProgressWindow || current > ProtocolLimits.ProgressWindow)
        {
            throw new ProtocolException($"A credit of {count}, on top of {current}, is outside of any window.");
        }

        _credit.Release(count);
    }

    /// <summary>Lets everybody through; from now on nothing may be sent.</summary>
    public void Close()
    {
        _closed = true;
        _credit.Release(Flood);
    }

    /// <summary>Takes one unit if there is one now.</summary>
    public bool TryTake() => _credit.Wait(0, CancellationToken.None) && !_closed;

    /// <summary>Waits for one unit.</summary>
    /// <returns>False if the consumer wants no more.</returns>
    public bool Take(CancellationToken cancellationToken)
    {
        if (!_credit.Wait(0, CancellationToken.None))
        {
            _credit.Wait(cancellationToken);
        }

        return !_closed;
    }

    /// <summary>Waits for one unit.</summary>
    /// <returns>False if the consumer wants no more.</returns>
    public async ValueTask<bool> TakeAsync(CancellationToken cancellationToken)
    {
        if (!_credit.Wait(0, CancellationToken.None))
        {
            await _credit.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return !_closed;
    }
}
