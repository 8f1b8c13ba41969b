using System.Diagnostics;

namespace ProcGen.Tests;

/// <summary>Waits for what must become true, and says what did not.</summary>
internal static class Eventually
{
    public static async Task IsTrue(Func<bool> condition, TimeSpan deadline, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > deadline)
            {
                Assert.Fail($"Not within {deadline.TotalSeconds} s: {what}");
            }

            await Task.Delay(10);
        }
    }

    /// <summary>The value as soon as it is as wanted; its last form is in the failure.</summary>
    public static async Task<T> Becomes<T>(Func<T> read, Func<T, bool> isWanted, TimeSpan deadline, Func<T, string> describe)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var value = read();
            if (isWanted(value))
            {
                return value;
            }

            if (clock.Elapsed > deadline)
            {
                Assert.Fail($"Not within {deadline.TotalSeconds} s; the last state: {describe(value)}");
            }

            await Task.Delay(10);
        }
    }
}
