using System.Runtime.InteropServices;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

/// <summary>A ring in ordinary memory, with both of its ends.</summary>
internal sealed unsafe class TestRing : IDisposable
{
    private readonly byte* _control = (byte*)NativeMemory.AllocZeroed(RingLayout.ControlSize);
    private readonly byte* _data;

    public TestRing(int capacity = RingLayout.MinimumCapacity)
    {
        _data = (byte*)NativeMemory.AllocZeroed((nuint)capacity);
        Memory = new RingMemory(_control, _data, capacity);
        Writer = new RingWriter(Memory);
        Reader = new RingReader(Memory);
    }

    public RingMemory Memory { get; }

    public RingWriter Writer { get; }

    public RingReader Reader { get; }

    /// <summary>Writes a frame whose bytes follow from its size and a seed.</summary>
    public bool TryWrite(int size, int seed)
    {
        if (!Writer.TryReserve(size, out Span<byte> frame))
        {
            return false;
        }

        Fill(frame, seed);
        Writer.Commit();
        return true;
    }

    public byte[]? Read()
    {
        if (!Reader.TryPeek(out ReadOnlySpan<byte> frame))
        {
            return null;
        }

        byte[] copy = frame.ToArray();
        Reader.Advance();
        return copy;
    }

    public static void Fill(Span<byte> frame, int seed)
    {
        for (int i = 0; i < frame.Length; i++)
        {
            frame[i] = (byte)(seed + (i * 7));
        }
    }

    public static void Check(ReadOnlySpan<byte> frame, int size, int seed)
    {
        Assert.Equal(size, frame.Length);
        for (int i = 0; i < size; i++)
        {
            if (frame[i] != (byte)(seed + (i * 7)))
            {
                Assert.Fail($"Byte {i} of a frame of {size} differs.");
            }
        }
    }

    public static int SizeOf(Random random) => random.Next(8) switch
    {
        0 => RingLayout.LargestFrame,
        1 => random.Next(FrameHeader.Size, RingLayout.LargestFrame + 1),
        2 => RingLayout.LargestFrame - random.Next(64),
        _ => FrameHeader.Size + random.Next(200),
    };

    public void Dispose()
    {
        NativeMemory.Free(_control);
        NativeMemory.Free(_data);
    }
}
