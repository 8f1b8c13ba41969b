using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>What a worker has of its chunk, outside of messages.</summary>
/// <param name="Begun">How many of the calls that were sent have begun; null where that is not kept.</param>
/// <param name="StartedAt">When the last of them began, as a time stamp of this machine; only where the chunk is timed.</param>
/// <param name="First">Which of them the results begin with.</param>
/// <param name="Results">Results that no message brought, see <see cref="ItemBlocks"/>; owned by the receiver. Null if there are none, or nobody asked.</param>
internal readonly record struct ItemProgress(int? Begun, long StartedAt, int First, PayloadBuffer? Results);

/// <summary>
/// Where a worker keeps how far its chunk is and the results that it has not sent. In shared memory its parent looks at it: at any time to see since when the call at hand has been running,
/// and after the worker's death for the results. So a call's result is here before the next call begins.
/// <code>
///  0  call        i64  the chunk's id; 0 before the first one
///  8  begun       i32  how many of its calls have begun
/// 12  first       i32  which of them the results begin with
/// 16  started at  i64  when the last one began, a time stamp; 0 where nobody asked for it
/// 64  results, see <see cref="ItemBlocks"/>: at most a frame's content
/// </code>
/// Written by the thread that runs the calls.
/// </summary>
internal sealed unsafe class ItemPage
{
    /// <summary>The bytes of a page.</summary>
    public const int Size = ContentOffset + ProtocolLimits.MaxPiece;

    private const int BegunOffset = 8;
    private const int FirstOffset = 12;
    private const int StartedAtOffset = 16;
    private const int ContentOffset = 64;

    // How often what is being written is looked at once more.
    private const int Looks = 8;

    // Keeps private memory alive.
    private readonly byte[]? _memory;
    private readonly byte* _page;
    private int _used;
    private int _block;
    private int _blockCount;
    private int _form;
    private int _count;

    /// <param name="page">Shared memory, which outlives this.</param>
    public ItemPage(byte* page) => _page = page;

    private ItemPage(byte[] memory)
    {
        _memory = memory;
        _page = (byte*)Unsafe.AsPointer(ref memory[0]);
    }

    /// <summary>A page that only this process sees: then each result is sent at once.</summary>
    public static ItemPage NewPrivate() => new(GC.AllocateUninitializedArray<byte>(Size, pinned: true));

    /// <summary>Whether nobody else sees it.</summary>
    public bool IsPrivate => _memory is not null;

    /// <summary>How many results are in it.</summary>
    public int Count => _count;

    /// <summary>What is to be sent of it.</summary>
    /// <param name="elapsed">How long the calls took, in ticks.</param>
    public ReadOnlySpan<byte> GetContent(long elapsed)
    {
        BinaryPrimitives.WriteInt64LittleEndian(new Span<byte>(_page + ContentOffset, sizeof(long)), elapsed);
        return new ReadOnlySpan<byte>(_page + ContentOffset, _used);
    }

    /// <summary>Begins a chunk.</summary>
    public void Begin(long call)
    {
        Volatile.Write(ref *(long*)_page, 0);
        Volatile.Write(ref *(int*)(_page + BegunOffset), 0);
        Volatile.Write(ref *(long*)(_page + StartedAtOffset), 0);
        Clear(0);
        Volatile.Write(ref *(long*)_page, call);
    }

    /// <summary>A call is about to begin. A release, and nothing of its body comes before it.</summary>
    /// <param name="item">Which.</param>
    /// <param name="timestamp">When; 0 where nobody asked for it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginItem(int item, long timestamp)
    {
        if (timestamp != 0)
        {
            Volatile.Write(ref *(long*)(_page + StartedAtOffset), timestamp);
        }

        Volatile.Write(ref *(int*)(_page + BegunOffset), item + 1);
    }

