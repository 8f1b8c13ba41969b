using BenchmarkDotNet.Attributes;
using ProcGen.Protocol;

namespace ProcGen.Micro;

/// <summary>Header and checksum of one frame, without a carrier.</summary>
public class FrameBenchmarks
{
    private byte[] _frame = null!;

    /// <summary>Bytes of the payload.</summary>
    [Params(8, 1024, 65536)]
    public int Size { get; set; }

    [GlobalSetup]
    public void MakeFrame()
    {
        _frame = new byte[FrameHeader.Size + Size];
        new Random(1).NextBytes(_frame);
        Write();
    }

    [Benchmark]
    public void Write() => new FrameHeader(FrameType.Call, FrameFlags.None, Ordinal: 1, CallId: 1, Size).Write(_frame);

    [Benchmark]
    public int ReadAndVerify()
    {
        FrameHeader header = FrameHeader.Read(_frame);
        header.Verify(_frame);
        return header.Length;
    }

    /// <summary>What bulk frames do: their payload is not in the checksum.</summary>
    [Benchmark]
    public void WriteBulk() => new FrameHeader(FrameType.Call, FrameFlags.Bulk, Ordinal: 1, CallId: 1, Size).Write(_frame);

    /// <summary>The checksum of the payload alone, one stream of the processor's own instruction.</summary>
    [Benchmark]
    public uint Checksum() => Crc32C.Compute(_frame.AsSpan(FrameHeader.Size));
}
