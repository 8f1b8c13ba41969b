using ProcGen.CompilerServices;

namespace ProcGen.Workers;

/// <summary>The results of <see cref="WorkerStateAttribute"/> methods that this worker keeps. Thread-safe.</summary>
internal sealed class WorkerStates
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Type, object?> _states = [];
    private readonly List<object> _disposables = [];

    // Most workers have one state, or none; what every call of a manager asks for is found without the lock.
    private State? _latest;

    public T Get<T>(ProcessMethod method)
    {
        if (Volatile.Read(ref _latest) is { } latest && latest.Type == typeof(T))
        {
            return (T)latest.Value!;
        }

        lock (_gate)
        {
            return _states.TryGetValue(typeof(T), out object? state)
                ? (T)state!
                : throw new InvalidOperationException(
                    $"'{method.DisplayName}' wants the worker's state of type '{typeof(T)}', and this worker has none. " +
                    $"Mark a static method that returns it with [WorkerState] and add its call to the State of the pool's options.");
        }
    }

    public void Set<T>(T state)
    {
        lock (_gate)
        {
            _states[typeof(T)] = state;
            Volatile.Write(ref _latest, new State(typeof(T), state));
            if (state is IDisposable or IAsyncDisposable)
            {
                _disposables.Add(state);
            }
        }
    }

    /// <summary>Disposes the states, the last first. Goes on after a failure.</summary>
    /// <exception cref="AggregateException">Some of them threw.</exception>
    public async Task DisposeAsync()
    {
        object[] disposables;
        lock (_gate)
        {
            disposables = [.. Enumerable.Reverse(_disposables)];
            _disposables.Clear();
            _states.Clear();
            _latest = null;
        }

        List<Exception> errors = [];
        foreach (object state in disposables)
        {
            try
            {
                if (state is IAsyncDisposable asynchronous)
                {
                    await asynchronous.DisposeAsync().ConfigureAwait(false);
                }
                else
                {
                    ((IDisposable)state).Dispose();
                }
            }
            catch (Exception e)
            {
                errors.Add(e);
            }
        }

        if (errors.Count > 0)
        {
            throw new AggregateException("Worker states failed while they were disposed.", errors);
        }
    }

    private sealed record State(Type Type, object? Value);
}
