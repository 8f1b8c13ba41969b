using System.Net.Sockets;
using ProcGen.SideBySide.Measuring;

namespace ProcGen.SideBySide.Peers;

/// <summary>The server of a peer that talks over a Unix socket: in a worker process of ProcGen, so that its runtime is set up as that of our workers.</summary>
internal sealed class PeerServer : IAsyncDisposable
{
    private readonly DirectoryInfo _directory;
    private readonly WorkerProcess _process;
    private readonly string _path;

    private PeerServer(DirectoryInfo directory, WorkerProcess process, string path)
    {
        _directory = directory;
        _process = process;
        _path = path;
    }

    /// <summary>Starts a server and waits until it listens.</summary>
    /// <param name="serve">The call that serves at a path until it is ended.</param>
    public static async Task<PeerServer> StartAsync(Func<string, ProcessCall> serve)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("side-by-side-");
        string path = Path.Combine(directory.FullName, "socket");
        var server = new PeerServer(directory, WorkerProcess.Start(serve(path)), path);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (server._process.IsAlive)
        {
            try
            {
                (await server.ConnectAsync(deadline.Token)).Dispose();
                return server;
            }
            catch (SocketException)
            {
                await Task.Delay(10, deadline.Token);
            }
        }

        await server.DisposeAsync();
        throw new PeerAbsentException("its server did not start");
    }

    public async Task<Socket> ConnectAsync(CancellationToken cancellationToken = default)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_path), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }
}
