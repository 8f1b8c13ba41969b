using System.Runtime.InteropServices;
using System.Text;

namespace ProcGen.Launching;

/// <summary>Cuts a stream of UTF-8 bytes into lines, wherever the pieces end. A line longer than the limit comes in parts.</summary>
/// <param name="maximumLength">The limit of a line in bytes.</param>
internal sealed class LineReader(int maximumLength)
{
    private readonly List<byte> _line = [];

    public void Add(ReadOnlySpan<byte> bytes, Action<string> onLine)
    {
        while (!bytes.IsEmpty)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> piece = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            _line.AddRange(piece);
            while (_line.Count > maximumLength)
            {
                Emit(onLine, FindCut());
            }

            if (end >= 0)
            {
                Emit(onLine, _line.Count);
            }
        }
    }

    /// <summary>Gives out what has no line end.</summary>
    public void Complete(Action<string> onLine)
    {
        if (_line.Count > 0)
        {
            Emit(onLine, _line.Count);
        }
    }

    /// <summary>The last place within the limit that is not inside of a character; the limit itself where the bytes are no UTF-8.</summary>
    private int FindCut()
    {
        int cut = maximumLength;
        while (cut > maximumLength - 4 && (_line[cut] & 0xC0) == 0x80)
        {
            cut--;
        }

        return (_line[cut] & 0xC0) == 0x80 ? maximumLength : cut;
    }

    private void Emit(Action<string> onLine, int length)
    {
        ReadOnlySpan<byte> bytes = CollectionsMarshal.AsSpan(_line)[..length];
        string line = Encoding.UTF8.GetString(bytes is [.. var text, (byte)'\r'] ? text : bytes);
        _line.RemoveRange(0, length);
        onLine(line);
    }
}
