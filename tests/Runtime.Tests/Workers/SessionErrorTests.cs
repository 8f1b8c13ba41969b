namespace ProcGen.Tests.Workers;

public abstract class SessionErrorTests(string carrier) : CarrierTests(carrier)
{
    [Theory]
    [InlineData("format", typeof(FormatException))]
    [InlineData("argument", typeof(ArgumentOutOfRangeException))]
    [InlineData("nested", typeof(InvalidOperationException))]
    [InlineData("aggregate", typeof(AggregateException))]
    [InlineData("own", typeof(OwnException))]
    [InlineData("json", typeof(System.Text.Json.JsonException))]
    [InlineData("memory", typeof(OutOfMemoryException))]
    public async Task An_exception_of_the_body_is_caught_by_its_type_with_file_and_line_of_the_worker(string kind, Type type)
    {
        using SessionPair pair = await CreatePairAsync();

        foreach (ProcessCall call in new[] { Bodies.InProcess.Throw(kind), Bodies.InProcess.ThrowAsync(kind) })
        {
            Exception error = await Assert.ThrowsAsync(type, () => pair.RunAsync(call).Soon());
            Assert.Contains("Bodies.cs:line", error.ToString());
        }
    }

    [Fact]
    public async Task An_exception_that_throws_from_every_member_still_arrives()
    {
        using SessionPair pair = await CreatePairAsync();

        Task call = pair.RunAsync(Bodies.InProcess.Throw("hostile"));
        await Eventually.HoldsAsync(() => call.IsCompleted, what: "the call ends");
        Assert.True(call.IsFaulted);
        Assert.NotNull(call.Exception!.InnerException);

        Assert.Equal(3, await pair.RunAsync(Bodies.InProcess.Add(1, 2)).Soon());
    }

    [Theory]
    [InlineData("argument-write", "An argument of")]
    [InlineData("argument-read", "An argument of")]
    [InlineData("result-write", "The result of")]
    [InlineData("result-read", "The result of")]
    public async Task A_serializer_that_throws_fails_the_call_and_says_where(string place, string direction)
    {
        await using OneWorker worker = await StartWorkerAsync();

        var error = await Assert.ThrowsAsync<ProcessSerializationException>(async () => await worker.RunAsync(Bodies.InProcess.PassFragile(new Fragile("throw:" + place))).Soon());

        Assert.StartsWith(direction, error.Message);
        Assert.Contains("PassFragile", error.Message);
        Assert.Contains($"thrown at {place}", error.ToString());
        Assert.Equal(3, await worker.RunAsync(Bodies.InProcess.Add(1, 2)).Soon());
    }

    [Fact]
    public async Task A_call_that_failed_leaves_the_worker_ready_for_the_next()
    {
        using SessionPair pair = await CreatePairAsync();

        for (int i = 0; i < 100; i++)
        {
            await Assert.ThrowsAsync<FormatException>(() => pair.RunAsync(Bodies.InProcess.Throw("format")).Soon());
            Assert.Equal(i + 1, await pair.RunAsync(Bodies.InProcess.Add(i, 1)).Soon());
        }
    }
}
