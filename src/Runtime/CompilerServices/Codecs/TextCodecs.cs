using System.ComponentModel;
using System.Text;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>The text of a string builder.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StringBuilderCodec : IProcessCodec<StringBuilder>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, StringBuilder? value)
    {
        writer.WriteString(value?.ToString());
    }

    /// <inheritdoc/>
    public static StringBuilder? Read(ref PayloadReader reader)
    {
        string? text = reader.ReadString();
        return text is null ? null : new StringBuilder(text);
    }
}

/// <summary>A version with as many parts as it has.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct VersionCodec : IProcessCodec<Version>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, Version? value)
    {
        writer.Writer.WriteUnmanaged(value is not null);
        if (value is not null)
        {
            writer.Writer.WriteUnmanaged(value.Major, value.Minor, value.Build, value.Revision);
        }
    }

    /// <inheritdoc/>
    public static Version? Read(ref PayloadReader reader)
    {
        if (reader.Reader.ReadUnmanaged<byte>() == 0)
        {
            return null;
        }

        reader.Reader.ReadUnmanaged(out int major, out int minor, out int build, out int revision);
        if (major < 0 || minor < 0 || build < -1 || revision < -1 || (build < 0 && revision >= 0))
        {
            PayloadErrors.ThrowMalformed($"the version {major}.{minor}.{build}.{revision}");
        }

        return build < 0 ? new Version(major, minor) : revision < 0 ? new Version(major, minor, build) : new Version(major, minor, build, revision);
    }
}

/// <summary>An encoding crosses as its name, and UTF encodings with their byte order mark and strictness; any other with fallbacks of its own is refused.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct EncodingCodec : IProcessCodec<Encoding>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, Encoding? value)
    {
        EncodingText.Write(ref writer, value);
    }

    /// <inheritdoc/>
    public static Encoding? Read(ref PayloadReader reader)
    {
        return EncodingText.Read(ref reader);
    }
}
