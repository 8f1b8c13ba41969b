using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>An argument with <see cref="SharedAttribute"/>: as a <see cref="Shared{T}"/> that belongs to the object.</summary>
/// <typeparam name="T">The type of the argument.</typeparam>
/// <typeparam name="TValueCodec">Its codec.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SharedArgumentCodec<T, TValueCodec> : IProcessCodec<T>
    where TValueCodec : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, T? value)
    {
        if (typeof(T).IsValueType)
        {
            TValueCodec.Write(ref writer, value);
            return;
        }

        SharedCodec<T, TValueCodec>.Write(ref writer, value is null ? null : Snapshots.Of(value));
    }

    /// <inheritdoc/>
    public static T? Read(ref PayloadReader reader) =>
        typeof(T).IsValueType ? TValueCodec.Read(ref reader)
        : SharedCodec<T, TValueCodec>.Read(ref reader) is { } shared ? shared.Value
        : default;

    /// <summary>Of each object that was sent. It goes with the object: what the table keeps for a key does not keep the key.</summary>
    private static class Snapshots
    {
        private static readonly ConditionalWeakTable<object, Shared<T>> s_known = [];

        public static Shared<T> Of(T value) => s_known.GetValue(value!, static key => new Shared<T>((T)key));
    }
}
