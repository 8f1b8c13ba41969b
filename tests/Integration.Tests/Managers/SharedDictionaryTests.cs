using static ProcGen.Tests.Managers.ManagerMethods;
using Stubs = ProcGen.Tests.Managers.ManagerMethods.InProcess;

namespace ProcGen.Tests.Managers;

/// <summary>Dictionaries in a manager, used from this process and from workers.</summary>
public sealed class SharedDictionaryTests : IDisposable
{
    private readonly ProcessManager _manager = ProcessManager.Start();

    public void Dispose() => _manager.Dispose();

    [Fact]
    public void What_is_put_in_can_be_taken_out()
    {
        SharedDictionary<string, int> counts = _manager.CreateDictionary<string, int>();
        counts["a"] = 1;
        counts.Add("b", 2);

        Assert.Equal(1, counts["a"]);
        Assert.True(counts.TryGetValue("b", out int b));
        Assert.Equal(2, b);
        Assert.Equal(2, counts.Count);
        Assert.False(counts.TryGetValue("c", out _));
        Assert.Throws<KeyNotFoundException>(() => counts["c"]);
        Assert.Throws<ArgumentException>(() => counts.Add("a", 3));
        Assert.True(counts.Remove("a", out int removed));
        Assert.Equal(1, removed);
        Assert.False(counts.ContainsKey("a"));
        counts.Clear();
        Assert.Empty(counts);
    }

    [Fact]
    public async Task Workers_and_their_workers_see_what_each_other_wrote()
    {
        SharedDictionary<string, int> counts = _manager.CreateDictionary<string, int>();

        Assert.Equal(1, await Stubs.Increment(counts, "n"));
        counts["n"] = 5;
        Assert.Equal(6, await Stubs.Increment(counts, "n"));
        Assert.Equal(7, await Stubs.IncrementInAnother(counts, "n"));
        Assert.Equal(7, counts["n"]);
    }

