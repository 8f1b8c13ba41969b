namespace ProcGen.Scheduling;

/// <summary>
/// Keeps workers that cannot start from being started in a storm: after a failure they are tried one at a time, after
/// several in a row only at growing intervals, and in between callers are told at once. The first call that really begins in a worker closes it.
/// </summary>
internal sealed class StartBreaker(int attempts, long patience)
{
    private static readonly long s_secondDelay = TimeSpan.FromMilliseconds(200).Ticks;
    private static readonly long s_openDelay = TimeSpan.FromSeconds(1).Ticks;
    private static readonly long s_longestDelay = TimeSpan.FromSeconds(30).Ticks;
    private static readonly long s_memory = TimeSpan.FromSeconds(60).Ticks;

    private int _failures;
    private long _lastFailure;

    /// <summary>Whether callers are told instead of waiting, as long as no worker lives.</summary>
    public bool IsOpen => _failures >= attempts;

    /// <summary>Not before this time is another start tried.</summary>
    public long RetryAt { get; private set; }

    /// <summary>Whether a start may be tried.</summary>
    /// <param name="now">The time.</param>
    /// <param name="starting">How many starts are under way.</param>
    public bool Allows(long now, int starting) => _failures == 0 || (starting == 0 && now >= RetryAt);

    /// <summary>A worker was of use.</summary>
    public void Succeeded() => _failures = 0;

    /// <summary>A worker did not start, or ended by itself before any call began in it.</summary>
    public void Failed(long startedAt, long now)
    {
        if (_failures > 0 && startedAt < _lastFailure)
        {
            // Started before the last failure was known: eight workers that fail together are one failure, not eight.
            return;
        }

        if (now - _lastFailure > s_memory)
        {
            _failures = 0;
        }

        bool slow = now - startedAt >= patience;
        _failures = slow ? Math.Max(_failures + 1, attempts) : _failures + 1;
        _lastFailure = now;
        RetryAt = now + Delay();
    }

    private long Delay()
    {
        if (_failures < attempts)
        {
            return _failures == 1 ? 0 : s_secondDelay;
        }

        int doublings = Math.Min(_failures - attempts, 5);
        return Math.Min(s_openDelay << doublings, s_longestDelay);
    }
}
