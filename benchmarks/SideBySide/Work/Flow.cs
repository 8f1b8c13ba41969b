namespace ProcGen.SideBySide.Work;

/// <summary>Sequences: all of the time is the way of their items.</summary>
internal static partial class Flow
{
    public const int ChunkSize = 1 << 20;

    /// <summary>The numbers from 0 on.</summary>
    [RunInProcess]
    public static IEnumerable<int> Produce(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return i;
        }
    }

    /// <summary>Adds up what it is given.</summary>
    [RunInProcess]
    public static long Consume(IEnumerable<int> items)
    {
        long sum = 0;
        foreach (int item in items)
        {
            sum += item;
        }

        return sum;
    }

    /// <summary>The same chunk again and again.</summary>
    [RunInProcess]
    public static IEnumerable<byte[]> ProduceChunks(int count)
    {
        byte[] chunk = new byte[ChunkSize];
        for (int i = 0; i < count; i++)
        {
            yield return chunk;
        }
    }

    /// <summary>Adds up how many bytes it is given.</summary>
    [RunInProcess]
    public static long ConsumeChunks(IEnumerable<byte[]> chunks)
    {
        long bytes = 0;
        foreach (byte[] chunk in chunks)
        {
            bytes += chunk.Length;
        }

        return bytes;
    }

    /// <summary>Copies a chunk as often as on its way through a stream, from one buffer to the next: written, into the carrier, out of it, read.</summary>
    public static void CopyChunks(int count)
    {
        byte[][] buffers = [new byte[ChunkSize], new byte[ChunkSize], new byte[ChunkSize], new byte[ChunkSize], new byte[ChunkSize]];
        for (int i = 0; i < count; i++)
        {
            for (int copy = 1; copy < buffers.Length; copy++)
            {
                buffers[copy - 1].CopyTo(buffers[copy], 0);
            }
        }
    }
}
