namespace Diagnostics.PROCGEN062;

public static partial class Samples
{
    [RunInProcess]
    public static void Double(int[] numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] *= 2; // PROCGEN062 'Samples.Double' changes its argument 'numbers' and neither returns nor reads it afterwards: the worker has a copy, so the caller never sees the change. Return what changed.
        }
    }
}
