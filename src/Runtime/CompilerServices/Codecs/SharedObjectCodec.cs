using System.ComponentModel;
using ProcGen.Sharing;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>What processes share, as a handle.</summary>
/// <typeparam name="T">The type that crosses.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SharedObjectCodec<T> : IProcessCodec<T>
    where T : SharedObject, ISharedHandle<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, T? value) => HandleCodec.Write(ref writer, value);

    /// <inheritdoc/>
    public static T? Read(ref PayloadReader reader) => T.ReadHandle(ref reader);
}

/// <summary>A type of shared object that can be made from a handle.</summary>
/// <typeparam name="TSelf">The type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISharedHandle<TSelf>
    where TSelf : SharedObject
{
    /// <summary>Reads a handle.</summary>
    /// <param name="reader">The payload's reader.</param>
    /// <exception cref="SharedObjectGoneException">The object is gone.</exception>
    static abstract TSelf? ReadHandle(ref PayloadReader reader);
}
