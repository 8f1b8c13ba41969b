using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Calls;

/// <summary>The content of a call's frame: the method's id (8 bytes) and the arguments.</summary>
internal static class CallArguments
{
    /// <exception cref="ProcessSerializationException">An argument cannot be written.</exception>
    public static PayloadBuffer Write(ProcessInvocation invocation)
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        try
        {
            new FieldWriter(buffer).WriteUInt64(invocation.Method.Id);
            var writer = new PayloadWriter(ref buffer, pinsHandles: true);
            invocation.WriteArguments(ref writer);
            writer.Complete();
            return buffer;
        }
        catch (Exception e)
        {
            buffer.Return();
            throw PayloadIO.WriteFailed($"an argument of '{invocation.Method.DisplayName}'", e);
        }
    }

    /// <summary>The method's id at the beginning of a received content.</summary>
    /// <exception cref="ProtocolException">The content is too short.</exception>
    public static ulong PeekMethodId(PayloadBuffer content)
    {
        if (content.Length < sizeof(ulong))
        {
            throw new ProtocolException("A call does not name its method.");
        }

        // The first segment of a buffer is never shorter than this.
        ReadOnlySpan<byte> first = content.TryGetSingleSpan(out ReadOnlySpan<byte> all) ? all : content.AsSequence().FirstSpan;
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(first);
    }
}
