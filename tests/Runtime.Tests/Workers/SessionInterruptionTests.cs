namespace ProcGen.Tests.Workers;

public abstract class SessionInterruptionTests(string carrier) : CarrierTests(carrier)
{
    [Fact]
    public async Task A_body_that_is_interrupted_the_moment_it_is_known_to_have_begun_ends_every_time()
    {
        using SessionPair pair = await CreatePairAsync();
        pair.InterruptsAtStart = true;

        for (int i = 0; i < 200; i++)
        {
            Exception? error = await Record.ExceptionAsync(() => pair.RunAsync(Bodies.InProcess.Sleep(Timeout.Infinite)).Soon());
            Assert.True(error is ThreadInterruptedException or OperationCanceledException, $"round {i}: {error}");
        }
    }

    [Fact]
    public async Task An_interruption_does_not_reach_the_next_body()
    {
        using SessionPair pair = await CreatePairAsync();

        for (int i = 0; i < 50; i++)
        {
            pair.InterruptsAtStart = true;
            await Record.ExceptionAsync(() => pair.RunAsync(Bodies.InProcess.Sleep(1)).Soon());
            pair.InterruptsAtStart = false;
            await pair.RunAsync(Bodies.InProcess.Sleep(1)).Soon();
        }
    }
}
