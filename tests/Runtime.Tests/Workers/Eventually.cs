using System.Diagnostics;

namespace ProcGen.Tests.Workers;

/// <summary>Waits for what happens soon, but not at a time that could be known.</summary>
internal static class Eventually
{
    public static async Task True(Func<bool> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(30))
            {
                Assert.Fail($"Did not happen within 30 s: {what}.");
            }

            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Keeps a test from hanging: what is awaited here ends within the time, or the test fails.</summary>
    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    /// <inheritdoc cref="Soon{T}"/>
    public static Task Soon(this Task task) => task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
}
