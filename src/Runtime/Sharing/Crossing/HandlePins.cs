namespace ProcGen.Sharing;

/// <summary>The shared objects that the bytes of a payload refer to, kept as long as the payload is. One thread at a time.</summary>
internal sealed class HandlePins
{
    private readonly List<SharedBlock> _blocks = [];

    public void Pin(SharedBlock block)
    {
        block.Hold();
        _blocks.Add(block);
    }

    /// <summary>Lets another shared object keep them.</summary>
    public void DepositIn(Guid container) => _blocks.ForEach(block => SharingTree.Current.Deposit(block.Id, container));

    public void Release()
    {
        _blocks.ForEach(static block => block.Release());
        _blocks.Clear();
    }
}
