namespace ProcGen.SideBySide.Work;

/// <summary>Bodies that use what processes share; called as they are, too.</summary>
internal static partial class SharedWork
{
    [RunInProcess]
    public static void AddLocked(SharedValue<long> value, int times)
    {
        for (int i = 0; i < times; i++)
        {
            using (value.Enter())
            {
                value.Value++;
            }
        }
    }

    [RunInProcess]
    public static void AddAtomic(SharedValue<long> value, int times)
    {
        for (int i = 0; i < times; i++)
        {
            value.Add(1);
        }
    }

    [RunInProcess]
    public static long Sum(SharedArray<long> array) => Total(array.Span);

    public static long Total(ReadOnlySpan<long> items)
    {
        long sum = 0;
        foreach (long item in items)
        {
            sum += item;
        }

        return sum;
    }

    public static void Check(long actual, long expected)
    {
        if (actual != expected)
        {
            throw new InvalidOperationException($"{actual} instead of {expected}.");
        }
    }
}
