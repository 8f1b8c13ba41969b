using System.Globalization;
using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Load;

/// <summary>What the workers of <see cref="MixedLoadTests"/> do. A body that begins says so in a journal first, so that one that ran twice is seen.</summary>
internal static partial class LoadMethods
{
    [RunInProcess]
    public static long Once(string journal, long number, int spins)
    {
        Begin(journal, number);
        Thread.SpinWait(spins);
        return number * 7;
    }

    [RunInProcess(Idempotent = true, Retries = 20)]
    public static long Again(string journal, long number, int spins)
    {
        Begin(journal, number);
        Thread.SpinWait(spins);
        return number * 7;
    }

    [RunInProcess]
    public static async Task<long> OnceAsync(string journal, long number, int milliseconds, CancellationToken cancellationToken)
    {
        Begin(journal, number);
        await Task.Delay(milliseconds, cancellationToken);
        return number * 7;
    }

    [RunInProcess]
    public static byte[] Reverse(string journal, long number, byte[] data)
    {
        Begin(journal, number);
        Array.Reverse(data);
        return data;
    }

    [RunInProcess]
    public static void Fail(string journal, long number)
    {
        Begin(journal, number);
        throw new InvalidOperationException(number.ToString(CultureInfo.InvariantCulture));
    }

    [RunInProcess]
    public static void NeverEnd(string journal, long number)
    {
        Begin(journal, number);
        while (true)
        {
            Thread.SpinWait(1000);
        }
    }

    [RunInProcess]
    public static IEnumerable<long> Stream(string journal, long number, int count)
    {
        Begin(journal, number);
        for (int i = 0; i < count; i++)
        {
            yield return number + i;
        }
    }

    private static void Begin(string journal, long number) => Journal.Append(journal, string.Create(CultureInfo.InvariantCulture, $"{number}\n"));
}
