using System.Diagnostics.CodeAnalysis;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>The lengths of an array of several dimensions.</summary>
internal static class ArrayShape
{
    /// <summary>Writes the lengths; false for null.</summary>
    public static bool TryWrite(ref PayloadWriter writer, [NotNullWhen(true)] Array? array)
    {
        if (array is null)
        {
            writer.WriteLength(-1);
            return false;
        }

        for (int i = 0; i < array.Rank; i++)
        {
            if (array.GetLowerBound(i) != 0)
            {
                throw new ProcessSerializationException($"An array of type '{array.GetType()}' that does not begin at index 0 cannot cross a process boundary.");
            }

            writer.WriteLength(array.GetLength(i));
        }

        return true;
    }

    /// <summary>Reads the lengths; false for null.</summary>
    public static bool TryRead(ref PayloadReader reader, scoped Span<int> lengths, out long count)
    {
        count = 1;
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = reader.Reader.ReadUnmanaged<int>();
            if (lengths[i] == -1 && i == 0)
            {
                return false;
            }

            if (lengths[i] < 0)
            {
                PayloadErrors.ThrowMalformed($"an array with a dimension of {lengths[i]} items");
            }

            count = Math.Min(count * lengths[i], int.MaxValue + 1L);
        }

        if (count > reader.Reader.Remaining)
        {
            PayloadErrors.ThrowMalformed($"an array claims {count} items where {reader.Reader.Remaining} bytes are left");
        }

        return true;
    }
}
