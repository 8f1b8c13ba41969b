namespace ProcGen.Tour.Sections;

/// <summary>A method that returns a sequence: its items come from a worker as they are produced, and no faster than they are taken.</summary>
internal sealed partial class StreamResultSection : ISection
{
    public string Name => "stream-result";

    public string Title => "a generator in a worker: items as they are produced, an end when the caller has enough";

    [RunInProcess]
    private static IEnumerable<long> Squares(int count)
    {
        Console.WriteLine("The generator begins.");
        try
        {
            for (var i = 1; i <= count; i++)
            {
                yield return (long)i * i;
            }
        }
        finally
        {
            Console.WriteLine("The generator's finally block runs.");
        }
    }

    [RunInProcess]
    private static IEnumerable<int> CountThenFail(int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return i;
        }

        throw new InvalidDataException($"There is no item {count}.");
    }

    public async Task RunAsync(Guide guide)
    {
        await using var pool = new ProcessPool(new() { Workers = 1, Output = guide.Output });

        var squares = new List<long>();
        await foreach (var square in pool.StreamAsync(InProcess.Squares(int.MaxValue)))
        {
            squares.Add(square);
            if (squares.Count == 5)
            {
                break;
            }
        }

        guide.Say($"[{string.Join(", ", squares)}]");
        guide.Check(squares is [1, 4, 9, 16, 25], "a caller that breaks off after five items of two thousand million waits for none of the others");

        long sum = 0;
        var count = 0;
        await foreach (var item in pool.StreamAsync(InProcess.Squares(1_000_000)))
        {
            sum += item;
            count++;
        }

        guide.Check(count == 1_000_000, $"a million items came, {sum} in sum; at most a window of them was under way");

        var before = new List<int>();
        var error = await guide.CheckFailsAsync<InvalidDataException>(
            async () =>
            {
                await foreach (var item in pool.StreamAsync(InProcess.CountThenFail(3)))
                {
                    before.Add(item);
                }
            },
            "an exception of the generator is thrown to the caller");
        guide.Say(error?.Message ?? "");
        guide.Check(before is [0, 1, 2], "it comes after the items before it");
    }
}
