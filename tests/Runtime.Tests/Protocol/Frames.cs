using CsCheck;
using ProcGen.Protocol;

namespace ProcGen.Tests.Protocol;

/// <summary>Makes and records frames.</summary>
internal static class Frames
{
    private static readonly FrameFlags[] s_flagSets =
        [FrameFlags.None, FrameFlags.Bulk, FrameFlags.Bulk | FrameFlags.MorePieces, FrameFlags.WholeCall, FrameFlags.Abandoned, FrameFlags.Bulk | FrameFlags.Abandoned];

    public static Gen<Frame> Valid { get; } = Gen
        .Select(Gen.Byte[(byte)FrameType.UseAssembly, (byte)FrameType.ExitNotice], Gen.Int[0, s_flagSets.Length - 1], Gen.UShort, Gen.Long, Gen.Byte.Array[0, 300])
        .Select((type, flags, ordinal, callId, payload) =>
        {
            var header = new FrameHeader((FrameType)type, s_flagSets[flags], ordinal, callId, payload.Length);
            return new Frame(header, payload, Write(header, payload));
        });

    public static byte[] Write(FrameHeader header, byte[] payload)
    {
        byte[] bytes = new byte[FrameHeader.Size + payload.Length];
        payload.CopyTo(bytes, FrameHeader.Size);
        header.Write(bytes);
        return bytes;
    }

    public sealed record Frame(FrameHeader Header, byte[] Payload, byte[] Bytes);

    public sealed class Recorder : IFrameSink
    {
        public List<(FrameHeader Header, byte[] Payload)> Received { get; } = [];

        public void OnFrame(in FrameHeader header, ReadOnlySpan<byte> payload) => Received.Add((header, payload.ToArray()));
    }
}
