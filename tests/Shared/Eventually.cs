using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ProcGen.Tests;

/// <summary>Waits for what becomes true at a time that cannot be known: for the condition, with a deadline, and never for a time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until a condition holds; fails with its text where it does not.</summary>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="deadline">30 s where nothing is said. Only what is asked of the product is shorter.</param>
    /// <param name="what">What did not happen.</param>
    public static Task HoldsAsync(Func<bool> condition, TimeSpan? deadline = null, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        BecomesAsync(condition, static holds => holds, deadline ?? s_patience, _ => $"it does not hold: {what}");

    /// <summary>The value as soon as it is as wanted; its last form is in the failure.</summary>
    public static async Task<T> BecomesAsync<T>(Func<T> read, Func<T, bool> isWanted, TimeSpan deadline, Func<T, string> describe)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            T value = read();
            if (isWanted(value))
            {
                return value;
            }

            if (Stopwatch.GetElapsedTime(start) > deadline)
            {
                Assert.Fail($"After {deadline.TotalSeconds} s: {describe(value)}");
            }

            await Task.Delay(s_interval, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Keeps a test from hanging: what is awaited here ends within a minute, or the test fails.</summary>
    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    /// <inheritdoc cref="Soon{T}"/>
    public static Task Soon(this Task task) => task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
}
