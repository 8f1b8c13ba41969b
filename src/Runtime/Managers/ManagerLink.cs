using System.Collections.Concurrent;

namespace ProcGen.Managers;

/// <summary>The way from this process to one manager: a connection, or none at all in the manager's own process. There is one for each manager in a process. Thread-safe.</summary>
internal abstract class ManagerLink(ManagerAddress address)
{
    private static readonly ConcurrentDictionary<Guid, Lazy<ManagerLink>> s_links = new();

    public ManagerAddress Address { get; } = address;

    /// <summary>Whether the manager is on a network, and so may be on another machine.</summary>
    public bool IsOtherMachine { get; } = NetworkAddress.IsNetwork(address.Endpoint);

    /// <summary>Who reads the items of its collections.</summary>
    public ManagerAudience Items => field ??= new(Address.Instance, IsOtherMachine);

    /// <summary>Why the manager cannot be used any more; null while it can.</summary>
    public abstract ManagerGoneException? Gone { get; }

    /// <summary>The link to a manager. It connects at the first time; where that fails, every use of the link says why.</summary>
    public static ManagerLink To(ManagerAddress address) =>
        ManagerServer.Current is { } own && own.Address.Instance == address.Instance
            ? own.Link
            : s_links.GetOrAdd(address.Instance, static (_, a) => new Lazy<ManagerLink>(() => ManagerConnection.Open(a)), address).Value;

    /// <summary>The link to a manager that this process is a client of, or is itself.</summary>
    /// <exception cref="ManagerGoneException">It is neither.</exception>
    public static ManagerLink Find(Guid instance) =>
        ManagerServer.Current is { } own && own.Address.Instance == instance ? own.Link
        : s_links.TryGetValue(instance, out Lazy<ManagerLink>? known) ? known.Value
        : throw new ManagerGoneException("A handle came of a manager that this process is not connected to.");

    /// <summary>Makes a connection the way to its manager, unless there is one that works.</summary>
    public static ManagerLink Add(ManagerLink link)
    {
        Lazy<ManagerLink> way = s_links.AddOrUpdate(link.Address.Instance, static (_, l) => new Lazy<ManagerLink>(l), static (_, known, l) => known.Value.Gone is null ? known : new Lazy<ManagerLink>(l), link);
        return way.Value;
    }

    /// <summary>Runs a call and waits for its end.</summary>
    /// <exception cref="ManagerGoneException">The manager is gone.</exception>
    public abstract TResult Run<TResult>(ProcessCall<TResult> call);

    /// <inheritdoc cref="Run{TResult}(ProcessCall{TResult})"/>
    public abstract void Run(ProcessCall call);

    /// <summary>Runs a call.</summary>
    public abstract Task<TResult> RunAsync<TResult>(ProcessCall<TResult> call, CancellationToken cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(ProcessCall{TResult}, CancellationToken)"/>
    public abstract Task RunAsync(ProcessCall call, CancellationToken cancellationToken);

    /// <summary>Runs a call whose result is a sequence, when that is enumerated.</summary>
    public abstract IAsyncEnumerable<T> StreamAsync<T>(ProcessStream<T> stream, CancellationToken cancellationToken);

    /// <summary>Tells the manager that this process holds an object, or one proxy more of it. Does not wait.</summary>
    public abstract void Acquire(ulong id);

    /// <summary>Tells the manager that a proxy is gone. Does not wait.</summary>
    public abstract void Release(ulong id);
}
