using System.Net.Sockets;
using ProcGen.Transport;
using ProcGen.Workers;

namespace ProcGen.Managers;

/// <summary>
/// The manager in its own process: takes connections from every process of this user that was given its address and token, and gives each a thread that runs its calls. Thread-safe.
/// </summary>
internal sealed class ManagerServer
{
    private static ManagerServer? s_current;

    private readonly TransportListener _listener = TransportListener.Create();
    private readonly WorkerStartupMethods _startup = new();
    private readonly byte[] _token = TransportSecrets.CreateToken();

    private ManagerServer(TimeSpan releaseDelay)
    {
        Objects = new ManagedObjects(releaseDelay);
        Address = new ManagerAddress(Guid.NewGuid(), Environment.ProcessId, _listener.Address, UInt256.From(_token));
        Link = new LocalManager(Address, new ManagerClient(Objects));
    }

    /// <summary>The manager that this process is; null in any other.</summary>
    public static ManagerServer? Current => Volatile.Read(ref s_current);

    public ManagerAddress Address { get; }

    public ManagedObjects Objects { get; }

    /// <summary>The way for code that runs here.</summary>
    public ManagerLink Link { get; }

    /// <summary>Makes this process a manager, for the rest of its life.</summary>
    public static ManagerServer Start(TimeSpan releaseDelay)
    {
        var server = new ManagerServer(releaseDelay);
        if (Interlocked.CompareExchange(ref s_current, server, null) is not null)
        {
            server._listener.Dispose();
            throw new InvalidOperationException("This process is a manager already.");
        }

        ThreadPool.UnsafeQueueUserWorkItem(static s => _ = s.AcceptAsync(), server, preferLocal: false);
        return server;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                ByteChannel channel = await _listener.AcceptAsync(CancellationToken.None).ConfigureAwait(false);
                _ = WelcomeAsync(channel);
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // Out of descriptors, or a client that was gone before it was accepted: others may come.
                await Task.Delay(10).ConfigureAwait(false);
            }
        }
    }

    private async Task WelcomeAsync(ByteChannel channel)
    {
        bool admitted = false;
        try
        {
            // On a thread of the pool: a client that says nothing keeps no other one waiting.
            await Task.Yield();
            admitted = await HandshakeExchange.AdmitAsync(channel, _token, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HandshakeException)
        {
            // A client of another build was told so, and one that is gone needs no answer.
        }

        if (!admitted)
        {
            channel.Dispose();
            return;
        }

        new Thread(() => Serve(channel, () => CarrierSelection.Accept(channel), new(Address.Instance, IsOtherMachine: false))) { IsBackground = true, Name = "ProcGen manager: client" }.Start();
    }

    /// <summary>Serves a client that has come over a network and has proven who it is.</summary>
    public void ServeNetwork(ByteChannel channel, long maxMessageLength)
    {
        var audience = new ManagerAudience(Address.Instance, IsOtherMachine: true);
        new Thread(() => Serve(channel, () => new StreamCarrier(channel, maxMessageLength) { Audience = audience }, audience)) { IsBackground = true, Name = "ProcGen manager: network client" }.Start();
    }

    private void Serve(ByteChannel channel, Func<IFrameCarrier> accept, ManagerAudience audience)
    {
        var client = new ManagerClient(Objects);
        try
        {
            using IFrameCarrier carrier = accept();
            var bodies = new MainThreadQueue();
            var states = new WorkerStates();
            states.Set(client);
            var session = new WorkerSession(carrier, bodies, states, interruption: null, startup: _startup) { Audience = audience };
            new Thread(() => Receive(carrier, session)) { IsBackground = true, Name = "ProcGen manager: reader" }.Start();
            _ = session.Closed.ContinueWith(
                static (_, queue) => ((MainThreadQueue)queue!).Complete(), bodies, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            bodies.Run(carrier as IWorkPump);
        }
        catch (Exception e) when (e is IOException or HandshakeException or TimeoutException)
        {
            // Gone between its handshake and its first call.
        }
        finally
        {
            channel.Dispose();
            client.ReleaseAll();
        }
    }

    private static void Receive(IFrameCarrier carrier, WorkerSession session)
    {
        try
        {
            carrier.Receive(session);
        }
        catch (Exception e) when (e is ProcessException or IOException)
        {
            // A client that breaks the protocol loses its connection, and sees that its manager is gone; nobody else is harmed.
            Console.Error.WriteLine($"A client of this manager was cut off: {e.Message}");
        }

        session.OnLost();
    }
}
