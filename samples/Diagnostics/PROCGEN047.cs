namespace Diagnostics.PROCGEN047;

public static partial class Search
{
    [RunInProcess]
    public static int Find(int[] table, int key) => Array.BinarySearch(table, key);
}

public static class Program
{
    public static async Task RunAsync(int[] table, int[] keys)
    {
        foreach (int key in keys)
        {
            Console.WriteLine(await Search.InProcess.Find(table, key)); // PROCGEN047 'table' is written and sent again with every call of 'Search.InProcess.Find' in this loop, which never changes it. To send it to each worker once, mark the parameter [Shared], or make it state of the workers ([WorkerState]).
        }
    }
}