    /// <summary>What was in it is sent.</summary>
    /// <param name="next">Which call's result comes next.</param>
    public void Clear(int next)
    {
        Volatile.Write(ref *(int*)(_page + ContentOffset + ItemBlocks.CountOffset), 0);
        Volatile.Write(ref *(int*)(_page + FirstOffset), next);
        ItemBlocks.WriteHeader(new Span<byte>(_page + ContentOffset, ItemBlocks.HeaderSize), 0, 0);
        _used = ItemBlocks.HeaderSize;
        _count = 0;
        _block = 0;
    }

    /// <summary>Adds a result.</summary>
    /// <returns>False if there is no room.</returns>
    public bool TryAppend(ReadOnlySpan<byte> result)
    {
        bool continues = _block != 0 && _form == result.Length;
        int size = result.Length + (continues ? 0 : ItemBlocks.BlockHeaderSize);
        if (size > ProtocolLimits.MaxPiece - _used)
        {
            return false;
        }

        if (!continues)
        {
            BeginBlock(result.Length);
        }

        result.CopyTo(new Span<byte>(_page + ContentOffset + _used, result.Length));
        Commit(result.Length);
        return true;
    }

    /// <summary>Adds an error.</summary>
    /// <returns>False if there is no room.</returns>
    public bool TryAppend(CallFailure failure, ReadOnlySpan<byte> error)
    {
        if (ItemBlocks.BlockHeaderSize + sizeof(int) + error.Length > ProtocolLimits.MaxPiece - _used)
        {
            return false;
        }

        BeginBlock(ItemBlocks.FormOf(failure));
        var place = new Span<byte>(_page + ContentOffset + _used, sizeof(int) + error.Length);
        BinaryPrimitives.WriteInt32LittleEndian(place, error.Length);
        error.CopyTo(place[sizeof(int)..]);
        Commit(place.Length);
        _block = 0;
        return true;
    }

    /// <summary>What a page in shared memory says of a chunk. Whoever wrote it may be gone, or be writing, and is not believed.</summary>
    /// <param name="page">The page.</param>
    /// <param name="call">The chunk's id; 0 for whichever is in it.</param>
    /// <param name="withResults">Whether also the results, which are not written any more.</param>
    public static ItemProgress Read(byte* page, long call, bool withResults)
    {
        long id = Volatile.Read(ref *(long*)page);
        if (id == 0 || (call != 0 && id != call))
        {
            return default;
        }

        int begun = Volatile.Read(ref *(int*)(page + BegunOffset));
        long startedAt = 0;
        for (int i = 0; i < Looks; i++)
        {
            startedAt = Volatile.Read(ref *(long*)(page + StartedAtOffset));
            int again = Volatile.Read(ref *(int*)(page + BegunOffset));
            if (again == begun)
            {
                break;
            }

            begun = again;
        }

        if (Volatile.Read(ref *(long*)page) != id)
        {
            return default;
        }

        PayloadBuffer? results = null;
        int count = Volatile.Read(ref *(int*)(page + ContentOffset + ItemBlocks.CountOffset));
        if (withResults && count > 0)
        {
            // All of it: where the last result ends is found when it is read.
            results = PayloadBuffer.Rent();
            results.GetSpan(ProtocolLimits.MaxPiece);
            results.Write(new ReadOnlySpan<byte>(page + ContentOffset, ProtocolLimits.MaxPiece));
        }

        return new ItemProgress(Math.Max(begun, 0), startedAt, Volatile.Read(ref *(int*)(page + FirstOffset)), results);
    }

    private void BeginBlock(int form)
    {
        _block = ContentOffset + _used;
        _blockCount = 0;
        _form = form;
        ItemBlocks.WriteBlockHeader(new Span<byte>(_page + _block, ItemBlocks.BlockHeaderSize), 0, form);
        _used += ItemBlocks.BlockHeaderSize;
    }

    private void Commit(int size)
    {
        _used += size;
        Volatile.Write(ref *(int*)(_page + _block), ++_blockCount);
        Volatile.Write(ref *(int*)(_page + ContentOffset + ItemBlocks.CountOffset), ++_count);
    }
}
