using System.Buffers;
using ProcGen.CompilerServices;

namespace ProcGen.Calls;

/// <summary>The text of a reader as a sequence of pieces: as many characters as one read gives.</summary>
internal static class TextPieces
{
    private const int PieceSize = 16 * 1024;

    public static PayloadWrite<string> Write { get; } = static (ref writer, piece) => writer.WriteString(piece);

    public static PayloadRead<string> Read { get; } = static (ref reader) => reader.ReadString() ?? "";

    /// <summary>Reads a caller's reader to its end. It stays open: it is the caller's.</summary>
    public static async IAsyncEnumerable<string> ReadAsync(TextReader reader, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        char[] piece = ArrayPool<char>.Shared.Rent(PieceSize);
        try
        {
            while (await reader.ReadAsync(piece, cancellationToken).ConfigureAwait(false) is > 0 and int length)
            {
                yield return new string(piece, 0, length);
            }
        }
        finally
        {
            ArrayPool<char>.Shared.Return(piece);
        }
    }
}
