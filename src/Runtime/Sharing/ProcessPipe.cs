using ProcGen.Sharing;

namespace ProcGen;

/// <summary>Makes pipes between two processes. The counterpart of Python's <c>Pipe</c>.</summary>
public static class ProcessPipe
{
    /// <summary>Makes a pipe with two ends, each of which sends to the other.</summary>
    /// <typeparam name="T">The type of a message, anything that crosses.</typeparam>
    /// <returns>Both ends. Hand one of them to another process, and dispose of your own handle of it then: the pipe ends with the last handle of an end.</returns>
    /// <exception cref="PlatformNotSupportedException">The system is not 64-bit Linux.</exception>
    /// <exception cref="IOException">There is too little memory, or the operating system refuses.</exception>
    /// <exception cref="ProcessSerializationException">No marked method tells how messages of this type cross.</exception>
    public static (ProcessPipe<T> First, ProcessPipe<T> Second) Create<T>() => ProcessPipe<T>.CreateEnds(0, 0);

    /// <summary>Makes a pipe in which one end only receives and the other one only sends.</summary>
    /// <returns>Both ends.</returns>
    /// <inheritdoc cref="Create{T}"/>
    public static (ProcessPipe<T> Receiver, ProcessPipe<T> Sender) CreateOneWay<T>() => ProcessPipe<T>.CreateEnds(ChannelHeader.IsReceiveOnly, ChannelHeader.IsSendOnly);
}
