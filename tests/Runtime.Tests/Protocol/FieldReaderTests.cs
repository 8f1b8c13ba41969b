using CsCheck;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Tests.Protocol;

public sealed class FieldReaderTests
{
    [Fact]
    public void Fields_are_read_back_as_they_were_written() =>
        Gen.Select(Gen.Int, Gen.Long, Gen.Guid, Gen.String.Null()).Sample((i, l, g, s) =>
        {
            PayloadBuffer buffer = PayloadBuffer.Rent();
            var writer = new FieldWriter(buffer);
            writer.WriteInt32(i);
            writer.WriteInt64(l);
            writer.WriteGuid(g);
            writer.WriteString(s);

            var reader = new FieldReader(buffer);
            Assert.Equal(i, reader.ReadInt32());
            Assert.Equal(l, reader.ReadInt64());
            Assert.Equal(g, reader.ReadGuid());
            Assert.Equal(s, reader.ReadString());
            Assert.Equal(0, reader.Remaining);
            buffer.Return();
        });

    [Fact]
    public void A_string_that_claims_more_than_there_is_is_refused_before_it_is_made() =>
        Gen.Select(Gen.Int, Gen.Byte.Array[0, 40]).Where((length, rest) => length < -1 || length * 2L > rest.Length).Sample((length, rest) =>
        {
            byte[] bytes = [.. BitConverter.GetBytes(length), .. rest];
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool refused = false;
            try
            {
                new FieldReader(bytes).ReadString();
            }
            catch (ProtocolException)
            {
                refused = true;
            }

            Assert.True(refused);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024);
        });
}
