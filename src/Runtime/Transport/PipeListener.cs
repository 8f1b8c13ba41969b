using System.IO.Pipes;

namespace ProcGen.Transport;

/// <summary>Listens on a Windows named pipe that admits one client of the current user.</summary>
internal sealed class PipeListener : TransportListener
{
    private readonly NamedPipeServerStream _pipe;
    private bool _accepted;

    public PipeListener()
    {
        string name = "procgen-" + Convert.ToHexStringLower(TransportSecrets.CreateToken());
        _pipe = new NamedPipeServerStream(
            name, PipeDirection.InOut, maxNumberOfServerInstances: 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        Address = TransportConnector.PipePrefix + name;
    }

    /// <inheritdoc/>
    public override string Address { get; }

    /// <inheritdoc/>
    /// <remarks>A client that is refused ends the pipe: its name is random and known to the worker only, so there is no second one to wait for.</remarks>
    public override async ValueTask<ByteChannel> AcceptAsync(CancellationToken cancellationToken)
    {
        await _pipe.WaitForConnectionAsync(cancellationToken).ConfigureAwait(false);
        _accepted = true;
        return new PipeChannel(_pipe);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (!_accepted)
        {
            _pipe.Dispose();
        }
    }
}
