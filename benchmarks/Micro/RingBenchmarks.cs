using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Micro;

/// <summary>
/// One frame through a ring, written and read by the same thread: what the ring itself costs, without the way of a cache line between two cores and without waking anybody.
/// </summary>
public unsafe class RingBenchmarks
{
    private byte* _memory;
    private RingWriter _writer = null!;
    private RingReader _reader = null!;
    private byte[] _payload = null!;

    /// <summary>Bytes of the payload.</summary>
    [Params(8, 1024, 65536)]
    public int Size { get; set; }

    [GlobalSetup]
    public void MakeRing()
    {
        _memory = (byte*)NativeMemory.AllocZeroed(RingLayout.ControlSize + RingLayout.DefaultCapacity);
        var ring = new RingMemory(_memory, _memory + RingLayout.ControlSize, RingLayout.DefaultCapacity);
        _writer = new RingWriter(ring);
        _reader = new RingReader(ring);
        _payload = new byte[Size];
    }

    [GlobalCleanup]
    public void FreeRing() => NativeMemory.Free(_memory);

    /// <summary>The ring alone: reserve, copy in, commit, look, give back.</summary>
    [Benchmark(Baseline = true)]
    public int Record()
    {
        Write(out Span<byte> frame);
        _payload.CopyTo(frame[FrameHeader.Size..]);
        _writer.Commit();
        return Read().Length;
    }

    /// <summary>The same with what makes it a frame: a header with a checksum, which the reader compares.</summary>
    [Benchmark]
    public int CheckedFrame()
    {
        Write(out Span<byte> frame);
        _payload.CopyTo(frame[FrameHeader.Size..]);
        new FrameHeader(FrameType.Call, FrameFlags.WholeCall, Ordinal: 1, CallId: 1, Size).Write(frame);
        _writer.Commit();

        _reader.TryPeek(out ReadOnlySpan<byte> bytes);
        FrameHeader header = FrameHeader.Read(bytes);
        header.Verify(bytes);
        _reader.Advance();
        return header.Length;
    }

    /// <summary>The same with the question whether the other side sleeps, which takes a full fence.</summary>
    [Benchmark]
    public int RecordAndBell()
    {
        Write(out Span<byte> frame);
        _payload.CopyTo(frame[FrameHeader.Size..]);
        _writer.Commit();
        return _writer.TakeWaiting() + Read().Length;
    }

    private void Write(out Span<byte> frame)
    {
        if (!_writer.TryReserve(FrameHeader.Size + Size, out frame))
        {
            throw new InvalidOperationException("The ring is full, although each frame is read at once.");
        }
    }

    private ReadOnlySpan<byte> Read()
    {
        _reader.TryPeek(out ReadOnlySpan<byte> bytes);
        _reader.Advance();
        return bytes;
    }
}
