using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Tests.Protocol;

public sealed class WireDocumentationTests
{
    private static readonly string s_page = File.ReadAllText(Repository.PathOf("docs", "wire.md"));

    public static TheoryData<string> Facts =>
    [
        .. Enum.GetValues<FrameType>().Where(type => type != FrameType.None).Select(type => $"| {(byte)type} | {type} |"),
        $"a header of {FrameHeader.Size} bytes and up to {ProtocolLimits.MaxPiece:N0} bytes of payload",
        $"{Handshake.Size} bytes each way",
        $"a token of {Handshake.TokenSize} random bytes",
        $"Next the parent says over what the frames travel: {CarrierOffer.Size} bytes",
        $"a power of two from {RingLayout.MinimumCapacity:N0} to {RingLayout.MaximumCapacity:N0}",
        $"{RingLayout.Padding} that nothing more comes before the end of the ring",
        $"at most 3 + {ProtocolLimits.StreamWindow} pulls",
        $"it doubles, up to {ProtocolLimits.GrownStreamWindow:N0},",
        $"In bytes it is {ProtocolLimits.StreamWindowBytes >> 20} MiB",
        $"Progress reports have a window of {ProtocolLimits.ProgressWindow:N0}",
        $"Log records have a window of {ProtocolLimits.LogWindow:N0}",
        $"{(byte)FrameFlags.MorePieces} more pieces follow, {(byte)FrameFlags.Bulk} bulk, {(byte)FrameFlags.Abandoned} abandoned, {(byte)FrameFlags.WholeCall} whole call, {(byte)FrameFlags.Debugged} debugged",
        $"{(int)CallFailure.Body} the body threw, {(int)CallFailure.ArgumentDecode} the arguments could not be read, {(int)CallFailure.ResultEncode} the result (or an item of it) could not be written, "
            + $"{(int)CallFailure.Cancelled} cancelled, {(int)CallFailure.OutOfMemory} out of memory, {(int)CallFailure.UnknownMethod} the method is unknown",
        $"{(int)HandshakeStatus.Accepted} accepted, {(int)HandshakeStatus.WrongToken} wrong token, {(int)HandshakeStatus.WrongVersion} wrong version, {(int)HandshakeStatus.WrongRuntime} wrong runtime",
    ];

    [Theory]
    [MemberData(nameof(Facts))]
    public void The_page_about_the_wire_says_what_the_code_does(string fact) => Assert.Contains(fact, s_page.ReplaceLineEndings(" "));
}
