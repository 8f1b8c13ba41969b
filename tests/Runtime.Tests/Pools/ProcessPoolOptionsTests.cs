using ProcGen.Pools;

namespace ProcGen.Tests.Pools;

public sealed class ProcessPoolOptionsTests
{
    public static TheoryData<string, ProcessPoolOptions> Wrong => new()
    {
        { "Workers", new() { Workers = 0 } },
        { "MinWorkers", new() { Workers = 2, MinWorkers = 3 } },
        { "Spares", new() { Spares = -1 } },
        { "Name", new() { Name = " " } },
        { "MaxConcurrentCallsPerWorker", new() { MaxConcurrentCallsPerWorker = 0 } },
        { "MaxCallsPerWorker", new() { MaxCallsPerWorker = 0 } },
        { "MaxWorkerMemory", new() { MaxWorkerMemory = -5 } },
        { "MemoryLimit", new() { MemoryLimit = 0 } },
        { "MaxQueuedCalls", new() { MaxQueuedCalls = 0 } },
        { "MaxQueuedBytes", new() { MaxQueuedBytes = 0 } },
        { "IdleTimeout", new() { IdleTimeout = TimeSpan.Zero } },
        { "Timeout", new() { Timeout = TimeSpan.FromSeconds(-3) } },
        { "QueueTimeout", new() { QueueTimeout = TimeSpan.Zero } },
        { "KillGrace", new() { KillGrace = TimeSpan.FromSeconds(-3) } },
        { "StartTimeout", new() { StartTimeout = Timeout.InfiniteTimeSpan } },
        { "InitializerTimeout", new() { InitializerTimeout = TimeSpan.Zero } },
        { "FinalizerTimeout", new() { FinalizerTimeout = TimeSpan.FromDays(100) } },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void An_option_out_of_its_range_is_refused_by_name(string name, ProcessPoolOptions options)
    {
        var error = Assert.Throws<ArgumentException>(() => new ProcessPool(options));
        Assert.Contains($"ProcessPoolOptions.{name} is ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_are_copied()
    {
        var factory = new FakeWorkerFactory { IsAutomatic = true };
        var options = new ProcessPoolOptions { Workers = 1, Name = "first", Environment = { ["A"] = "1" } };
        await using var pool = new ProcessPool(new PoolSettings(options), factory);
        options.Name = "second";
        options.Environment["A"] = "2";
        options.Workers = 7;
        await pool.RunAsync(new FakeCall(1), TestContext.Current.CancellationToken);
        Assert.Equal(1, pool.GetStatistics().TargetWorkers);
        Assert.Equal("first/1", factory.Workers[0].Options.Name);
        Assert.Equal("1", factory.Workers[0].Options.Environment["A"]);
    }
}