    [Fact]
    public async Task An_update_by_a_marked_method_is_one_step_for_all_processes()
    {
        SharedDictionary<string, int> counts = _manager.CreateDictionary<string, int>();
        await using var pool = new ProcessPool(new() { Workers = 2 });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => pool.RunAsync(Stubs.IncrementMany(counts, "n", 500))));

        Assert.Equal(2000, counts["n"]);
    }

    [Fact]
    public void An_update_that_throws_changes_nothing()
    {
        SharedDictionary<string, int> counts = _manager.CreateDictionary(new Dictionary<string, int> { ["n"] = 3 });

        Exception error = Assert.ThrowsAny<Exception>(() => counts.AddOrUpdate("n", 0, Stubs.Fail));

        Assert.Equal("n is 3", error.Message);
        Assert.Equal(3, counts["n"]);
    }

    [Fact]
    public void An_update_takes_only_stubs_with_the_key_and_the_value_for_parameters()
    {
        SharedDictionary<string, int> counts = _manager.CreateDictionary<string, int>();

        Assert.Throws<ArgumentException>(() => counts.AddOrUpdate("n", 1, (key, value) => Stubs.Next(key, value + 1)));
        Assert.Throws<ArgumentException>(() => counts.AddOrUpdate("n", 1, (_, value) => Stubs.Twice(value)));
    }

    [Fact]
    public async Task Values_are_any_types_that_cross()
    {
        SharedDictionary<string, Job> jobs = _manager.CreateDictionary<string, Job>();
        await Stubs.AddJob(jobs, new Job("one", [1, 2]) { Next = new Job("two", [3]) });

        Job job = jobs["one"];

        Assert.Equal([1, 2], job.Values);
        Assert.Equal([3], job.Next!.Values);
    }

    [Fact]
    public void Many_entries_cross_at_once_and_are_enumerated_by_page()
    {
        SharedDictionary<int, string> texts = _manager.CreateDictionary<int, string>();
        var all = Enumerable.Range(0, 20_000).ToDictionary(i => i, i => $"text {i}");
        texts.SetMany(all);

        Assert.Equal(all.Count, texts.Count);
        Assert.Equal(all, texts.ToDictionary());
        Assert.Equal(all.ToArray(), ((IEnumerable<KeyValuePair<int, string>>)texts).ToArray());
        Assert.Equal(all.Values, texts.Values);
        Assert.Equal(all.Keys, texts.Keys);
        Assert.Equal(new Dictionary<int, string> { [7] = "text 7", [19_999] = "text 19999" }, texts.GetMany([7, 19_999, -1]));
        Assert.Equal(2, texts.RemoveMany([7, 8, -1]));
        Assert.Equal(all.Count - 2, texts.Count);
    }

    [Fact]
    public void An_enumeration_has_what_was_there_all_the_time_exactly_once()
    {
        SharedDictionary<int, string> texts = _manager.CreateDictionary<int, string>();
        string text = new('x', 100);
        texts.SetMany(Enumerable.Range(0, 5000).Select(i => KeyValuePair.Create(i, text)));

        var seen = new List<int>();
        foreach ((int key, _) in texts)
        {
            seen.Add(key);
            texts.Remove(key - 1);
            texts[5000 + key] = "";
            if (key >= 4999)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(0, 5000), seen);
    }

    [Fact]
    public void A_value_is_replaced_only_if_it_is_the_one_believed_to_be_there()
    {
        SharedDictionary<string, int> counts = _manager.CreateDictionary(new Dictionary<string, int> { ["n"] = 3 });

        Assert.False(counts.TryUpdate("n", 9, 4));
        Assert.True(counts.TryUpdate("n", 9, 3));
        Assert.False(counts.TryUpdate("m", 9, 3));
        Assert.Equal(9, counts.GetOrAdd("n", 1));
        Assert.Equal(1, counts.GetOrAdd("m", 1));
        Assert.False(((ICollection<KeyValuePair<string, int>>)counts).Remove(KeyValuePair.Create("n", 8)));
        Assert.True(((ICollection<KeyValuePair<string, int>>)counts).Remove(KeyValuePair.Create("n", 9)));
    }

    [Fact]
    public async Task Every_operation_has_an_asynchronous_form()
    {
        SharedDictionary<string, int> counts = _manager.CreateDictionary<string, int>();
        await counts.SetAsync("a", 1);
        Assert.Equal(1, await counts.GetAsync("a"));
        Assert.True(await counts.TryAddAsync("b", 2));
        Assert.Equal((true, 2), await counts.TryGetAsync("b"));
        Assert.Equal((false, 0), await counts.TryGetAsync("c"));
        Assert.Equal(3, await counts.AddOrUpdateAsync("b", 0, Stubs.Next));
        Assert.Equal(2, await counts.CountAsync());
        await counts.SetManyAsync([KeyValuePair.Create("c", 3)]);
        Assert.Equal(2, (await counts.GetManyAsync(["a", "c"])).Count);
        var seen = new List<string>();
        await foreach ((string key, _) in counts.EnumerateAsync())
        {
            seen.Add(key);
        }

        Assert.Equal(["a", "b", "c"], seen);
        Assert.Equal((true, 1), await counts.RemoveAsync("a"));
        Assert.Equal(1, await counts.RemoveManyAsync(["b"]));
        await counts.ClearAsync();
        Assert.False(await counts.ContainsKeyAsync("c"));
        await Assert.ThrowsAsync<TaskCanceledException>(() => counts.GetAsync("a", new CancellationToken(true)));
    }

    [Fact]
    public void A_marked_method_that_the_manager_runs_is_where_the_dictionary_is()
    {
        SharedDictionary<string, int> counts = _manager.CreateDictionary(new Dictionary<string, int> { ["manager"] = _manager.ProcessId });

        Assert.Equal(1, _manager.Run(Stubs.CountHere(counts)));
    }
}
