using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

public sealed class SharedSegmentTests
{
    private static readonly byte[] s_nonce = TransportSecrets.CreateToken()[..SharedSegment.NonceSize];

    [Fact]
    public void Both_mappings_are_the_same_memory()
    {
        using SharedSegment parent = SharedSegment.Create(RingLayout.MinimumCapacity, s_nonce);
        using SharedSegment worker = SharedSegment.Open(Duplicate.Of(parent.Memory.Descriptor!), parent.Capacity, s_nonce);

        parent.ToWorker.LengthAt(0) = 1234;
        worker.ToParent.Head = 5678;

        Assert.Equal(1234, worker.ToWorker.LengthAt(0));
        Assert.Equal(5678, parent.ToParent.Head);
        Assert.NotEqual(parent.ToWorker.LengthAt(0), worker.ToParent.LengthAt(0));
    }

    [Fact]
    public void No_part_overlaps_another()
    {
        using SharedSegment segment = SharedSegment.Create(RingLayout.MinimumCapacity, s_nonce);
        foreach (RingMemory ring in (RingMemory[])[segment.ToWorker, segment.ToParent])
        {
            ring.Head = -1;
            ring.Waiting = -1;
            ring.RoomWanted = -1;
            ring.LengthAt(ring.Capacity - 8) = -1;
        }

        using SharedSegment again = SharedSegment.Open(Duplicate.Of(segment.Memory.Descriptor!), segment.Capacity, s_nonce);
        Assert.Equal(0, segment.ToWorker.LengthAt(0));
        Assert.Equal(0, segment.ToParent.LengthAt(0));
        segment.ToWorker.Head = 0;
        Assert.Equal(-1, segment.ToParent.Head);
        Assert.Equal(-1, segment.ToWorker.Waiting);
    }

    [Fact]
    public void Another_segment_than_the_one_announced_is_refused()
    {
        using SharedSegment segment = SharedSegment.Create(RingLayout.MinimumCapacity, s_nonce);
        byte[] other = [.. s_nonce];
        other[^1] ^= 1;

        Assert.Throws<IOException>(() => SharedSegment.Open(Duplicate.Of(segment.Memory.Descriptor!), segment.Capacity, other));
        Assert.Throws<IOException>(() => SharedSegment.Open(Duplicate.Of(segment.Memory.Descriptor!), segment.Capacity * 2, s_nonce));
    }

    [Fact]
    public void Nobody_can_take_pages_away_from_the_others()
    {
        using MappedMemory memory = MappedMemory.Create(64 * 1024);

        Assert.Equal(-1, LinuxCalls.Truncate(memory.Descriptor!, 4096));
        Assert.Equal(-1, LinuxCalls.Truncate(memory.Descriptor!, 128 * 1024));
    }

    [Fact]
    public void Memory_stays_mapped_until_its_last_holder_lets_go()
    {
        MappedMemory memory = MappedMemory.Create(64 * 1024);
        memory.Hold();
        memory.Dispose();

        unsafe
        {
            memory.Address[100] = 7;
            Assert.Equal(7, memory.Address[100]);
        }

        memory.Dispose();
        unsafe
        {
            Assert.True(memory.Address is null);
        }
    }

    [Fact]
    public void It_has_no_name_that_another_process_could_open()
    {
        using MappedMemory memory = MappedMemory.Create(64 * 1024);

        string target = File.ResolveLinkTarget($"/proc/self/fd/{memory.Descriptor!.DangerousGetHandle()}", returnFinalTarget: false)!.FullName;
        Assert.Contains("memfd:procgen", target);
        Assert.False(File.Exists(target));
    }

    [Fact]
    public void More_than_the_machine_has_is_refused_before_it_is_made()
    {
        var error = Assert.Throws<IOException>(() => MappedMemory.Create(1L << 50));

        Assert.Contains("only", error.Message);
        Assert.Contains("are free", error.Message);
    }
}
