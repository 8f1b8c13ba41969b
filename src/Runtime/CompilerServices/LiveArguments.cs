using System.ComponentModel;
using System.Threading.Channels;

namespace ProcGen.CompilerServices;

/// <summary>
/// Collects the arguments of one launch that stay on the caller's side. Ordinals count the tokens, progresses, sequences and streams of a method from 0 in
/// the order of its parameters. What is null is not added; the payload says so.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class LiveArguments
{
    private protected LiveArguments() { }

    /// <summary>Adds a token.</summary>
    /// <param name="ordinal">The parameter's ordinal.</param>
    /// <param name="token">The caller's token.</param>
    public abstract void AddToken(int ordinal, CancellationToken token);

    /// <summary>Adds a progress.</summary>
    /// <typeparam name="T">The type of a report.</typeparam>
    /// <param name="ordinal">The parameter's ordinal.</param>
    /// <param name="progress">The caller's object.</param>
    /// <param name="read">Reads a report.</param>
    public abstract void AddProgress<T>(int ordinal, IProgress<T> progress, PayloadRead<T> read);

    /// <summary>Adds a sequence, enumerated when the worker asks for its items.</summary>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <param name="ordinal">The parameter's ordinal.</param>
    /// <param name="items">The caller's sequence.</param>
    /// <param name="write">Writes an item.</param>
    public abstract void AddSequence<T>(int ordinal, IEnumerable<T> items, PayloadWrite<T> write);

    /// <summary>Adds an asynchronous sequence. See <see cref="AddSequence{T}(int, IEnumerable{T}, PayloadWrite{T})"/>.</summary>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <param name="ordinal">The parameter's ordinal.</param>
    /// <param name="items">The caller's sequence.</param>
    /// <param name="write">Writes an item.</param>
    public abstract void AddSequence<T>(int ordinal, IAsyncEnumerable<T> items, PayloadWrite<T> write);

    /// <summary>Adds a channel, whose items are read when the worker asks for them. See <see cref="AddSequence{T}(int, IEnumerable{T}, PayloadWrite{T})"/>.</summary>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <param name="ordinal">The parameter's ordinal.</param>
    /// <param name="items">The caller's channel.</param>
    /// <param name="write">Writes an item.</param>
    public abstract void AddSequence<T>(int ordinal, ChannelReader<T> items, PayloadWrite<T> write);

    /// <summary>Adds a stream, read when the worker reads.</summary>
    /// <param name="ordinal">The parameter's ordinal.</param>
    /// <param name="stream">The caller's stream.</param>
    public abstract void AddStream(int ordinal, Stream stream);

    /// <summary>Adds a reader of text, read when the worker reads.</summary>
    /// <param name="ordinal">The parameter's ordinal.</param>
    /// <param name="reader">The caller's reader.</param>
    public abstract void AddTextReader(int ordinal, TextReader reader);
}
