namespace Diagnostics.PROCGEN060;

public static partial class Words
{
    private static int s_total;

    [RunInProcess]
    public static void Count(string text) => s_total += text.Split(' ').Length; // PROCGEN060 'Words.Count' changes 'Words.s_total', which is mutable static state: a worker has its own copy of it, so changes do not pass between it and its caller. Pass the value as a parameter and return what changed.
}
