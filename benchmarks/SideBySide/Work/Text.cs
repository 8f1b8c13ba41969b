using System.Text;

namespace ProcGen.SideBySide.Work;

/// <summary>A text to parse, and the parse.</summary>
internal static class Text
{
    /// <summary>A text of about so many words, always the same. The words are made up.</summary>
    public static string Create(int words)
    {
        var text = new StringBuilder();
        uint state = 88172645;
        for (int i = 0; i < words; i++)
        {
            state = state * 1664525 + 1013904223;
            int length = 2 + (int)(state >> 28);
            for (int letter = 0; letter < length; letter++)
            {
                text.Append((char)('a' + ((state >> (letter % 20)) & 7)));
            }

            text.Append(i % 12 == 11 ? ".\n" : " ");
        }

        return text.ToString();
    }

    public static int CountMostFrequent(string text)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string word in text.Split([' ', '.', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        return counts.Values.Max();
    }
}
