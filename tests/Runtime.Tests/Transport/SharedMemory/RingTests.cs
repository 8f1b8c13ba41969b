using CsCheck;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

public sealed class RingTests
{
    private static readonly Gen<int> s_sizes = Gen.Frequency(
        (4, Gen.Int[FrameHeader.Size, FrameHeader.Size + 200]),
        (2, Gen.Int[FrameHeader.Size, RingLayout.LargestFrame]),
        (1, Gen.Const(RingLayout.LargestFrame)));

    [Fact]
    public void Whatever_is_written_and_read_in_turns_comes_out_whole_and_in_order() =>
        Gen.Select(s_sizes, Gen.Int[0, 3]).Array[50, 400].Sample(steps =>
        {
            using var ring = new TestRing();
            var written = new Queue<(int Size, int Seed)>();
            int seed = 0;
            foreach ((int size, int reads) in steps)
            {
                if (ring.TryWrite(size, ++seed))
                {
                    written.Enqueue((size, seed));
                }

                for (int i = 0; i < reads; i++)
                {
                    byte[]? frame = ring.Read();
                    Assert.Equal(written.Count == 0, frame is null);
                    if (frame is not null)
                    {
                        (int expectedSize, int expectedSeed) = written.Dequeue();
                        TestRing.Check(frame, expectedSize, expectedSeed);
                    }
                }
            }

            while (written.TryDequeue(out (int Size, int Seed) rest))
            {
                TestRing.Check(ring.Read(), rest.Size, rest.Seed);
            }

            Assert.Null(ring.Read());
        }, iter: 300);

    [Fact]
    public void A_frame_of_any_size_fits_at_every_place_before_the_end()
    {
        foreach (int size in (int[])[FrameHeader.Size, FrameHeader.Size + 1, 1000, RingLayout.LargestFrame])
        {
            for (int distance = 8; distance <= RingLayout.RecordSize(size) + 64; distance += Math.Max(8, RingLayout.RecordSize(size) / 512 * 8))
            {
                using var ring = new TestRing();
                MoveTo(ring, ring.Memory.Capacity - distance);

                Assert.True(ring.TryWrite(size, 42), $"{size} bytes, {distance} before the end");
                Assert.True(ring.TryWrite(FrameHeader.Size, 43));
                TestRing.Check(ring.Read(), size, 42);
                TestRing.Check(ring.Read(), FrameHeader.Size, 43);
                Assert.Null(ring.Read());
            }
        }
    }

    [Fact]
    public void A_frame_is_not_there_before_its_commit()
    {
        using var ring = new TestRing();
        Assert.True(ring.Writer.TryReserve(100, out Span<byte> frame));
        frame.Fill(0xff);

        Assert.False(ring.Reader.HasRecord);
        ring.Writer.Commit();
        Assert.True(ring.Reader.HasRecord);
    }

    [Fact]
    public void What_was_read_once_is_never_read_again_in_the_next_round()
    {
        using var ring = new TestRing();
        for (int round = 0; round < 5; round++)
        {
            // Different sizes each time, so that old records lie under new ones in every way.
            int size = 1000 + (round * 136);
            for (int i = 0; i < ring.Memory.Capacity / size; i++)
            {
                Assert.True(ring.TryWrite(size, i));
                TestRing.Check(ring.Read(), size, i);
                Assert.Null(ring.Read());
            }
        }
    }

    [Fact]
    public void A_full_ring_takes_nothing_until_it_is_read_and_then_the_largest_frame()
    {
        using var ring = new TestRing();
        int count = 0;
        while (ring.TryWrite(5000, count))
        {
            count++;
        }

        Assert.InRange(count, 90, ring.Memory.Capacity / 5000);
        for (int i = 0; i < count; i++)
        {
            TestRing.Check(ring.Read(), 5000, i);
        }

        // However late the reader tells the writer: a ring that was read empty has room for the largest.
        Assert.True(ring.TryWrite(RingLayout.LargestFrame, 1));
        TestRing.Check(ring.Read(), RingLayout.LargestFrame, 1);
    }

