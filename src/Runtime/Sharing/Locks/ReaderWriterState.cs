using System.Runtime.InteropServices;

namespace ProcGen.Sharing;

/// <summary>
/// A reader-writer lock in shared memory: the writer as one word, and for each process how often it reads and how often it waits to write. A record of a dead process counts as nothing, so nothing of it has to be undone.
/// </summary>
internal sealed unsafe class ReaderWriterState(SharedBlock block)
{
    private readonly ProcessSlot _slot = SharingTree.Current.Slot;
    private readonly SharedLock _gate = SharedLock.At(block, 0);
    private readonly HolderTable _processes = new((HolderTable.Entry*)(block.Address + LockRecord.Stride + sizeof(Header)), SharingTree.Current.Slot);

    public static long Size => LockRecord.Stride + sizeof(Header) + HolderTable.Size;

    private Header* Words => (Header*)(block.Address + LockRecord.Stride);

    /// <summary>Who writes, as an <see cref="OwnerWord"/>.</summary>
    public uint Writer => Volatile.Read(ref Words->Writer);

    /// <param name="abandoned">Whether a writer died, and none has entered since.</param>
    /// <param name="sleep">On what to sleep, if it is not entered.</param>
    public bool TryRead(out bool abandoned, out SharedSleep sleep)
    {
        using (SharedGate.Enter(_gate, out _))
        {
            if (IsFreeOfWriters() && !AnyWaitingWriter())
            {
                _processes.Own().First++;
                FaultPoint.Pass();
                abandoned = Words->Abandoned != 0;
                sleep = default;
                return true;
            }

            abandoned = false;
            sleep = SharedSleep.On(&Words->Changes, Words->Changes, SharedWait.CheckTime);
            return false;
        }
    }

    /// <param name="isWaiting">Whether it counts as waiting: then readers let it go first.</param>
    /// <param name="abandoned">Whether the writer before died.</param>
    /// <param name="fence">Greater than that of every writer before.</param>
    /// <param name="sleep">On what to sleep, if it is not entered.</param>
    public bool TryWrite(ref bool isWaiting, out bool abandoned, out ulong fence, out SharedSleep sleep)
    {
        using (SharedGate.Enter(_gate, out _))
        {
            if (IsFreeOfWriters() && !AnyReader())
            {
                fence = ++Words->Fence;
                abandoned = Words->Abandoned != 0;
                Volatile.Write(ref Words->Writer, _slot.Word);
                FaultPoint.Pass();
                Words->Abandoned = 0;
                StopWaiting(ref isWaiting);
                sleep = default;
                return true;
            }

            if (!isWaiting)
            {
                _processes.Own().Second++;
                isWaiting = true;
            }

            abandoned = false;
            fence = 0;
            sleep = SharedSleep.On(&Words->Changes, Words->Changes, SharedWait.CheckTime);
            return false;
        }
    }

    /// <summary>A writer that waited gives up: readers need not let it go first any more.</summary>
    public void GiveUpWriting(ref bool isWaiting)
    {
        using (SharedGate.Enter(_gate, out _))
        {
            StopWaiting(ref isWaiting);
            Words->Changes++;
        }

        WakeAll();
    }

    public void LeaveRead()
    {
        using (SharedGate.Enter(_gate, out _))
        {
            _processes.Own().First--;
            FaultPoint.Pass();
            Words->Changes++;
        }

        WakeAll();
    }

    /// <param name="fence">What the writer got when it entered.</param>
    /// <param name="abandon">Whether it did not leave by itself.</param>
    /// <returns>False if it had left before.</returns>
    public bool LeaveWrite(ulong fence, bool abandon)
    {
        using (SharedGate.Enter(_gate, out _))
        {
            if (Words->Writer != _slot.Word || Words->Fence != fence)
            {
                return false;
            }

            Words->Abandoned = abandon ? 1u : 0;
            Volatile.Write(ref Words->Writer, 0);
            FaultPoint.Pass();
            Words->Changes++;
        }

        WakeAll();
        return true;
    }

    private bool IsFreeOfWriters()
    {
        uint writer = Words->Writer;
        if (writer != 0 && !_slot.IsAlive(writer))
        {
            Words->Abandoned = 1;
            FaultPoint.Pass();
            Words->Writer = writer = 0;
        }

        return writer == 0;
    }

    private bool AnyReader() => Any(static entry => entry.First != 0);

    private bool AnyWaitingWriter() => Any(static entry => entry.Second != 0);

    private bool Any(Func<HolderTable.Entry, bool> does)
    {
        bool any = Find(does);
        return any && (!_processes.RemoveDead() || Find(does));
    }

    private bool Find(Func<HolderTable.Entry, bool> does)
    {
        foreach (ref readonly HolderTable.Entry entry in _processes.Entries)
        {
            if (entry.Owner != 0 && does(entry))
            {
                return true;
            }
        }

        return false;
    }

    private void StopWaiting(ref bool isWaiting)
    {
        if (isWaiting)
        {
            _processes.Own().Second--;
            isWaiting = false;
        }
    }

    private void WakeAll()
    {
        FaultPoint.Pass();
        Futex.Wake(&Words->Changes);
        GC.KeepAlive(block);
    }

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Header
    {
        public uint Writer;
        public uint Abandoned;

        /// <summary>Counts what may end a wait; the word that waiters sleep on.</summary>
        public uint Changes;

        public ulong Fence;
    }
}

/// <summary>A wait to read.</summary>
internal sealed class ReadWait(ReaderWriterState state) : SharedWait
{
    private bool _abandoned;

    public bool Abandoned => _abandoned;

    public override bool Step(out SharedSleep sleep) => state.TryRead(out _abandoned, out sleep);
}

/// <summary>A wait to write.</summary>
internal sealed class WriteWait(ReaderWriterState state) : SharedWait
{
    private bool _isWaiting;
    private bool _abandoned;
    private ulong _fence;

    public bool Abandoned => _abandoned;

    public ulong Fence => _fence;

    public override bool Step(out SharedSleep sleep) => state.TryWrite(ref _isWaiting, out _abandoned, out _fence, out sleep);

    public override void GiveUp() => state.GiveUpWriting(ref _isWaiting);
}
