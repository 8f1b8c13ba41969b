using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace ProcGen.Tests.Managers;

/// <summary>What a client of a manager on a network does; the connection is kept from call to call.</summary>
[SuppressMessage("ProcGen", "PROCGEN060", Justification = "The connection is meant to be the worker's own.")]
internal static partial class NetworkMethods
{
    private static ProcessManager? s_manager;
    private static SharedDictionary<string, int>? s_counts;

    [RunInProcess]
    public static int Connect(int port, byte[] key, bool useTls, string? certificateHash)
    {
        s_manager = ProcessManager.Connect(new IPEndPoint(IPAddress.Loopback, port), new() { Key = key, UseTls = useTls, CertificateHash = certificateHash });
        s_counts = s_manager.CreateDictionary<string, int>();
        return s_manager.ProcessId;
    }

    [RunInProcess]
    public static async Task<int> CountTwiceHereAndOnceInAWorker()
    {
        s_counts!["n"] = 1;
        s_counts["n"] += 1;
        return await ManagerMethods.InProcess.Increment(s_counts, "n");
    }

    [RunInProcess]
    public static int SendAndReceive(int length)
    {
        SharedList<string> texts = s_manager!.CreateList([new string('x', length)]);
        return texts[0].Length;
    }

    [RunInProcess]
    public static async Task<int> SumOverSequences()
    {
        s_counts!["n"] = 2;
        int sum = await s_manager!.RunAsync(InProcess.Sum(ItemsOf(s_counts)));
        await foreach (SharedDictionary<string, int> same in s_manager.StreamAsync(InProcess.Twice(s_counts)))
        {
            sum += same["n"];
        }

        return sum;
    }

    [RunInProcess]
    public static async Task<int> Sum(IAsyncEnumerable<SharedDictionary<string, int>> all)
    {
        int sum = 0;
        await foreach (SharedDictionary<string, int> counts in all)
        {
            sum += counts["n"];
        }

        return sum;
    }

    [RunInProcess]
    public static async IAsyncEnumerable<SharedDictionary<string, int>> Twice(SharedDictionary<string, int> counts)
    {
        yield return counts;
        await Task.Yield();
        yield return counts;
    }

    [RunInProcess]
    public static async Task<long> SendMemory(string way)
    {
        using var memory = new SharedMemory(16);
        using var shared = new Shared<int[]>([1, 2, 3]);
        return way switch
        {
            "argument" => s_manager!.Run(InProcess.SizeOf(memory)),
            "item" => await s_manager!.RunAsync(InProcess.SizeOfAll(ItemsOf(memory))),
            "shared value" => s_manager!.Run(InProcess.LengthOf(shared)),
            _ => throw new ArgumentOutOfRangeException(nameof(way)),
        };
    }

    [RunInProcess]
    public static long SizeOf(SharedMemory memory) => memory.Size;

    [RunInProcess]
    public static async Task<long> SizeOfAll(IAsyncEnumerable<SharedMemory> all)
    {
        long size = 0;
        await foreach (SharedMemory memory in all)
        {
            size += memory.Size;
        }

        return size;
    }

    [RunInProcess]
    public static int LengthOf(Shared<int[]> values) => values.Value.Length;

    [RunInProcess]
    public static string ListenThere(byte[] key) => s_manager!.Listen(new() { Key = key }).ToString();

    private static async IAsyncEnumerable<T> ItemsOf<T>(T item)
    {
        await Task.Yield();
        yield return item;
    }
}
