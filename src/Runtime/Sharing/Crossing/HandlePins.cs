namespace ProcGen.Sharing;

/// <summary>The shared objects that the bytes of a payload refer to, kept as long as the payload is. One thread at a time.</summary>
internal sealed class HandlePins
{
    private readonly List<SharedBlock> _blocks = [];

    public bool IsEmpty => _blocks.Count == 0;

    public void Pin(SharedBlock block)
    {
        block.Hold();
        _blocks.Add(block);
    }

    public void Release()
    {
        _blocks.ForEach(static block => block.Release());
        _blocks.Clear();
    }
}
