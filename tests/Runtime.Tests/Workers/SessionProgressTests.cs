namespace ProcGen.Tests.Workers;

public abstract class SessionProgressTests(string carrier) : CarrierTests(carrier)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(20_000)]
    public async Task Reports_come_in_order_and_all_before_the_result(int count)
    {
        using SessionPair pair = await CreatePairAsync();
        var progress = new Recorder();

        await pair.RunAsync(Bodies.InProcess.Report(count, progress)).Soon();

        Assert.Equal(Enumerable.Range(0, count), progress.Reports);
    }

    [Fact]
    public async Task A_slow_receiver_slows_the_reporter_and_loses_nothing()
    {
        using SessionPair pair = await CreatePairAsync();
        var progress = new Recorder { OnReport = _ => Thread.SpinWait(2000) };

        await pair.RunAsync(Bodies.InProcess.Report(5_000, progress)).Soon();

        Assert.Equal(5_000, progress.Reports.Count);
    }

    [Fact]
    public async Task A_progress_that_throws_fails_its_call_and_nothing_else()
    {
        using SessionPair pair = await CreatePairAsync();
        var progress = new Recorder { OnReport = i => _ = i == 3 ? throw new FormatException("at 3") : 0 };

        var error = await Assert.ThrowsAsync<FormatException>(() => pair.RunAsync(Bodies.InProcess.Report(100, progress)).Soon());

        Assert.Equal("at 3", error.Message);
        Assert.Equal([0, 1, 2], progress.Reports);
        Assert.Equal(3, await pair.RunAsync(Bodies.InProcess.Add(1, 2)).Soon());
    }

    private sealed class Recorder : IProgress<int>
    {
        public List<int> Reports { get; } = [];

        public Action<int>? OnReport { get; init; }

        public void Report(int value)
        {
            OnReport?.Invoke(value);
            Reports.Add(value);
        }
    }
}
