using System.Net;
using ProcGen.Managers;
using ProcGen.Sharing;

namespace ProcGen;

/// <summary>
/// A process that owns objects which other processes share: dictionaries, lists, sets, and whatever marked methods make there. Every process that gets a proxy, as an argument, a result, a field or an item,
/// talks to it directly. The manager itself crosses, too.
/// </summary>
/// <remarks>
/// A manager is an executor of calls: a marked method that it runs shares the process with the objects, and reaches them without a message. It ends with <see cref="Dispose"/>, with <see cref="Kill"/> and with
/// the process that started it; then what its objects held is lost, and every use of a proxy fails with a <see cref="ManagerGoneException"/>. Thread-safe.
/// </remarks>
public sealed class ProcessManager : IProcessExecutor, IDisposable, IAsyncDisposable
{
    private readonly ManagerLink _link;
    private readonly ManagerProcess? _process;
    private volatile bool _isDisposed;

    internal ProcessManager(ManagerLink link, ManagerProcess? process = null)
    {
        _link = link;
        _process = process;
    }

    /// <summary>The id of the manager's process.</summary>
    public int ProcessId => _link.Address.ProcessId;

    /// <summary>Whether the manager can be reached.</summary>
    public bool IsAlive => _link.Gone is null;

    internal ManagerAddress Address => _link.Address;

    /// <summary>Starts a manager and waits until it is ready.</summary>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="WorkerStartException">The process did not start; the message has the cause.</exception>
    public static ProcessManager Start(ProcessManagerOptions? options = null) => StartAsync(options).GetAwaiter().GetResult();

    /// <summary>Starts a manager.</summary>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up and kills the process.</param>
    /// <exception cref="WorkerStartException">The process did not start; the message has the cause.</exception>
    public static async Task<ProcessManager> StartAsync(ProcessManagerOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ManagerProcess process = await ManagerProcess.StartAsync(options ?? new(), cancellationToken).ConfigureAwait(false);
        return new ProcessManager(ManagerLink.To(process.Address), process);
    }

    /// <summary>
    /// Connects to a manager that listens on a network. The two processes need not be of one tree, but have to be the same build of the application. A connection that is lost is not made again by itself: the proxies that came over it
    /// fail from then on, and a new connection gives new ones.
    /// </summary>
    /// <param name="endpoint">The address: <see cref="ManagerEndpoint.Address"/>, or a <see cref="DnsEndPoint"/>.</param>
    /// <param name="options">The key, and the rest of what the manager listens with.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ManagerConnectionException">It did not come about; <see cref="ManagerConnectionException.Failure"/> says why.</exception>
    public static async Task<ProcessManager> ConnectAsync(EndPoint endpoint, ManagerNetworkOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        var address = new ManagerAddress(Guid.Empty, 0, NetworkAddress.Of(endpoint, options).Format(), UInt256.From(options.DeriveKey()));
        ManagerConnection connection = await ManagerConnection.OpenAsync(address, cancellationToken).ConfigureAwait(false);
        ManagerLink link = ManagerLink.Add(connection);
        if (!ReferenceEquals(link, connection))
        {
            connection.Close();
        }

        return new ProcessManager(link);
    }

    /// <inheritdoc cref="ConnectAsync"/>
    public static ProcessManager Connect(EndPoint endpoint, ManagerNetworkOptions options) => ConnectAsync(endpoint, options).GetAwaiter().GetResult();

    /// <summary>Lets processes on a network use the manager, too. Nothing listens before this is called.</summary>
    /// <param name="options">The key that both sides have, and how.</param>
    /// <param name="endpoint">The address to listen on; null for a free port that only this machine reaches.</param>
    /// <returns>The address, with the port that was chosen, and the certificate's hash, for the other side.</returns>
    /// <exception cref="ManagerGoneException">The manager is gone.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be had.</exception>
    /// <exception cref="InvalidOperationException">The manager was connected to over a network.</exception>
    public ManagerEndpoint Listen(ManagerNetworkOptions options, IPEndPoint? endpoint = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Link.IsOtherMachine)
        {
            throw new InvalidOperationException("A manager that was connected to over a network cannot be made to listen: the key would have to travel there. Call Listen on the machine where the manager was started.");
        }

