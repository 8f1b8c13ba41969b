using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ProcGen.Integration.Tests.Pools;

/// <summary>Waits for a condition with a deadline.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition, int seconds = 15, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed.TotalSeconds < seconds, $"After {seconds} s it does not hold: {text}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public static bool IsGone(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
