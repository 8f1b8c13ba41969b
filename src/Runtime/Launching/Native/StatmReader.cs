using System.Buffers.Text;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ProcGen.Launching.Native;

/// <summary>
/// RssAnon = resident - shared, from <c>statm</c>, the cheapest file that has both. The open file stays with its process when the number is given to another.
/// </summary>
internal sealed class StatmReader : IMemoryReader
{
    private readonly SafeFileHandle? _file;

    public StatmReader(int processId)
    {
        try
        {
            _file = File.OpenHandle($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/statm");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is gone already, or /proc is not to be had: then there is nothing to tell.
        }
    }

    public long? Read()
    {
        if (_file is null)
        {
            return null;
        }

        Span<byte> text = stackalloc byte[128];
        try
        {
            ReadOnlySpan<byte> fields = text[..RandomAccess.Read(_file, text, 0)];
            return TryTake(ref fields, out _) && TryTake(ref fields, out long resident) && TryTake(ref fields, out long shared) && resident > 0
                ? (resident - shared) * Environment.SystemPageSize
                : null;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null; // the process is gone
        }
    }

    public void Dispose() => _file?.Dispose();

    private static bool TryTake(ref ReadOnlySpan<byte> text, out long value)
    {
        bool ok = Utf8Parser.TryParse(text, out value, out int length);
        text = ok && length < text.Length ? text[(length + 1)..] : [];
        return ok;
    }
}
