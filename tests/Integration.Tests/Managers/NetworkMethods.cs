using System.Net;

namespace ProcGen.Tests.Managers;

/// <summary>What a client of a manager on a network does; the connection is kept from call to call.</summary>
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
    public static long SendMemory()
    {
        using var memory = new SharedMemory(16);
        return s_manager!.Run(InProcess.SizeOf(memory));
    }

    [RunInProcess]
    public static long SizeOf(SharedMemory memory) => memory.Size;
}
