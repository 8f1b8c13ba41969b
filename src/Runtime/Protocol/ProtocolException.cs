namespace ProcGen.Protocol;

/// <summary>The other side sent bytes that no build of this protocol version sends. It ends the connection it came from, and nothing else.</summary>
internal sealed class ProtocolException(string message) : ProcessException(message);
