using System.Text;

namespace ProcGen.Launching;

/// <summary>Cuts a stream of UTF-8 bytes into lines, wherever the pieces end. A line longer than the limit comes in parts.</summary>
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
            while (_line.Count + piece.Length > maximumLength)
            {
                int fitting = maximumLength - _line.Count;
                _line.AddRange(piece[..fitting]);
                piece = piece[fitting..];
                Emit(onLine);
            }

            _line.AddRange(piece);
            if (end >= 0)
            {
                Emit(onLine);
            }
        }
    }

    /// <summary>Gives out what has no line end.</summary>
    public void Complete(Action<string> onLine)
    {
        if (_line.Count > 0)
        {
            Emit(onLine);
        }
    }

    private void Emit(Action<string> onLine)
    {
        ReadOnlySpan<byte> bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_line);
        string line = Encoding.UTF8.GetString(bytes is [.. var text, (byte)'\r'] ? text : bytes);
        _line.Clear();
        onLine(line);
    }
}
