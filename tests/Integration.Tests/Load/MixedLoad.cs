using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ProcGen.Tests.Load;

/// <summary>
/// Callers that ask a pool for everything at once, and somebody who kills its workers at random moments. Every call says how it ended; an ending that no rule allows is kept
/// with its cause.
/// </summary>
internal sealed class MixedLoad(ProcessPool pool, string journal, int seed)
{
    private const int Callers = 8;

    private readonly ConcurrentDictionary<long, string> _underWay = new();
    private long _lastNumber;
    private long _asked;
    private long _ended;
    private long _killed;

    /// <summary>Numbers of calls that ended as they should, not by a kill.</summary>
    public ConcurrentBag<long> Succeeded { get; } = [];

    /// <summary>Numbers of calls that were cancelled or ran out of time, perhaps before their bodies could say that they began.</summary>
    public ConcurrentDictionary<long, bool> Unsure { get; } = new();

    /// <summary>Numbers of calls that may run again.</summary>
    public ConcurrentDictionary<long, bool> Repeatable { get; } = new();

    /// <summary>How many calls ended in which way.</summary>
    public ConcurrentDictionary<string, int> Endings { get; } = new();

    /// <summary>What has not ended yet.</summary>
    public IReadOnlyCollection<string> UnderWay => [.. _underWay.Select(call => $"{call.Key}: {call.Value}")];

    /// <summary>What should not have happened.</summary>
    public ConcurrentQueue<string> Wrong { get; } = new();

    public long Asked => Interlocked.Read(ref _asked);

    public long Ended => Interlocked.Read(ref _ended);

    public long Killed => Interlocked.Read(ref _killed);

    public async Task RunAsync(TimeSpan duration)
    {
        long begin = Stopwatch.GetTimestamp();
        bool IsOver() => Stopwatch.GetElapsedTime(begin) > duration;

        Task[] callers = [.. Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var random = new Random(seed + caller);
            while (!IsOver())
            {
                await AskAsync(random);
            }
        }))];
        await Task.Run(() => KillWorkers(new Random(seed - 1), IsOver));
        await Task.WhenAll(callers);
    }

    private async Task AskAsync(Random random)
    {
        long number = Interlocked.Increment(ref _lastNumber);
        int spins = random.Next(2000);
        switch (random.Next(12))
        {
            case 0:
                await EndsAsync(number, async () => await pool.RunAsync(LoadMethods.InProcess.OnceAsync(journal, number, random.Next(5), CancellationToken.None)) == number * 7);
                break;
            case 1:
                Repeatable[number] = true;
                await EndsAsync(number, async () => await pool.RunAsync(LoadMethods.InProcess.Again(journal, number, spins)) == number * 7);
                break;
            case 2:
                // Now and then more than the rings and the sockets hold.
                byte[] data = new byte[random.Next(8) == 0 ? 3_000_000 : random.Next(5_000)];
                random.NextBytes(data);
                await EndsAsync(number, async () => (await pool.RunAsync(LoadMethods.InProcess.Reverse(journal, number, data))).AsEnumerable().Reverse().SequenceEqual(data));
                break;
            case 3:
                await EndsAsync(number, () => RunToErrorAsync(number));
                break;
            case 4:
                await EndsAsync(number, () => CancelAsync(random, number));
                break;
            case 5:
                await EndsAsync(number, () => RunOutOfTimeAsync(number));
                break;
            case 6:
                int count = random.Next(200);
                await EndsAsync(number, async () => await pool.StreamAsync(LoadMethods.InProcess.Stream(journal, number, count)).CountAsync() == count);
                break;
            case 7:
                await EndsAsync(number, () => Task.FromResult(pool.Run(LoadMethods.InProcess.Once(journal, number, spins)) == number * 7));
                break;
            case 8:
                await MapAsync(random.Next(30));
                break;
            default:
                // Many short ones at once.
                long first = Interlocked.Add(ref _lastNumber, 20) - 19;
                await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
                    EndsAsync(first + i, async () => await pool.RunAsync(LoadMethods.InProcess.Once(journal, first + i, spins)) == (first + i) * 7)));
                break;
        }
    }

    /// <summary>Awaits one call and keeps how it ended: with the right result, or by the end of its worker.</summary>
    private async Task EndsAsync(long number, Func<Task<bool>> call, [CallerArgumentExpression(nameof(call))] string what = "")
    {
        Interlocked.Increment(ref _asked);
        _underWay[number] = what;
        try
        {
            if (await call())
            {
                Succeeded.Add(number);
                Count("result");
            }
            else
            {
                Wrong.Enqueue($"{number}: another result");
            }
        }
        catch (WorkerCrashedException)
        {
            Count("worker crashed");
        }
        catch (Exception error)
        {
            Wrong.Enqueue($"{number}: {error}");
        }

        _underWay.TryRemove(number, out _);
        Interlocked.Increment(ref _ended);
    }

    private async Task<bool> RunToErrorAsync(long number)
    {
        try
        {
            await pool.RunAsync(LoadMethods.InProcess.Fail(journal, number));
            return false;
        }
        catch (InvalidOperationException error)
        {
            return error.Message == $"{number}";
        }
    }

    private async Task<bool> RunOutOfTimeAsync(long number)
    {
        Unsure[number] = true;
        var options = new ProcessCallOptions { Timeout = TimeSpan.FromMilliseconds(20), KillGrace = TimeSpan.Zero };
        try
        {
            await pool.RunAsync(LoadMethods.InProcess.NeverEnd(journal, number), options);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    private async Task<bool> CancelAsync(Random random, long number)
    {
        Unsure[number] = true;
        using var stop = new CancellationTokenSource();
        Task<long> call = pool.RunAsync(LoadMethods.InProcess.OnceAsync(journal, number, 10_000, CancellationToken.None), stop.Token);
        await Task.Delay(random.Next(10));
        await stop.CancelAsync();
        try
        {
            await call;
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private async Task MapAsync(int count)
    {
        long first = Interlocked.Add(ref _lastNumber, Math.Max(1, count)) - count + 1;
        Interlocked.Add(ref _asked, count);
        _underWay[first] = $"a map of {count}";
        int index = 0;
        await foreach (CallResult<long, long> item in pool.MapResultsAsync(Enumerable.Range(0, count).Select(i => first + i), item => LoadMethods.InProcess.Once(journal, item, 100)))
        {
            long number = first + index++;
            switch (item.Error)
            {
                case null when item.Value == number * 7:
                    Succeeded.Add(number);
                    Count("mapped");
                    break;
                case WorkerCrashedException:
                    Count("mapped: worker crashed");
                    break;
                default:
                    Wrong.Enqueue($"{number} of a map: {item.Error?.ToString() ?? "another result"}");
                    break;
            }
        }

        _underWay.TryRemove(first, out _);
        Interlocked.Add(ref _ended, index);
    }

    private void Count(string ending) => Endings.AddOrUpdate(ending, 1, static (_, count) => count + 1);

    private void KillWorkers(Random random, Func<bool> isOver)
    {
        while (!isOver())
        {
            // Moments between kills are part of the load, not waits for something.
            Thread.Sleep(random.Next(50, 250));
            int[] ids = [.. pool.GetStatistics().Workers.Where(worker => worker.State is PoolWorkerState.Busy or PoolWorkerState.Idle).Select(worker => worker.ProcessId)];
            if (ids.Length > 0 && ProcFiles.TryKillDescendant(ids[random.Next(ids.Length)]))
            {
                Interlocked.Increment(ref _killed);
            }
        }
    }
}
