using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A value that is nothing but bytes: generated code names it only for unmanaged types.</summary>
/// <typeparam name="T">The type that crosses.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct UnmanagedCodec<T> : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, T? value)
    {
        writer.Writer.DangerousWriteUnmanaged(value!);
    }

    /// <inheritdoc/>
    public static T? Read(ref PayloadReader reader)
    {
        reader.Reader.DangerousReadUnmanaged(out T value);
        return value;
    }
}

/// <summary>A string, exactly: UTF-16, so that a lone surrogate arrives as it was sent.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StringCodec : IProcessCodec<string>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, string? value)
    {
        writer.WriteString(value);
    }

    /// <inheritdoc/>
    public static string? Read(ref PayloadReader reader)
    {
        return reader.ReadString();
    }
}

/// <summary>A value that may be missing.</summary>
/// <typeparam name="T">The type that crosses.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NullableCodec<T, TItem> : IProcessCodec<T?>
    where T : struct
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, T? value)
    {
        writer.Writer.WriteUnmanaged(value.HasValue);
        if (value.HasValue)
        {
            TItem.Write(ref writer, value.GetValueOrDefault());
        }
    }

    /// <inheritdoc/>
    public static T? Read(ref PayloadReader reader)
    {
        byte present = reader.Reader.ReadUnmanaged<byte>();
        if (present > 1)
        {
            PayloadErrors.ThrowMalformed($"the byte {present} where 0 or 1 tells whether there is a value");
        }

        return present == 0 ? null : TItem.Read(ref reader);
    }
}

/// <summary>A key and its value.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TValueCodec">The codec of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct KeyValuePairCodec<TKey, TValue, TKeyCodec, TValueCodec> : IProcessCodec<KeyValuePair<TKey, TValue>>
    where TKeyCodec : IProcessCodec<TKey>
    where TValueCodec : IProcessCodec<TValue>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, KeyValuePair<TKey, TValue> value)
    {
        TKeyCodec.Write(ref writer, value.Key);
        TValueCodec.Write(ref writer, value.Value);
    }

    /// <inheritdoc/>
    public static KeyValuePair<TKey, TValue> Read(ref PayloadReader reader)
    {
        TKey key = TKeyCodec.Read(ref reader)!;
        TValue item = TValueCodec.Read(ref reader)!;
        return new(key, item);
    }
}
