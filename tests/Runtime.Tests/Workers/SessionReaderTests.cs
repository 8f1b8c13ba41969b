using System.Threading.Channels;
using ProcGen.Calls;
using ProcGen.Protocol;

namespace ProcGen.Tests.Workers;

/// <summary>Channels, streams and readers of text that stay with the caller and are read by a worker.</summary>
public abstract class SessionReaderTests(string carrier) : CarrierTests(carrier)
{
    private const string Text = "first\r\nsecond\n\nfourth\rfifth \ud83d\ude00 \ud800 and no end";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task A_channel_is_read_to_its_end(int count)
    {
        using SessionPair pair = await CreatePairAsync();
        Channel<int> channel = Channel.CreateUnbounded<int>();
        Task<int> sum = pair.RunAsync(Bodies.InProcess.SumChannel(channel.Reader, int.MaxValue));

        for (int i = 0; i < count; i++)
        {
            await channel.Writer.WriteAsync(i, Token);
        }

        channel.Writer.Complete();
        Assert.Equal(count * (count - 1) / 2, await sum.Soon());
    }

    [Fact]
    public async Task What_a_worker_does_not_take_of_a_channel_stays_in_it()
    {
        using SessionPair pair = await CreatePairAsync();
        Channel<int> channel = Channel.CreateUnbounded<int>();
        for (int i = 0; i < 1000; i++)
        {
            Assert.True(channel.Writer.TryWrite(i));
        }

        Assert.Equal(0 + 1 + 2, await pair.RunAsync(Bodies.InProcess.SumChannel(channel.Reader, 3)).Soon());

        // Besides those taken, a window and one that the worker's channel holds.
        Assert.InRange(channel.Reader.Count, 1000 - 3 - ProtocolLimits.StreamWindow - 2, 1000 - 3);
        Assert.False(channel.Reader.Completion.IsCompleted);
    }

    [Fact]
    public async Task An_error_that_completes_a_channel_is_the_bodys()
    {
        using SessionPair pair = await CreatePairAsync();
        Channel<int> channel = Channel.CreateUnbounded<int>();
        channel.Writer.Complete(new FormatException("broken off"));

        var error = await Assert.ThrowsAsync<FormatException>(() => pair.RunAsync(Bodies.InProcess.SumChannel(channel.Reader, 3)).Soon());

        Assert.Equal("broken off", error.Message);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 10)]
    [InlineData(100_000, 1)]
    [InlineData(100_000, 1000)]
    [InlineData(10_000_000, 81_920)]
    public async Task A_stream_is_read_byte_by_byte_as_it_is(int length, int bufferSize)
    {
        using SessionPair pair = await CreatePairAsync();
        byte[] content = new byte[length];
        new Random(1).NextBytes(content);
        using var stream = new MemoryStream(content);

        Assert.Equal(content, await pair.RunAsync(Bodies.InProcess.ReadStream(stream, bufferSize, isAsync: true)).Soon());

        stream.Position = 0;
        Assert.Equal(content, await pair.RunAsync(Bodies.InProcess.ReadStream(stream, bufferSize, isAsync: false)).Soon());
        Assert.True(stream.CanRead);
    }

    [Fact]
    public async Task A_worker_that_reads_a_little_of_a_stream_leaves_the_rest_in_it()
    {
        using SessionPair pair = await CreatePairAsync();
        using var stream = new MemoryStream(new byte[100 << 20]);

        Assert.Equal(0, await pair.RunAsync(Bodies.InProcess.ReadBytes(stream, 3)).Soon());

        Assert.InRange(stream.Position, 3, ProtocolLimits.StreamWindowBytes + (1 << 20));
    }

    [Fact]
    public async Task A_stream_says_what_it_cannot_do()
    {
        using SessionPair pair = await CreatePairAsync();
        using var stream = new MemoryStream(new byte[10]);

        Assert.Contains("forward only", await pair.RunAsync(Bodies.InProcess.AskPosition(stream)).Soon());
        Assert.Equal(0, stream.Position);
    }

    [Fact]
    public async Task The_lines_of_a_text_are_those_of_its_reader()
    {
        using SessionPair pair = await CreatePairAsync();
        string text = Text + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"line {i}\r\n"));
        List<string> lines = [];
        using (var reader = new StringReader(text))
        {
            while (reader.ReadLine() is { } line)
            {
                lines.Add(line);
            }
        }

        Assert.Equal(lines, await pair.RunAsync(Bodies.InProcess.ReadLines(new StringReader(text))).Soon());
        Assert.Equal(lines, await pair.RunAsync(Bodies.InProcess.ReadLinesAsync(new Trickle(text))).Soon());
    }

    [Fact]
    public async Task A_text_arrives_as_it_is_and_null_as_null()
    {
        using SessionPair pair = await CreatePairAsync();

        Assert.Equal(Text, await pair.RunAsync(Bodies.InProcess.ReadText(new StringReader(Text), isAsync: true)).Soon());
        Assert.Equal(Text, await pair.RunAsync(Bodies.InProcess.ReadText(new Trickle(Text), isAsync: false)).Soon());
        Assert.Equal("", await pair.RunAsync(Bodies.InProcess.ReadText(new StringReader(""), isAsync: false)).Soon());
        Assert.Equal("nothing", await pair.RunAsync(Bodies.InProcess.ReadText(null, isAsync: false)).Soon());
    }

    [Fact]
    public void A_reader_cannot_be_put_into_an_envelope()
    {
        var error = Assert.Throws<ProcessSerializationException>(() => CallEnvelope.Of(Bodies.InProcess.ReadLines(new StringReader(""))));

        Assert.Contains("'text'", error.Message);
    }

    /// <summary>Gives one character at a time, so that a line's end comes in two pieces.</summary>
    private sealed class Trickle(string text) : StringReader(text)
    {
        public override int Read(char[] buffer, int index, int count) => base.Read(buffer, index, Math.Min(count, 1));

        public override int Read(Span<char> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1)]);

        public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
