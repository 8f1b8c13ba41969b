using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ProcGen.Tests.Pools;

/// <summary>Waits for a condition with a deadline.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"After 20 s it does not hold: {text}");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
