using ProcGen.Workers;

namespace ProcGen.Tests.Workers;

public sealed class WorkerStatesTests
{
    [Fact]
    public async Task States_are_disposed_the_last_first_and_a_failure_does_not_stop_the_others()
    {
        List<string> disposed = [];
        var states = new WorkerStates();
        states.Set(new First(disposed));
        states.Set(new Second(disposed));
        states.Set(new Third(disposed));
        states.Set("not disposable");

        var error = await Assert.ThrowsAsync<AggregateException>(states.DisposeAsync);

        Assert.Equal(["third", "second", "first"], disposed);
        Assert.IsType<FormatException>(Assert.Single(error.InnerExceptions));
    }

    [Fact]
    public void A_missing_state_is_named_with_what_to_do()
    {
        var error = Assert.Throws<InvalidOperationException>(() => new WorkerStates().Get<First>(Bodies.InProcess.Add(1, 2).Method));

        Assert.Contains("Add", error.Message);
        Assert.Contains(typeof(First).ToString(), error.Message);
        Assert.Contains("[WorkerState]", error.Message);
    }

    [Fact]
    public void A_state_may_be_null()
    {
        var states = new WorkerStates();
        states.Set<string?>(null);

        Assert.Null(states.Get<string?>(Bodies.InProcess.Add(1, 2).Method));
    }

    private sealed class First(List<string> disposed) : IDisposable
    {
        public void Dispose() => disposed.Add("first");
    }

    private sealed class Second(List<string> disposed) : IDisposable
    {
        public void Dispose()
        {
            disposed.Add("second");
            throw new FormatException();
        }
    }

    private sealed class Third(List<string> disposed) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            disposed.Add("third");
            return default;
        }
    }
}
