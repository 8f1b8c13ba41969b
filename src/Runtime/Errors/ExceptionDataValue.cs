using System.Globalization;
using ProcGen.CompilerServices;

namespace ProcGen.Errors;

/// <summary>
/// The values of <see cref="Exception.Data"/> as they cross: text, numbers, truth values, points in time and Guids as what they are, everything else as its text.
/// </summary>
internal static class ExceptionDataValue
{
    /// <summary>What crosses in place of a value.</summary>
    public static object? Simplify(object? value) =>
        value is null || GetKind(value) != Kind.Text ? value : Convert.ToString(value, CultureInfo.InvariantCulture);

    public static void Write(ref PayloadWriter writer, object? value)
    {
        Kind kind = value is null ? Kind.Null : GetKind(value);
        writer.Writer.WriteUnmanaged((byte)kind);
        switch (kind)
        {
            case Kind.Text: writer.Writer.WriteString((string)value!); break;
            case Kind.Boolean: writer.Writer.WriteUnmanaged((bool)value!); break;
            case Kind.Char: writer.Writer.WriteUnmanaged((char)value!); break;
            case Kind.Byte: writer.Writer.WriteUnmanaged((byte)value!); break;
            case Kind.Int16: writer.Writer.WriteUnmanaged((short)value!); break;
            case Kind.Int32: writer.Writer.WriteUnmanaged((int)value!); break;
            case Kind.Int64: writer.Writer.WriteUnmanaged((long)value!); break;
            case Kind.UInt32: writer.Writer.WriteUnmanaged((uint)value!); break;
            case Kind.UInt64: writer.Writer.WriteUnmanaged((ulong)value!); break;
            case Kind.Single: writer.Writer.WriteUnmanaged((float)value!); break;
            case Kind.Double: writer.Writer.WriteUnmanaged((double)value!); break;
            case Kind.Decimal: writer.Writer.WriteUnmanaged((decimal)value!); break;
            case Kind.DateTime: writer.Writer.WriteUnmanaged((DateTime)value!); break;
            case Kind.DateTimeOffset: writer.Writer.WriteUnmanaged((DateTimeOffset)value!); break;
            case Kind.TimeSpan: writer.Writer.WriteUnmanaged((TimeSpan)value!); break;
            case Kind.Guid: writer.Writer.WriteUnmanaged((Guid)value!); break;
        }
    }

    public static object? Read(ref PayloadReader reader)
    {
        byte kind = reader.Reader.ReadUnmanaged<byte>();
        switch ((Kind)kind)
        {
            case Kind.Null: return null;
            case Kind.Text: return reader.ReadString();
            case Kind.Boolean: return reader.Reader.ReadUnmanaged<byte>() != 0;
            case Kind.Char: return reader.Reader.ReadUnmanaged<char>();
            case Kind.Byte: return reader.Reader.ReadUnmanaged<byte>();
            case Kind.Int16: return reader.Reader.ReadUnmanaged<short>();
            case Kind.Int32: return reader.Reader.ReadUnmanaged<int>();
            case Kind.Int64: return reader.Reader.ReadUnmanaged<long>();
            case Kind.UInt32: return reader.Reader.ReadUnmanaged<uint>();
            case Kind.UInt64: return reader.Reader.ReadUnmanaged<ulong>();
            case Kind.Single: return reader.Reader.ReadUnmanaged<float>();
            case Kind.Double: return reader.Reader.ReadUnmanaged<double>();
            case Kind.Decimal: return reader.Reader.ReadUnmanaged<decimal>();
            case Kind.DateTime: return reader.Reader.ReadUnmanaged<DateTime>();
            case Kind.DateTimeOffset: return reader.Reader.ReadUnmanaged<DateTimeOffset>();
            case Kind.TimeSpan: return reader.Reader.ReadUnmanaged<TimeSpan>();
            case Kind.Guid: return reader.Reader.ReadUnmanaged<Guid>();
            default:
                PayloadErrors.ThrowMalformed($"a value of the unknown kind {kind} in an exception's Data");
                return null;
        }
    }

    private static Kind GetKind(object value) => value switch
    {
        bool => Kind.Boolean,
        char => Kind.Char,
        byte => Kind.Byte,
        short => Kind.Int16,
        int => Kind.Int32,
        long => Kind.Int64,
        uint => Kind.UInt32,
        ulong => Kind.UInt64,
        float => Kind.Single,
        double => Kind.Double,
        decimal => Kind.Decimal,
        DateTime => Kind.DateTime,
        DateTimeOffset => Kind.DateTimeOffset,
        TimeSpan => Kind.TimeSpan,
        Guid => Kind.Guid,
        _ => Kind.Text,
    };

    // The numbers are on the wire.
    private enum Kind : byte
    {
        Null = 0,
        Text = 1,
        Boolean = 2,
        Char = 3,
        Byte = 4,
        Int16 = 5,
        Int32 = 6,
        Int64 = 7,
        UInt32 = 8,
        UInt64 = 9,
        Single = 10,
        Double = 11,
        Decimal = 12,
        DateTime = 13,
        DateTimeOffset = 14,
        TimeSpan = 15,
        Guid = 16,
    }
}
