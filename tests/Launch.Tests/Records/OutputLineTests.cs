using System.Text;
using CsCheck;
using ProcGen.Launching;

namespace ProcGen.Tests.Records;

public sealed class OutputLineTests
{
    [Fact]
    public void Lines_are_the_same_wherever_the_bytes_are_cut() =>
        Gen.Select(Gen.String[Gen.Char["aß€\n\r"], 0, 60], Gen.Int[1, 7].Array[1, 5]).Sample(static (text, cuts) =>
        {
            string[] expected = text.Split('\n');
            expected = [.. (expected[^1].Length == 0 ? expected[..^1] : expected).Select(static line => line.EndsWith('\r') ? line[..^1] : line)];
            Assert.Equal(expected, Read(Encoding.UTF8.GetBytes(text), cuts, 1000));
        });

    [Fact]
    public void A_line_that_is_too_long_comes_in_parts_between_characters()
    {
        string text = string.Concat(Enumerable.Repeat("€", 100));
        List<string> parts = Read(Encoding.UTF8.GetBytes(text), [7], 32);
        Assert.Equal(text, string.Concat(parts));
        Assert.All(parts, static part => Assert.InRange(Encoding.UTF8.GetByteCount(part), 1, 32));
    }

    [Fact]
    public void A_fatal_reason_is_kept_however_long_the_stack_trace_after_it()
    {
        ErrorTail tail = new();
        tail.Add("Stack overflow.");
        for (int i = 0; i < 1000; i++)
        {
            tail.Add($"   at Program.Overflow(Int32) {i}");
        }

        Assert.Equal("stack overflow", tail.FatalReason);
        Assert.Equal(ErrorTail.MaximumLines, tail.Lines.Count);
    }

    private static List<string> Read(byte[] bytes, int[] cuts, int limit)
    {
        List<string> lines = [];
        LineReader reader = new(limit);
        for (int start = 0, i = 0; start < bytes.Length; i++)
        {
            int length = Math.Min(cuts[i % cuts.Length], bytes.Length - start);
            reader.Add(bytes.AsSpan(start, length), lines.Add);
            start += length;
        }

        reader.Complete(lines.Add);
        return lines;
    }
}
