using System.ComponentModel;
using MemoryPack;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A type with [MemoryPackable], by the code that MemoryPack's own generator makes for it.</summary>
/// <typeparam name="T">The type that crosses.</typeparam>
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

/// <summary>A [MemoryPackable] type with GenerateType.NoGenerate, by the formatter that the application registers for it.</summary>
/// <typeparam name="T">The type that crosses.</typeparam>
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

/// <summary>
/// A union or a collection with [MemoryPackable], by the formatter that MemoryPack's generator makes. It is registered here as the type itself does it, unless
/// it already is: MemoryPack would look for the method by reflection, which a trimmed application may have lost.
/// </summary>
/// <typeparam name="T">The type that crosses.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RegisteredFormatterCodec<T> : IProcessCodec<T>
    where T : IMemoryPackFormatterRegister
{
    static RegisteredFormatterCodec() => MemoryPackFormatterProvider.Register<T>();

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
