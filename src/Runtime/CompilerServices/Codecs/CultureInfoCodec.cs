using System.ComponentModel;
using System.Globalization;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A culture crosses as its name; a culture whose formats were changed is refused, because the changes would be lost.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CultureInfoCodec : IProcessCodec<CultureInfo>
{
    /// <summary>Writes a value.</summary>
    /// <param name="writer">The payload's writer.</param>
    /// <param name="value">The value.</param>
    public static void Write(ref PayloadWriter writer, CultureInfo? value)
    {
        if (value is not null && !value.IsReadOnly && !SameFormats(value))
        {
            throw new ProcessSerializationException(
                $"The culture '{value.Name}' has changed formats, and only a culture's name crosses. Send the name and change the formats in the worker.");
        }

        writer.Writer.WriteString(value?.Name);
    }

    /// <summary>Reads a value.</summary>
    /// <param name="reader">The payload's reader.</param>
    public static CultureInfo? Read(ref PayloadReader reader)
    {
        string? name = reader.ReadString();
        return name is null ? null : CultureInfo.GetCultureInfo(name);
    }

    private static bool SameFormats(CultureInfo culture)
    {
        CultureInfo original = CultureInfo.GetCultureInfo(culture.Name);
        return Equal(culture.NumberFormat, original.NumberFormat) && Equal(culture.DateTimeFormat, original.DateTimeFormat);
    }

    private static bool Equal(NumberFormatInfo a, NumberFormatInfo b) =>
        a.NumberDecimalSeparator == b.NumberDecimalSeparator && a.NumberGroupSeparator == b.NumberGroupSeparator
        && a.NumberDecimalDigits == b.NumberDecimalDigits && a.NegativeSign == b.NegativeSign && a.CurrencySymbol == b.CurrencySymbol
        && a.CurrencyDecimalSeparator == b.CurrencyDecimalSeparator && a.CurrencyGroupSeparator == b.CurrencyGroupSeparator
        && a.PercentSymbol == b.PercentSymbol;

    private static bool Equal(DateTimeFormatInfo a, DateTimeFormatInfo b) =>
        a.ShortDatePattern == b.ShortDatePattern && a.LongDatePattern == b.LongDatePattern && a.ShortTimePattern == b.ShortTimePattern
        && a.LongTimePattern == b.LongTimePattern && a.FirstDayOfWeek == b.FirstDayOfWeek && a.DateSeparator == b.DateSeparator
        && a.TimeSeparator == b.TimeSeparator;
}
