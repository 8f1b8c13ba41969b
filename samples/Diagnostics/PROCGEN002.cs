namespace Diagnostics.PROCGEN002;

public static partial class Sorter
{
    [RunInProcess]
    public static T[] Sort<T>(T[] items) => [.. items.Order()]; // PROCGEN002 'Sorter.Sort<T>(T[])' cannot run in a worker process: it is generic
}
