using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A time zone of the system crosses as its id, one made by hand with all its rules.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TimeZoneInfoCodec : IProcessCodec<TimeZoneInfo>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, TimeZoneInfo? value)
    {
        bool known = value is not null && TimeZoneInfo.TryFindSystemTimeZoneById(value.Id, out TimeZoneInfo? found) && found.Equals(value);
        writer.WriteString(value is null || known ? value?.Id : value.ToSerializedString());
        writer.Writer.WriteUnmanaged(known);
    }

    /// <inheritdoc/>
    public static TimeZoneInfo? Read(ref PayloadReader reader)
    {
        string? text = reader.ReadString();
        bool known = reader.Reader.ReadUnmanaged<byte>() != 0;
        return text is null ? null : known ? TimeZoneInfo.FindSystemTimeZoneById(text) : TimeZoneInfo.FromSerializedString(text);
    }
}
