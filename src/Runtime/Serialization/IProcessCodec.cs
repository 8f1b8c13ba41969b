using ProcGen.CompilerServices;

namespace ProcGen;

/// <summary>
/// Writes and reads values of <typeparamref name="T"/> on their way between processes. Named by a <see cref="ProcessCodecAttribute"/>.
/// </summary>
/// <typeparam name="T">The type that crosses. For a reference type the codec sees <see langword="null"/>, too.</typeparam>
/// <remarks>Both methods are called from several threads at once. An exception thrown here fails the call, never the worker.</remarks>
public interface IProcessCodec<T>
{
    /// <summary>Writes a value.</summary>
    /// <param name="writer">The payload's writer.</param>
    /// <param name="value">The value to write.</param>
    static abstract void Write(ref PayloadWriter writer, T? value);

    /// <summary>Reads what <see cref="Write"/> wrote, and exactly that.</summary>
    /// <param name="reader">The payload's reader.</param>
    static abstract T? Read(ref PayloadReader reader);
}
