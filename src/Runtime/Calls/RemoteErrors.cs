using ProcGen.CompilerServices;
using ProcGen.Errors;

namespace ProcGen.Calls;

/// <summary>Errors as the content of a frame.</summary>
internal static class RemoteErrors
{
    public static PayloadBuffer Write(Exception error, RemoteFailurePhase phase)
    {
        PayloadBuffer content = PayloadBuffer.Rent();
        var writer = new PayloadWriter(ref content);
        ExceptionCodec.Write(ref writer, error, phase);
        writer.Complete();
        return content;
    }

    /// <summary>Rebuilds an error and gives its bytes back. Never fails. May run constructors of the user's exceptions, so not for I/O threads.</summary>
    /// <param name="content">What <see cref="Write"/> made.</param>
    /// <param name="processId">The process it comes from; 0 where that is not known.</param>
    /// <param name="processName">Its name.</param>
    public static Exception Read(PayloadBuffer content, int processId, string processName)
    {
        var reader = new PayloadReader(content);
        try
        {
            return ExceptionCodec.Read(ref reader, processId, processName).Exception;
        }
        finally
        {
            reader.Complete();
            content.Return();
        }
    }
}