    [Fact]
    public void A_writer_that_wants_room_is_to_be_rung_for_exactly_once()
    {
        using var ring = new TestRing();
        while (ring.TryWrite(5000, 1))
        {
        }

        ring.Writer.WantRoom();
        Assert.True(ring.Writer.IsRoomWanted);
        int rings = 0;
        while (ring.Reader.TryPeek(out _))
        {
            rings += ring.Reader.Advance() ? 1 : 0;
        }

        Assert.Equal(1, rings);
        Assert.False(ring.Writer.IsRoomWanted);
    }

    [Fact]
    public void A_reader_that_waits_is_to_be_rung_for_exactly_once()
    {
        using var ring = new TestRing();
        Assert.True(ring.Reader.TryWait(PeerBells.Main));

        Assert.True(ring.TryWrite(100, 1));
        Assert.Equal(PeerBells.Main, ring.Writer.TakeWaiting());
        Assert.True(ring.TryWrite(100, 2));
        Assert.Equal(PeerBells.Nobody, ring.Writer.TakeWaiting());
    }

    [Fact]
    public void A_reader_does_not_wait_when_there_is_something()
    {
        using var ring = new TestRing();
        Assert.True(ring.TryWrite(100, 1));

        Assert.False(ring.Reader.TryWait());
        Assert.Equal(PeerBells.Nobody, ring.Writer.TakeWaiting());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void A_head_that_cannot_be_is_a_violation(long head)
    {
        using var ring = new TestRing();
        ring.Memory.Head = head == 1 ? 1 << 20 : head;

        Assert.Throws<ProtocolException>(() =>
        {
            while (ring.TryWrite(5000, 1))
            {
            }
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(FrameHeader.Size - 1)]
    [InlineData(RingLayout.LargestFrame + 1)]
    [InlineData(int.MaxValue)]
    [InlineData(-2)]
    [InlineData(int.MinValue)]
    public void A_length_that_cannot_be_is_a_violation(int length)
    {
        using var ring = new TestRing();
        ring.Memory.LengthAt(0) = length;

        Assert.Throws<ProtocolException>(() => ring.Read());
    }

    [Fact]
    public void A_record_across_the_end_is_a_violation()
    {
        using var ring = new TestRing();
        MoveTo(ring, ring.Memory.Capacity - 1024);
        ring.Memory.LengthAt(ring.Memory.Capacity - 1024) = 1024;

        Assert.Throws<ProtocolException>(() => ring.Read());
    }

    [Fact]
    public void Padding_with_nothing_behind_it_is_a_violation()
    {
        using var atStart = new TestRing();
        atStart.Memory.LengthAt(0) = RingLayout.Padding;
        Assert.Throws<ProtocolException>(() => atStart.Read());

        using var later = new TestRing();
        MoveTo(later, 1024);
        later.Memory.LengthAt(0) = 0;
        later.Memory.LengthAt(1024) = RingLayout.Padding;
        Assert.Throws<ProtocolException>(() => later.Read());
    }

    [Fact]
    public void Noise_is_a_violation_and_never_read_beyond_the_ring() =>
        Gen.Byte.Array[64, 4096].Sample(noise =>
        {
            using var ring = new TestRing();
            noise.CopyTo(MemoryOf(ring));
            try
            {
                while (ring.Read() is not null)
                {
                }
            }
            catch (ProtocolException)
            {
                // Expected as a rule; noise that looks like a record is for the checksum.
            }
        }, iter: 2000);

    private static unsafe Span<byte> MemoryOf(TestRing ring) => new(ring.Memory.Data, ring.Memory.Capacity);

    /// <summary>Writes and reads so much that the next record begins there.</summary>
    private static void MoveTo(TestRing ring, int position)
    {
        while (position > 0)
        {
            int record = Math.Min(position, 32 * 1024);
            record = position - record is > 0 and < 64 ? record - 64 : record;
            Assert.True(ring.TryWrite(record - RingLayout.RecordHeaderSize, 0));
            Assert.NotNull(ring.Read());
            position -= record;
        }
    }
}
