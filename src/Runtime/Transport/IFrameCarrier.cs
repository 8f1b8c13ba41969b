using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>Carries messages to and from one other process. Sending is thread-safe; there is one receiver.</summary>
internal interface IFrameCarrier : IDisposable
{
    /// <summary>Who is on the other side, where that may be another machine; null for a process of this one.</summary>
    Managers.ManagerAudience? Audience => null;

    /// <summary>Sends a message, at once where that needs no waiting, else in the background. Never blocks and never throws: what cannot arrive is dropped, and the receiver's end tells why.</summary>
    void Send(OutgoingMessage message);

    /// <summary>
    /// Sends a message of one frame at once, if nothing else waits and it fits: nothing is kept of it, and nothing allocated. What cannot arrive any more is dropped, as by
    /// <see cref="Send"/>.
    /// </summary>
    /// <param name="header">Type, flags, ordinal and call; the length is that of the content.</param>
    /// <param name="content">The content, the caller's own.</param>
    /// <returns>False if it has to wait: then it is <see cref="Send"/> that sends it.</returns>
    bool TrySend(in FrameHeader header, ReadOnlySpan<byte> content);

    /// <summary>Gives up what was not sent yet of a call's own message.</summary>
    /// <returns>False if all of it was sent.</returns>
    bool TryAbandonCall(long callId);

    /// <summary>Completes when all that was sent before is in the hands of the operating system, or can never be.</summary>
    Task DrainAsync();

    /// <summary>Hands messages to the sink until the other side closes or breaks off. A message of which only a part arrived is dropped.</summary>
    /// <exception cref="ProtocolException">The other side sent what it may not.</exception>
    Task ReceiveAsync(IMessageSink sink);

    /// <summary>As <see cref="ReceiveAsync"/>, on the calling thread.</summary>
    void Receive(IMessageSink sink);
}
