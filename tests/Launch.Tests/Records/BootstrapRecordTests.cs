using CsCheck;
using ProcGen.Launching;

namespace ProcGen.Tests.Records;

public sealed class BootstrapRecordTests
{
    private static readonly Gen<WorkerBootstrap> s_records = Gen.Select(
        Gen.Byte.Array[WorkerBootstrap.TokenSize], Gen.String, Gen.String[0, 200], Gen.Bool, Gen.Long[0, long.MaxValue].Nullable(), Gen.Int, Gen.ULong, Gen.Int[0, 100],
        static (token, address, name, daemon, limit, parent, time, budget) => new WorkerBootstrap
        {
            Token = token,
            TransportAddress = address,
            Name = name,
            IsDaemon = daemon,
            MemoryLimitBytes = limit,
            ParentId = parent,
            ParentStartTime = time,
            Depth = budget % 4,
            Tree = time % 2 == 0 ? null : new Sharing.TreeAddress($"{time:x5}", token),
            ProcessBudget = budget,
        });

    [Fact]
    public void A_record_is_read_as_it_was_written() =>
        s_records.Sample(static record =>
        {
            byte[] bytes = BootstrapRecord.Write(record);
            int length = BootstrapRecord.ReadHeader(bytes);
            WorkerBootstrap read = BootstrapRecord.ReadBody(bytes.AsSpan(BootstrapRecord.HeaderSize));

            Assert.Equal(bytes.Length - BootstrapRecord.HeaderSize, length);
            Assert.Equal(record.Token, read.Token);
            Assert.Equal(record.Tree?.Token, read.Tree?.Token);
            Assert.Equal(record, read with { Token = record.Token, Tree = read.Tree is { } tree ? tree with { Token = record.Token } : null });
        });

    [Fact]
    public void A_body_that_ends_too_early_is_refused() =>
        s_records.SelectMany(static record => Gen.Int[0, BootstrapRecord.Write(record).Length - BootstrapRecord.HeaderSize - 1], static (record, length) => (record, length))
            .Sample(static pair => Assert.Throws<InvalidDataException>(() => BootstrapRecord.ReadBody(BootstrapRecord.Write(pair.record).AsSpan(BootstrapRecord.HeaderSize, pair.length))));

    [Fact]
    public void Any_bytes_are_a_record_or_refused_and_nothing_else() =>
        Gen.Byte.Array[0, 200].Sample(static bytes =>
        {
            try
            {
                _ = BootstrapRecord.ReadBody(bytes);
            }
            catch (InvalidDataException)
            {
            }
        });

    [Fact]
    public void The_record_of_another_build_is_refused_with_both_named()
    {
        byte[] bytes = BootstrapRecord.Write(s_records.Single());
        bytes[8] ^= 1;

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => BootstrapRecord.ReadHeader(bytes));

        Assert.Contains("another build", error.Message, StringComparison.Ordinal);
        Assert.Contains(BootstrapRecord.BuildId.ToString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_no_record()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(static () => BootstrapRecord.ReadHeader("this is what somebody typed at it"u8));
        Assert.Contains("does not begin with", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_longer_than_a_pipe_takes_is_refused_where_it_is_written()
    {
        WorkerBootstrap record = s_records.Single() with { Name = new string('n', BootstrapRecord.MaximumSize) };
        Assert.Throws<ArgumentException>(() => BootstrapRecord.Write(record));
    }
}
