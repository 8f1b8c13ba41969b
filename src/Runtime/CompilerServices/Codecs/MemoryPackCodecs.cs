using System.ComponentModel;
using MemoryPack;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A type with [MemoryPackable], by the code that MemoryPack's own generator makes for it.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PackableCodec<T> : IProcessCodec<T>
    where T : IMemoryPackable<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, T? value)
    {
        if (value is not null && !typeof(T).IsValueType && value.GetType() != typeof(T))
        {
            PayloadErrors.ThrowUnknownType(typeof(T).Name, value);
        }

        writer.Writer.WritePackable(value);
    }

    /// <inheritdoc/>
    public static T? Read(ref PayloadReader reader)
    {
        return reader.Reader.ReadPackable<T>();
    }
}

/// <summary>A union, a collection or a hand-written [MemoryPackable] type, by the formatter that is registered for it.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct FormatterCodec<T> : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, T? value)
    {
        writer.Writer.WriteValue(value);
    }

    /// <inheritdoc/>
    public static T? Read(ref PayloadReader reader)
    {
        return reader.Reader.ReadValue<T>();
    }
}
