using ProcGen.CompilerServices;

namespace ProcGen.Sharing;

/// <summary>
/// The other end of a pipe, as one end sees it: mapped, and without a reference, so that it lives only as long as others have handles of it. When the root frees it its pages read as zero, and that is how its end is seen.
/// </summary>
/// <param name="items">What is sent to it; null if it was gone when it was looked for.</param>
internal sealed class PipePeer<T>(ChannelItems<T>? items)
{
    public ChannelItems<T>? Items => items;

    public bool IsGone => items is null || items.Channel.IsGone;

    public static PipePeer<T> Find(Guid id, ItemCodec<T> codec)
    {
        try
        {
            SharedBlock block = SharedBlock.Open(id, SharedKind.PipeEnd);
            try
            {
                return new PipePeer<T>(new ChannelItems<T>(SharedChannel.Of(block), codec));
            }
            finally
            {
                block.Release();
            }
        }
        catch (SharedObjectGoneException)
        {
            return new PipePeer<T>(null);
        }
    }
}
