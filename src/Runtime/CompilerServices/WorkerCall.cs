using System.ComponentModel;
using System.Threading.Channels;

namespace ProcGen.CompilerServices;

/// <summary>
/// One call as the worker sees it. Generated code reads the arguments from it, asks it for what lives on the caller's side, and writes the result to it,
/// in this order: <see cref="OpenArguments"/>, <see cref="CloseArguments"/>, the body, <see cref="OpenResult"/>, <see cref="CloseResult"/>.
/// </summary>
/// <remarks>
/// The order also tells the runtime the phase in which something failed: before <see cref="CloseArguments"/> an exception is one of reading the
/// arguments, after <see cref="OpenResult"/> one of writing the result, and in between the body's own.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class WorkerCall
{
    private protected WorkerCall() { }

    /// <summary>Begins to read the arguments.</summary>
    public abstract PayloadReader OpenArguments();

    /// <summary>Ends the reading; from here on the body runs.</summary>
    /// <param name="reader">The reader from <see cref="OpenArguments"/>.</param>
    public abstract void CloseArguments(ref PayloadReader reader);

    /// <summary>Begins to write the result. Not called for a method without one.</summary>
    public abstract PayloadWriter OpenResult();

    /// <summary>Ends the writing.</summary>
    /// <param name="writer">The writer from <see cref="OpenResult"/>.</param>
    public abstract void CloseResult(ref PayloadWriter writer);

    /// <summary>The token at an ordinal, cancelled when the caller's is, or when the whole call is.</summary>
    /// <param name="ordinal">The live parameter's ordinal.</param>
    public abstract CancellationToken GetToken(int ordinal);

    /// <summary>The progress at an ordinal; reports travel to the caller's object.</summary>
    /// <typeparam name="T">The type of a report.</typeparam>
    /// <param name="ordinal">The live parameter's ordinal.</param>
    /// <param name="write">Writes a report.</param>
    public abstract IProgress<T> GetProgress<T>(int ordinal, PayloadWrite<T> write);

    /// <summary>The sequence at an ordinal, pulled from the caller as it is enumerated. It can be enumerated once.</summary>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <param name="ordinal">The live parameter's ordinal.</param>
    /// <param name="read">Reads an item.</param>
    public abstract IEnumerable<T> GetSequence<T>(int ordinal, PayloadRead<T> read);

    /// <summary>The asynchronous sequence at an ordinal. See <see cref="GetSequence"/>.</summary>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <param name="ordinal">The live parameter's ordinal.</param>
    /// <param name="read">Reads an item.</param>
    public abstract IAsyncEnumerable<T> GetAsyncSequence<T>(int ordinal, PayloadRead<T> read);

    /// <summary>The channel at an ordinal. See <see cref="GetSequence"/>.</summary>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <param name="ordinal">The live parameter's ordinal.</param>
    /// <param name="read">Reads an item.</param>
    public abstract ChannelReader<T> GetChannel<T>(int ordinal, PayloadRead<T> read);

    /// <summary>The stream at an ordinal, pulled from the caller as it is read. It cannot seek.</summary>
    /// <param name="ordinal">The live parameter's ordinal.</param>
    public abstract Stream GetStream(int ordinal);

    /// <summary>The reader of text at an ordinal, pulled from the caller as it is read.</summary>
    /// <param name="ordinal">The live parameter's ordinal.</param>
    public abstract TextReader GetTextReader(int ordinal);

    /// <summary>The worker's own state of a type, made by a <see cref="WorkerStateAttribute"/> method.</summary>
    /// <typeparam name="T">The state's type.</typeparam>
    /// <exception cref="InvalidOperationException">This worker has no such state; the message says how to give it one.</exception>
    public abstract T GetState<T>();

    /// <summary>Keeps the result of a <see cref="WorkerStateAttribute"/> method in this worker.</summary>
    /// <typeparam name="T">The state's declared type.</typeparam>
    /// <param name="state">The state.</param>
    public abstract void SetState<T>(T state);

    /// <summary>Sends the items of a result as the caller asks for them, until the end or until the caller has enough.</summary>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <param name="items">The result; null is refused.</param>
    /// <param name="write">Writes an item.</param>
    public abstract void SendSequence<T>(IEnumerable<T> items, PayloadWrite<T> write);

    /// <summary>Sends the items of an asynchronous result. See <see cref="SendSequence"/>.</summary>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <param name="items">The result; null is refused.</param>
    /// <param name="write">Writes an item.</param>
    public abstract ValueTask SendSequenceAsync<T>(IAsyncEnumerable<T> items, PayloadWrite<T> write);
}
