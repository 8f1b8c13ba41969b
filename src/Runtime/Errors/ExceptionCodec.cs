using ProcGen.CompilerServices;

namespace ProcGen.Errors;

/// <summary>How the failure of a call crosses: its phase and the exception. Neither direction ever throws.</summary>
internal static class ExceptionCodec
{
    public static void Write(ref PayloadWriter writer, Exception exception, RemoteFailurePhase phase)
    {
        writer.Writer.WriteUnmanaged((byte)phase);
        ExceptionSnapshotCodec.Write(ref writer, ExceptionSnapshot.Take(exception));
    }

    public static RemoteFailure Read(ref PayloadReader reader, int processId, string workerName)
    {
        RemoteFailurePhase phase = RemoteFailurePhase.Running;
        try
        {
            phase = (RemoteFailurePhase)reader.Reader.ReadUnmanaged<byte>();
            ExceptionSnapshot snapshot = ExceptionSnapshotCodec.Read(ref reader);
            return new RemoteFailure(ExceptionFactory.Rebuild(snapshot, new WorkerName(workerName, processId)), phase);
        }
        catch (Exception e)
        {
            return new RemoteFailure(
                new ProcessSerializationException($"Worker '{workerName}' (process {processId}) reported an error that could not be read.", e), phase);
        }
    }
}
