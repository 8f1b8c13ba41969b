namespace ProcGen.Sharing;

// What the channel of a pipe's end knows beside its messages.
internal sealed unsafe partial class SharedChannel
{
    /// <summary>The options of a pipe's end, and the other end.</summary>
    public (uint Options, Guid Peer) PipeEnd => (_header->Options, _header->Peer);

    /// <summary>Makes two channels the ends of a pipe.</summary>
    public static void Connect(SharedBlock first, SharedBlock second)
    {
        ((ChannelHeader*)first.Address)->Peer = second.Id;
        ((ChannelHeader*)second.Address)->Peer = first.Id;
    }
}
