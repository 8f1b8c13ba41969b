using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.CompilerServices.Codecs;

namespace ProcGen.Tests.Managers;

/// <summary>Handles as bytes, as they lie somewhere in between.</summary>
internal static class Handles
{
    public static byte[] Write(SharedList<string> list)
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        PayloadIO.Write(buffer, list, SharedListCodec<string, StringCodec>.Write);
        byte[] bytes = buffer.ToArray();
        buffer.Return();
        return bytes;
    }

    public static SharedList<string> Read(byte[] bytes)
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        buffer.Write(bytes);
        return PayloadIO.Read(buffer, static (ref PayloadReader reader) => SharedListCodec<string, StringCodec>.Read(ref reader)!, "a handle");
    }
}
