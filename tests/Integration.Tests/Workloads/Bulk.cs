namespace ProcGen.Tests.Workloads;

/// <summary>Calls with large arguments and results.</summary>
public static partial class Bulk
{
    [RunInProcess]
    public static long Sum(byte[] data)
    {
        var sum = 0L;
        foreach (var value in data)
        {
            sum += value;
        }

        return sum;
    }

    [RunInProcess]
    public static byte[] Make(int length, byte value)
    {
        var data = GC.AllocateUninitializedArray<byte>(length);
        data.AsSpan().Fill(value);
        return data;
    }

    [RunInProcess]
    public static int Count(byte[] first, byte[] second) => first.Length + second.Length;
}
