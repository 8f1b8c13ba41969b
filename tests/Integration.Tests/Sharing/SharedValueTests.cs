using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Sharing;

public sealed class SharedValueTests : IClassFixture<LeakCheck>
{
    [Fact]
    public async Task Processes_add_to_a_value_atomically()
    {
        const int Times = 100_000;
        await using var pool = new ProcessPool(new() { Workers = 2 });
        using var value = new SharedValue<long>(5);

        await Task.WhenAll(pool.RunAsync(Locking.InProcess.IncrementAtomic(value, Times)), pool.RunAsync(Locking.InProcess.IncrementAtomic(value, Times)));

        Assert.Equal(5 + (2 * Times), value.Value);
    }

    [Fact]
    public void Every_atomic_operation_gives_what_it_says()
    {
        using var whole = new SharedValue<int>(10);
        Assert.Equal(13, whole.Add(3));
        Assert.Equal(13, whole.Exchange(7));
        Assert.Equal(7, whole.CompareExchange(8, 7));
        Assert.Equal(8, whole.CompareExchange(9, 7));
        Assert.Equal(8, whole.Min(2));
        Assert.Equal(2, whole.Min(3));
        Assert.Equal(2, whole.Max(20));
        Assert.Equal(20, whole.Value);

        using var small = new SharedValue<byte>(250);
        Assert.Equal(4, small.Add((byte)10));
        using var real = new SharedValue<double>(double.NaN);
        Assert.True(double.IsNaN(real.Add(1.5)));
        real.Value = 1;
        Assert.Equal(2.5, real.Add(1.5));
        using var unsigned = new SharedValue<ulong>(ulong.MaxValue);
        Assert.Equal(1u, unsigned.Add(2u));
    }

    [Fact]
    public async Task An_array_is_one_memory_for_all()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        using var array = new SharedArray<long>([1, 2, 3, 4]);

        await pool.RunAsync(Locking.InProcess.Square(array));
        using ReadOnlySharedArray<long> view = array.AsReadOnly();

        Assert.Equal([1, 4, 9, 16], array.Span.ToArray());
        Assert.Equal(30, await pool.RunAsync(Locking.InProcess.SumArray(view)));
        Assert.Equal(20, array.Add(3, 4));
        Assert.Equal(20, view[3]);
        Assert.Throws<IndexOutOfRangeException>(() => array[4]);
        Assert.Throws<IndexOutOfRangeException>(() => array[-1]);
    }

    [Fact]
    public async Task An_empty_array_crosses()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        using var array = new SharedArray<long>(0);
        using ReadOnlySharedArray<long> view = array.AsReadOnly();

        Assert.Equal(0, await pool.RunAsync(Locking.InProcess.SumArray(view)));
    }

    [Fact]
    public void More_memory_than_there_is_is_refused_with_the_figures()
    {
        IOException error = Assert.Throws<IOException>(() => new SharedMemory(1L << 45));

        Assert.Contains("memory are free", error.Message);
    }
}
