using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Sharing;

public sealed class SharedValueOnceTests : IClassFixture<LeakCheck>
{
    [Fact]
    public async Task A_value_is_written_once_and_read_once_in_each_worker()
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        using var model = new Shared<Model>(new Model([.. Enumerable.Range(0, 100_000)]));
        int before = Model.Writes;

        (int Weight, int Reads)[] results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => pool.RunAsync(Models.InProcess.Weigh(model, i))));

        Assert.Equal(Enumerable.Range(0, 50), results.Select(result => result.Weight));
        Assert.All(results, result => Assert.Equal(1, result.Reads));
        Assert.Equal(1, Model.Writes - before);
        Assert.Equal(7, await pool.RunAsync(Models.InProcess.WeighInWorkerAsync(model, 7)));
    }

    [Fact]
    public async Task An_argument_with_the_attribute_is_one_object_in_a_worker_for_all_calls_that_get_the_same_one()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        int[] first = [1, 2, 3];
        int[] second = [4, 5, 6];

        (int Item, int Identity)[] looks =
        [
            await pool.RunAsync(Models.InProcess.Look(first, 0)),
            await pool.RunAsync(Models.InProcess.Look(first, 1)),
            await pool.RunAsync(Models.InProcess.Look(second, 2)),
        ];

        Assert.Equal([1, 2, 6], looks.Select(look => look.Item));
        Assert.Equal(looks[0].Identity, looks[1].Identity);
        Assert.NotEqual(looks[0].Identity, looks[2].Identity);
        Assert.Equal((-1, 0), await pool.RunAsync(Models.InProcess.Look(null, 0)));
        GC.KeepAlive(first);
        GC.KeepAlive(second);
    }

    [Fact]
    public async Task What_it_refers_to_crosses_with_it()
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        using var uses = new SharedValue<int>();
        using var settings = new Shared<Settings>(new Settings("s", uses));

        string[] names = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => pool.RunAsync(Models.InProcess.Use(settings))));

        Assert.Equal(10, uses.Value);
        Assert.All(names, name => Assert.Equal("s", name));
    }

    [Fact]
    public void A_disposed_one_is_usable_here_and_cannot_be_sent()
    {
        var model = new Shared<Model>(new Model([5]));
        model.Dispose();

        Assert.Equal(5, model.Value.Weights[0]);
        Assert.IsType<ObjectDisposedException>(
            Assert.Throws<ProcessSerializationException>(() => { _ = ProcessPool.Shared.RunAsync(Models.InProcess.Weigh(model, 0)); }).InnerException);
    }
}
