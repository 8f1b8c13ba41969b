namespace ProcGen.Sharing;

/// <summary>What a call in a worker holds of what processes share: freed when it ends, so that a body which forgets to leave a lock, or throws before it could, does not hold up everybody else. Thread-safe.</summary>
internal sealed class CallHoldings
{
    private readonly List<ICallHolding> _held = [];

    /// <summary>Finds those of the call that the current code belongs to; set in a worker.</summary>
    public static Func<CallHoldings?>? FindCurrent { get; set; }

    /// <summary>Those of the call that the current code belongs to; null outside of calls.</summary>
    public static CallHoldings? Current => FindCurrent?.Invoke();

    public void Add(ICallHolding holding)
    {
        lock (_held)
        {
            _held.Add(holding);
        }
    }

    public void Remove(ICallHolding holding)
    {
        lock (_held)
        {
            _held.Remove(holding);
        }
    }

    /// <summary>The call is over.</summary>
    public void End()
    {
        ICallHolding[] held;
        lock (_held)
        {
            held = [.. _held];
            _held.Clear();
        }

        Array.ForEach(held, static holding => holding.OnCallEnded());
    }
}

/// <summary>Something that a call holds.</summary>
internal interface ICallHolding
{
    /// <summary>The call ended with it.</summary>
    void OnCallEnded();
}
