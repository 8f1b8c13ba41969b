using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A lazy value as its value: it is evaluated when it is written, on the thread that writes, and arrives evaluated.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <typeparam name="TValueCodec">The codec of the value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LazyCodec<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T, TValueCodec> : IProcessCodec<Lazy<T>>
    where TValueCodec : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, Lazy<T>? value)
    {
        if (value is null)
        {
            writer.Writer.WriteNullObjectHeader();
            return;
        }

        Items.RequireExact(value, typeof(Lazy<T>));
        writer.Writer.WriteObjectHeader(0);

        // Lazy values that make lazy values would be evaluated for ever.
        writer.Enter(nameof(Lazy<>));
        TValueCodec.Write(ref writer, value.Value);
        writer.Leave();
    }

    /// <inheritdoc/>
    public static Lazy<T>? Read(ref PayloadReader reader)
    {
        if (!reader.TryReadHeader(nameof(Lazy<>)))
        {
            return null;
        }

        reader.Enter(nameof(Lazy<>));
        var value = new Lazy<T>(TValueCodec.Read(ref reader)!);
        reader.Leave();
        return value;
    }
}
