using ProcGen.CompilerServices;

namespace ProcGen.Serialization.Tests;

public sealed class PayloadLimitTests
{
    [Fact]
    public void More_than_a_payload_holds_is_refused_with_the_limit()
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        try
        {
            var writer = new PayloadWriter(ref buffer);
            writer.WriteString("x");
            writer.Reserve(int.MaxValue / 2);
            string message = "";
            try
            {
                writer.Reserve(int.MaxValue - 5L);
            }
            catch (ProcessSerializationException e)
            {
                message = e.Message;
            }

            Assert.Contains("2,147,483,647", message, StringComparison.Ordinal);
            writer.Complete();
        }
        finally
        {
            buffer.Return();
        }
    }

    [Fact]
    public void A_payload_of_many_pieces_is_read_as_it_was_written()
    {
        double[][] jagged = [.. Enumerable.Range(0, 40).Select(i => Enumerable.Range(0, i * 1_000).Select(n => n * 0.5).ToArray())];
        double[][] copy = RoundTrip.Run(Collections.InProcess.Doubles(jagged));
        Assert.Equal(jagged.Length, copy.Length);
        Assert.All(jagged.Zip(copy), p => Assert.True(p.First.AsSpan().SequenceEqual(p.Second)));
    }
}
