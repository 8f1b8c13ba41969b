using System.Threading.Channels;

namespace ProcGen.Tour.Sections;

/// <summary>Sequences, channels, streams and texts that stay with the caller and are read by a worker.</summary>
internal sealed partial class StreamArgumentSection : ISection
{
    public string Name => "stream-argument";

    public string Title => "a generator stays here, and a worker pulls its items; so do channels, streams and texts";

    [RunInProcess]
    private static int[] TakeThree(IEnumerable<int> items) => [.. items.Take(3)];

    [RunInProcess]
    private static IEnumerable<string> Shout(IEnumerable<string> words) => words.Select(word => word.ToUpperInvariant() + "!");

    [RunInProcess]
    private static async Task<int> SumAsync(ChannelReader<int> numbers)
    {
        var sum = 0;
        await foreach (var number in numbers.ReadAllAsync())
        {
            sum += number;
        }

        return sum;
    }

    [RunInProcess]
    private static int CountZeros(Stream bytes)
    {
        var zeros = 0;
        while (bytes.ReadByte() is var value and >= 0)
        {
            zeros += value == 0 ? 1 : 0;
        }

        return zeros;
    }

    [RunInProcess]
    private static string? FindLongestLine(TextReader text)
    {
        string? longest = null;
        while (text.ReadLine() is { } line)
        {
            longest = longest is null || line.Length > longest.Length ? line : longest;
        }

        return longest;
    }

    public async Task RunAsync(Guide guide)
    {
        await using var pool = new ProcessPool(new() { Workers = 1, Output = guide.Output });

        var pulled = 0;
        var closed = false;
        var taken = await pool.RunAsync(InProcess.TakeThree(Million()));
        guide.Say($"The worker took [{string.Join(", ", taken)}]; {pulled} of 1,000,000 were produced here.");
        guide.Check(taken is [0, 1, 2] && pulled <= 3 + 32, "a worker that takes three items causes at most a window more");
        guide.Check(closed, "the generator's finally block ran here");

        var shouted = await pool.StreamAsync(InProcess.Shout(["one", "two", "three"])).ToListAsync();
        guide.Say(string.Join(" ", shouted));
        guide.Check(shouted is ["ONE!", "TWO!", "THREE!"], "a worker can transform a sequence: items in and items out in one call");

        var channel = Channel.CreateBounded<int>(4);
        var summing = pool.RunAsync(InProcess.SumAsync(channel.Reader));
        for (var i = 1; i <= 100; i++)
        {
            await channel.Writer.WriteAsync(i);
        }

        channel.Writer.Complete();
        guide.Check(await summing == 5050, "a worker reads a channel that this process writes to");

        using var bytes = new MemoryStream(new byte[100_000]);
        guide.Check(await pool.RunAsync(InProcess.CountZeros(bytes)) == 100_000, "a worker reads a stream that is open here");

        using var text = new StringReader("a\nthe longest of three\nc");
        guide.Check(await pool.RunAsync(InProcess.FindLongestLine(text)) == "the longest of three", "a worker reads a text line by line");

        IEnumerable<int> Million()
        {
            try
            {
                for (var i = 0; i < 1_000_000; i++)
                {
                    pulled++;
                    yield return i;
                }
            }
            finally
            {
                closed = true;
            }
        }
    }
}
