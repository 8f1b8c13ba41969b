namespace ProcGen.Serialization.Tests;

public sealed class PlainTypeTests
{
    [Fact]
    public void A_class_crosses_with_all_its_members()
    {
        var job = new Job("build", 3) { Notes = ["a", null!, ""], Limit = TimeSpan.FromSeconds(5), Next = new Job("test", 1) };
        job.Touch();
        Job copy = RoundTrip.Run(Echo.InProcess.Of(job));

        Assert.NotSame(job, copy);
        Assert.Equal("build", copy.Name);
        Assert.Equal(3, copy.Priority);
        Assert.Equal(["a", null!, ""], copy.Notes);
        Assert.Equal(TimeSpan.FromSeconds(5), copy.Limit);
        Assert.Equal(1, copy.Touched);
        Assert.Equal("test", copy.Next!.Name);
        Assert.Null(copy.Next.Next);
    }

    [Fact]
    public void Null_crosses() => Assert.Null(RoundTrip.Run(Echo.InProcess.Of(null!)));
}

public sealed class Job(string name, int priority)
{
    private int _touched;

    public string Name { get; } = name;

    public int Priority => priority;

    public List<string>? Notes { get; set; }

    public TimeSpan? Limit { get; init; }

    public Job? Next { get; set; }

    public int Touched => _touched;

    public void Touch() => _touched++;
}

public static partial class Echo
{
    [RunInProcess]
    public static Job Of(Job job) => job;
}
