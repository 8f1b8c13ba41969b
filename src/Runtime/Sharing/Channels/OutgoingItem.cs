using ProcGen.CompilerServices;

namespace ProcGen.Sharing;

/// <summary>An item that is written and not put yet, with what it takes with it. Disposed of, it leaves nothing behind: what was not put is taken back.</summary>
internal sealed class OutgoingItem : IDisposable
{
    private readonly SharedChannel _channel;
    private readonly PayloadBuffer? _content;
    private readonly Action<PayloadBuffer>? _discard;
    private readonly uint _flags;
    private SharedBlock? _large;
    private bool _isPut;

    /// <summary>An item that goes into the ring as it is.</summary>
    public OutgoingItem(SharedChannel channel, int length)
    {
        _channel = channel;
        Length = length;
    }

    /// <param name="channel">Where to.</param>
    /// <param name="content">The bytes; this one's from now on.</param>
    /// <param name="flags">Flags of <see cref="ChannelRecord"/>.</param>
    /// <param name="discard">Gives back the handles in the bytes.</param>
    public OutgoingItem(SharedChannel channel, PayloadBuffer content, uint flags, Action<PayloadBuffer>? discard)
    {
        _channel = channel;
        _content = content;
        _flags = flags;
        _discard = discard;
        if (content.Length <= channel.LargestInRing)
        {
            Length = (int)content.Length;
        }
        else
        {
            unsafe
            {
                Length = sizeof(LargeItem);
            }

            LargeSize = content.Length;
        }
    }

    public bool IsBytes => _content is null;

    /// <summary>How many bytes go into the ring.</summary>
    public int Length { get; }

    /// <summary>How many bytes go elsewhere.</summary>
    public long LargeSize { get; }

    public SharedChannel.Status TryPut()
    {
        SharedChannel.Status status;
        if (LargeSize > 0)
        {
            _large ??= _channel.DepositLarge(_content!);
            status = _channel.TryPutLarge(_large, LargeSize, _flags);
        }
        else
        {
            status = _channel.TryPut(_content!, _flags);
        }

        _isPut = status == SharedChannel.Status.Done;
        return status;
    }

    public SharedChannel.RoomWait WaitForRoom() => new(_channel, Length, LargeSize);

    public void Dispose()
    {
        if (_content is null)
        {
            return;
        }

        try
        {
            if (!_isPut && (_flags & ChannelRecord.HasHandles) != 0)
            {
                _discard!(_content);
            }

            if (_isPut)
            {
                _large?.Release();
            }
            else if (_large is not null)
            {
                _channel.WithdrawLarge(_large);
            }
        }
        finally
        {
            _content.Return();
        }
    }
}
