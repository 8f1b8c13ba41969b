namespace Diagnostics.PROCGEN008;

[ManagedObject]
public interface IRegister
{
    int Total { get; }

    event Action<int> Changed; // PROCGEN008 'IRegister.Changed' cannot be called through a proxy: it is an event, and delegates do not cross; return the occurrences as an IAsyncEnumerable<T>
}
