namespace ProcGen.Tour.Sections;

/// <summary>
/// A pipeline of objects, each of which enumerates the one behind it, six levels deep. As objects they cross to a worker and are enumerated there, by a producer; consumers in other
/// processes take what comes. A generator inside of another type has nothing to copy, and is refused by the compiler.
/// </summary>
internal sealed partial class NestedGeneratorsSection : ISection
{
    public string Name => "nested-generators";

    public string Title => "a pipeline of generators crosses as a recipe, and is enumerated in the worker";

    [RunInProcess]
    private static IEnumerable<int> Produce(SampleIterator source)
    {
        Console.WriteLine("The producer begins.");
        foreach (var item in source)
        {
            yield return item;
        }

        Console.WriteLine("The producer is done.");
    }

    [RunInProcess]
    private static string Consume(int data) => $"data: {data} (process {Environment.ProcessId})";

    public async Task RunAsync(Guide guide)
    {
        SampleIterator da1 = new DataSource2(new DataSource3(new DataSource4(new DataSource1())));
        SampleIterator da2 = new DataSource2(new DataSource3(new DataSource4(da1)));
        SampleIterator da3 = new DataSource2(new DataSource3(new DataSource4(da2)));
        SampleIterator da4 = new DataSource2(new DataSource3(new DataSource4(da3)));
        SampleIterator da5 = new DataSource2(new DataSource3(new DataSource4(da4)));
        SampleIterator da6 = new DataSource2(new DataSource3(new DataSource4(new DataSource2(da5))));

        await using var producer = new ProcessPool(new() { Name = "producer", Workers = 1, Output = guide.Output });
        await using var consumers = new ProcessPool(new() { Name = "consumer", Workers = 2, Output = guide.Output });
        var consumed = new List<string>();
        await foreach (var line in producer.StreamAsync(InProcess.Produce(da6)).InPool(consumers, InProcess.Consume))
        {
            consumed.Add(line);
        }

        guide.Say($"{consumed[0]} … {consumed[^1]}");
        guide.Check(consumed.Count == 10 && consumed.Select((line, i) => line.StartsWith($"data: {i} ", StringComparison.Ordinal)).All(holds => holds), "ten items went through twenty generators in another process, in order");
        guide.Check(da6.SequenceEqual(Enumerable.Range(0, 10)), "the pipeline is still here, untouched");

        guide.Say("What cannot cross does not compile. A generator without a class of its own, inside of another type:");
        guide.Quote(
            """
            [RunInProcess]
            static int Consume(List<IEnumerable<int>> sources) => sources.Sum(source => source.Sum());
            error PROCGEN024: 'sources' cannot cross a process boundary: its type contains System.Collections.Generic.IEnumerable<int>; it is evaluated lazily, so there is nothing to copy yet …
            """);
    }
}

/// <summary>Something that yields samples. The closed set of what may stand behind it makes it cross.</summary>
[ProcessKnownTypes(typeof(DataSource1), typeof(DataSource2), typeof(DataSource3), typeof(DataSource4))]
internal abstract class SampleIterator : IEnumerable<int>
{
    public abstract IEnumerator<int> GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>The source: ten numbers.</summary>
internal sealed class DataSource1 : SampleIterator
{
    public override IEnumerator<int> GetEnumerator()
    {
        for (var i = 0; i < 10; i++)
        {
            yield return i;
        }
    }
}

/// <summary>One stage.</summary>
internal sealed class DataSource2(SampleIterator dataSource) : SampleIterator
{
    public override IEnumerator<int> GetEnumerator()
    {
        foreach (var item in dataSource)
        {
            yield return item;
        }
    }
}

/// <summary>Another stage.</summary>
internal sealed class DataSource3(SampleIterator dataSource) : SampleIterator
{
    public override IEnumerator<int> GetEnumerator()
    {
        foreach (var item in dataSource)
        {
            yield return item;
        }
    }
}

/// <summary>A third one.</summary>
internal sealed class DataSource4(SampleIterator dataSource) : SampleIterator
{
    public override IEnumerator<int> GetEnumerator()
    {
        foreach (var item in dataSource)
        {
            yield return item;
        }
    }
}
