using ProcGen.Calls;
using ProcGen.CompilerServices;

namespace ProcGen.Workers;

/// <summary>
/// Writes and reads a payload before the first call does: MemoryPack comes without precompiled code, and a worker that counts as ready should not begin to compile it when a
/// call is there.
/// </summary>
internal static class WorkerWarmUp
{
    public static void Run()
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        try
        {
            var writer = new PayloadWriter(ref buffer);
            writer.Writer.WriteUnmanaged(1UL);
            writer.WriteLength(1);
            writer.WriteString("a");
            writer.Complete();

            var reader = new PayloadReader(buffer);
            _ = reader.Reader.ReadUnmanaged<ulong>();
            _ = reader.Reader.ReadUnmanaged<int>();
            _ = reader.ReadString();
            PayloadIO.EndReading(ref reader);
        }
        finally
        {
            buffer.Return();
        }
    }
}
