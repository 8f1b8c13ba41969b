using Microsoft.Win32.SafeHandles;
using ProcGen.Sharing;

namespace ProcGen.Tests.Sharing;

public sealed class ObjectRegistryTests
{
    private readonly ObjectRegistry _registry = new();
    private readonly TreeMember _maker = new("maker");
    private readonly TreeMember _other = new("other");

    [Fact]
    public void An_object_goes_with_its_last_reference_and_each_process_counts_its_own()
    {
        Guid id = Add(_maker);
        Assert.True(Open(_other, id));
        Assert.True(Open(_other, id));

        _registry.Release(_maker, id);
        _registry.Release(_maker, id);
        _registry.Release(_other, id);
        Assert.Equal(1, _registry.Count);

        _registry.Release(_other, id);
        Assert.Equal(0, _registry.Count);
        Assert.False(Open(_other, id));
    }

    [Fact]
    public void A_death_drops_all_references_of_the_process_and_no_others()
    {
        Guid both = Add(_maker);
        Add(_maker);
        Assert.True(Open(_other, both));

        _registry.Remove(_maker, now: 0);

        Assert.Equal(1, _registry.Count);
        Assert.True(Open(_other, both));
    }

    [Fact]
    public void A_ticket_keeps_an_object_until_it_is_used_once()
    {
        Guid id = Add(_maker);
        ulong ticket = _registry.Lend(_maker, id);
        _registry.Release(_maker, id);
        Assert.Equal(1, _registry.Count);

        Assert.True(Open(_other, id, ticket));
        Assert.True(Open(_other, id, ticket));
        _registry.Release(_other, id);
        _registry.Release(_other, id);

        Assert.Equal(0, _registry.Count);
        Assert.Equal(0ul, _registry.Lend(_maker, id));
    }

    [Fact]
    public void A_ticket_outlives_its_maker_for_a_while()
    {
        Guid id = Add(_maker);
        _registry.Lend(_maker, id);
        Assert.Equal(long.MaxValue, _registry.Expire(1_000_000));

        _registry.Remove(_maker, now: 1_000_000);
        long end = 1_000_000 + (long)ObjectRegistry.OrphanTime.TotalMilliseconds;
        Assert.Equal(end, _registry.Expire(end - 1));
        Assert.Equal(1, _registry.Count);

        Assert.Equal(long.MaxValue, _registry.Expire(end));
        Assert.Equal(0, _registry.Count);
    }

    [Fact]
    public void A_container_keeps_what_lies_in_it_once_for_each_item_and_takes_it_along()
    {
        Guid queue = Add(_maker);
        Guid inner = Add(_maker);
        Guid item = Add(_maker);
        Assert.True(_registry.Deposit(inner, queue));
        Assert.True(_registry.Deposit(item, inner));
        Assert.True(_registry.Deposit(item, queue));
        Assert.True(_registry.Deposit(item, queue));
        _registry.Release(_maker, inner);
        _registry.Release(_maker, item);

        Assert.True(_registry.TryOpen(_other, item, 0, queue, static _ => { }));
        _registry.Release(_other, item);
        Assert.Equal(3, _registry.Count);

        _registry.Release(_maker, queue);
        Assert.Equal(0, _registry.Count);
        Assert.False(_registry.Deposit(item, queue));
    }

    [Fact]
    public void An_id_is_given_once()
    {
        Guid id = Add(_maker);
        using var descriptor = new SafeFileHandle();

        Assert.False(_registry.TryAdd(_other, id, SharedKind.Memory, 1, descriptor));
    }

    private Guid Add(TreeMember member)
    {
        var id = Guid.NewGuid();
        Assert.True(_registry.TryAdd(member, id, SharedKind.Memory, 1, new SafeFileHandle()));
        return id;
    }

    private bool Open(TreeMember member, Guid id, ulong ticket = 0) => _registry.TryOpen(member, id, ticket, default, static _ => { });
}