        (string address, string hash) = Link.Run(new ListenCall(ListenRequest.Of(endpoint ?? new IPEndPoint(IPAddress.Loopback, 0), options)));
        return new ManagerEndpoint(IPEndPoint.Parse(address), hash.Length == 0 ? null : hash);
    }

    /// <summary>Makes a dictionary.</summary>
    /// <typeparam name="TKey">The type of a key.</typeparam>
    /// <typeparam name="TValue">The type of a value.</typeparam>
    /// <param name="entries">What is in it from the beginning; null for nothing.</param>
    /// <exception cref="ProcessSerializationException">How a key or a value crosses was not generated.</exception>
    /// <exception cref="ManagerGoneException">The manager is gone.</exception>
    public SharedDictionary<TKey, TValue> CreateDictionary<TKey, TValue>(IEnumerable<KeyValuePair<TKey, TValue>>? entries = null)
        where TKey : notnull
    {
        var dictionary = new SharedDictionary<TKey, TValue>(Create(ManagerMethodId.CreateTable), ItemCodecs.For<TKey>(), ItemCodecs.For<TValue>());
        if (entries is not null)
        {
            dictionary.SetMany(entries);
        }

        return dictionary;
    }

    /// <summary>Makes a list.</summary>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <param name="items">What is in it from the beginning; null for nothing.</param>
    /// <exception cref="ProcessSerializationException">How an item crosses was not generated.</exception>
    /// <exception cref="ManagerGoneException">The manager is gone.</exception>
    public SharedList<T> CreateList<T>(IEnumerable<T>? items = null)
    {
        var list = new SharedList<T>(Create(ManagerMethodId.CreateList), ItemCodecs.For<T>());
        if (items is not null)
        {
            list.AddRange(items);
        }

        return list;
    }

    /// <summary>Makes a set.</summary>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <param name="items">What is in it from the beginning; null for nothing.</param>
    /// <exception cref="ProcessSerializationException">How an item crosses was not generated.</exception>
    /// <exception cref="ManagerGoneException">The manager is gone.</exception>
    public SharedSet<T> CreateSet<T>(IEnumerable<T>? items = null)
    {
        var set = new SharedSet<T>(Create(ManagerMethodId.CreateTable), ItemCodecs.For<T>());
        if (items is not null)
        {
            set.AddRange(items);
        }

        return set;
    }

    /// <summary>Runs a call in the manager's process and waits for its end.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="call">The call.</param>
    /// <exception cref="ManagerGoneException">The manager is gone.</exception>
    public TResult Run<TResult>(ProcessCall<TResult> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Link.Run(call);
    }

    /// <inheritdoc cref="Run{TResult}(ProcessCall{TResult})"/>
    public void Run(ProcessCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        Link.Run(call);
    }

    /// <inheritdoc/>
    public Task RunAsync(ProcessCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Link.RunAsync(call, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TResult> RunAsync<TResult>(ProcessCall<TResult> call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Link.RunAsync(call, cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<T> StreamAsync<T>(ProcessStream<T> stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Link.StreamAsync(stream, cancellationToken);
    }

    /// <summary>Ends the manager's process at once, with everything it started. Only where it was started; elsewhere this does nothing.</summary>
    public void Kill() => _process?.Kill();

    /// <summary>Ends the manager where it was started, and waits for that; elsewhere only this object.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        if (_process is not null)
        {
            await _process.CloseAsync().ConfigureAwait(false);
        }
    }

    private ManagerLink Link
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _link;
        }
    }

    private ManagedReference Create(ManagerMethodId kind) =>
        ManagedReference.Adopt(Link, Link.Run(new ManagerCall<ulong, ulong>(new ManagerMethod<ulong>(kind, ManagerMethod.ReadUInt64), 0, 0, ManagerMethod.WriteNothing)));
}
