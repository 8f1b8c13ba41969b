using System.ComponentModel;
using System.Net.Mail;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A mail address crosses as its address and display name.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MailAddressCodec : IProcessCodec<MailAddress>
{
    /// <summary>Writes a value.</summary>
    /// <param name="writer">The payload's writer.</param>
    /// <param name="value">The value.</param>
    public static void Write(ref PayloadWriter writer, MailAddress? value)
    {
        writer.Writer.WriteString(value?.Address);
        writer.Writer.WriteString(value?.DisplayName);
    }

    /// <summary>Reads a value.</summary>
    /// <param name="reader">The payload's reader.</param>
    public static MailAddress? Read(ref PayloadReader reader)
    {
        string? address = reader.ReadString();
        string? displayName = reader.ReadString();
        return address is null ? null : new MailAddress(address, displayName);
    }
}
