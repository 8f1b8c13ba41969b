using Stubs = ProcGen.Tests.Managers.ManagerMethods.InProcess;

namespace ProcGen.Tests.Managers;

/// <summary>Shared objects inside of others, as results, and made elsewhere.</summary>
public sealed class NestedObjectTests : IDisposable
{
    private readonly ProcessManager _manager = ProcessManager.Start(new() { ReleaseDelay = TimeSpan.FromMilliseconds(100) });

    public void Dispose() => _manager.Dispose();

    [Fact]
    public async Task A_change_inside_a_nested_collection_is_seen_by_all()
    {
        SharedDictionary<string, SharedList<string>> lists = _manager.CreateDictionary<string, SharedList<string>>();
        SharedList<string> first = _manager.CreateList<string>();
        lists["first"] = first;

        await Stubs.Append(lists, "first", "from a worker");
        lists["first"].Add("from here");

        Assert.Equal(["from a worker", "from here"], first);
        Assert.Equal(first, lists["first"]);
    }

    [Fact]
    public void A_nested_collection_lives_as_long_as_what_it_is_in()
    {
        SharedDictionary<string, SharedList<string>> lists = _manager.CreateDictionary<string, SharedList<string>>();
        Put(lists);

        CollectAndWait();

        Assert.Equal(["kept"], lists["only"]);

        void Put(SharedDictionary<string, SharedList<string>> target) => target["only"] = _manager.CreateList(["kept"]);
    }

    [Fact]
    public async Task An_object_without_proxies_is_released_and_its_handles_say_so()
    {
        byte[] handle = MakeAndForget();
        await Eventually.HoldsAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return _manager.Run(Stubs.CountObjects()) == 0;
        });

        Assert.Throws<ManagerGoneException>(() => Handles.Read(handle).Count);

        byte[] MakeAndForget() => Handles.Write(_manager.CreateList(["gone"]));
    }

    [Fact]
    public async Task A_collection_that_a_worker_made_outlives_the_worker()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, MaxCallsPerWorker = 1 });

        SharedList<string> list = await pool.RunAsync(Stubs.MakeList(_manager, "made there"));
        CollectAndWait();

        Assert.Equal(["made there"], list);
    }

    [Fact]
    public async Task A_set_has_each_item_once()
    {
        SharedSet<Guid> set = _manager.CreateSet<Guid>();
        Guid[] items = [.. Enumerable.Range(0, 100).Select(_ => Guid.NewGuid())];

        Assert.Equal(100, await Stubs.AddAll(set, items));
        Assert.Equal(0, await Stubs.AddAll(set, items));

        Assert.True(set.SetEquals(items));
        Assert.Equal(items.Order(), set.Order());
        set.ExceptWith(items[..50]);
        Assert.Equal(items[50..], set);
        set.IntersectWith(items[40..60]);
        Assert.Equal(items[50..60], set);
        Assert.False(set.Add(items[50]));
        Assert.True(set.Remove(items[50]));
        Assert.DoesNotContain(items[50], (IEnumerable<Guid>)set);
        Assert.True(set.IsProperSubsetOf(items));
    }

    [Fact]
    public void A_list_is_a_list()
    {
        SharedList<int> list = _manager.CreateList(Enumerable.Range(0, 50_000));

        Assert.Equal(Enumerable.Range(0, 50_000), list);
        Assert.Equal(50_000, ((IEnumerable<int>)list).ToArray().Length);
        Assert.Equal(50_000, list.ToArray().Length);
        Assert.Equal(7, list[7]);
        list[7] = 70;
        Assert.Equal(140, list.Update(7, Stubs.Twice));
        list.Insert(0, -1);
        Assert.Equal(8, list.IndexOf(140));
        Assert.True(list.Remove(140));
        Assert.Equal(-1, list.TakeAt(0));
        list.RemoveAt(0);
        Assert.Equal(49_998, list.Count);
        Assert.Contains(49_999, (IEnumerable<int>)list);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[50_000]);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[-1]);
        list.Clear();
        Assert.Empty(list);
    }

    private static void CollectAndWait()
    {
        // Longer than the delay after which the manager lets go of what nobody has.
        for (int i = 0; i < 5; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Thread.Sleep(100);
        }
    }
}
