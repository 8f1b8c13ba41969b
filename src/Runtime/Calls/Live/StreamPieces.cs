using System.Buffers;
using ProcGen.CompilerServices;
using ProcGen.CompilerServices.Codecs;

namespace ProcGen.Calls;

/// <summary>The bytes of a stream as a sequence of pieces: as many as one read gives, so that what trickles in travels at once.</summary>
internal static class StreamPieces
{
    private const int PieceSize = 64 * 1024;

    public static PayloadWrite<ReadOnlyMemory<byte>> Write { get; } = static (ref writer, piece) => Items.WriteBlock(ref writer, piece.Span);

    public static PayloadRead<ReadOnlyMemory<byte>> Read { get; } = static (ref reader) => Items.ReadArray<byte, UnmanagedCodec<byte>>(ref reader);

    /// <summary>Reads a caller's stream to its end. The stream stays open: it is the caller's.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream stream, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            // A piece is written before the next one is asked for.
            while (await stream.ReadAsync(piece, cancellationToken).ConfigureAwait(false) is > 0 and int length)
            {
                yield return piece.AsMemory(0, length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }
}
