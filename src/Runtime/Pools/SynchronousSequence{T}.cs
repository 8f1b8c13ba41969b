namespace ProcGen.Pools;

/// <summary>A synchronous sequence as an asynchronous one that always has its item at hand.</summary>
internal sealed class SynchronousSequence<T>(IEnumerable<T> items) : IAsyncEnumerable<T>
{
    /// <summary>How many items there are; null where only an enumeration would tell.</summary>
    public int? Count => items.TryGetNonEnumeratedCount(out int count) ? count : null;

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Enumerator(items.GetEnumerator());

    private sealed class Enumerator(IEnumerator<T> items) : IAsyncEnumerator<T>
    {
        public T Current => items.Current;

        public ValueTask<bool> MoveNextAsync() => new(items.MoveNext());

        public ValueTask DisposeAsync()
        {
            items.Dispose();
            return default;
        }
    }
}
