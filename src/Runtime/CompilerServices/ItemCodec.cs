using System.ComponentModel;

namespace ProcGen.CompilerServices;

/// <summary>How the items of a shared collection cross: a codec as an object, so that a collection can be made where only the item's type is known.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ItemCodec
{
    private protected ItemCodec() { }
}

/// <summary>How the items of one type cross.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ItemCodec<T> : ItemCodec
{
    private protected ItemCodec() { }

    /// <summary>Whether an item is bytes or text, which refer to nothing else in their payload.</summary>
    internal abstract bool IsPlain { get; }

    internal abstract void Write(ref PayloadWriter writer, T value);

    internal abstract T Read(ref PayloadReader reader);
}

/// <summary>How the items of one type cross, by a codec.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TCodec">The codec.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ItemCodec<T, TCodec> : ItemCodec<T>
    where TCodec : IProcessCodec<T>
{
    private ItemCodec() { }

    /// <summary>The only instance.</summary>
    public static ItemCodec<T, TCodec> Instance { get; } = new();

    internal override bool IsPlain => typeof(TCodec) == typeof(Codecs.UnmanagedCodec<T>) || typeof(TCodec) == typeof(Codecs.StringCodec);

    internal override void Write(ref PayloadWriter writer, T value) => TCodec.Write(ref writer, value);

    internal override T Read(ref PayloadReader reader) => TCodec.Read(ref reader)!;
}
