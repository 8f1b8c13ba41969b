using System.Reflection;
using ProcGen.Calls;
using ProcGen.CompilerServices;

namespace ProcGen;

/// <summary>
/// A call as plain data: which method of which assembly, the schema of its arguments, and their bytes. It can wait in a queue, be stored, or travel by any
/// means to another build of the same application, and become a call again there.
/// </summary>
/// <remarks>
/// A call whose arguments live on the caller's side (a cancellable token, a progress, a sequence) cannot be put into an envelope. The bytes are trusted
/// as much as the place they come from: read envelopes only from where the application's own code could come from. Immutable and thread-safe.
/// </remarks>
/// <example>
/// <code>
/// CallEnvelope envelope = CallEnvelope.Of(Primes.InProcess.Count(0, 100));
/// await queue.PutAsync(envelope.ToArray());
/// …
/// int n = await CallEnvelope.Parse(bytes).ToCall&lt;int&gt;();
/// </code>
/// </example>
public sealed class CallEnvelope
{
    private const uint Magic = 0x31454750; // "PGE1"

    private CallEnvelope(string assemblyName, ulong methodId, ulong schemaHash, byte[] arguments)
    {
        AssemblyName = assemblyName;
        MethodId = methodId;
        SchemaHash = schemaHash;
        Arguments = arguments;
    }

    /// <summary>The simple name of the assembly that declares the method.</summary>
    public string AssemblyName { get; }

    /// <summary>The stable hash of the method's full signature.</summary>
    public ulong MethodId { get; }

    /// <summary>The hash of every type in the signature as it crosses. An envelope is refused where it differs.</summary>
    public ulong SchemaHash { get; }

    /// <summary>The written arguments.</summary>
    public ReadOnlyMemory<byte> Arguments { get; }

    /// <summary>Writes a call's arguments, on the calling thread.</summary>
    /// <param name="call">The call.</param>
    /// <exception cref="ProcessSerializationException">An argument cannot be written, or lives on the caller's side; the message names it.</exception>
    public static CallEnvelope Of(ProcessCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        call.AddLiveArguments(new RefusingLiveArguments(call.Method));
        PayloadBuffer buffer = PayloadBuffer.Rent();
        try
        {
            var writer = new PayloadWriter(ref buffer);
            try
            {
                call.WriteArguments(ref writer);
            }
            finally
            {
                writer.Complete();
            }

            return new CallEnvelope(call.Method.Assembly.GetName().Name!, call.Method.Id, call.Method.SchemaHash, buffer.ToArray());
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>The envelope as bytes, in a form that later versions of this class read, too.</summary>
    public byte[] ToArray()
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        try
        {
            var writer = new PayloadWriter(ref buffer);
            writer.Writer.WriteUnmanaged(Magic, MethodId, SchemaHash);
            writer.Writer.WriteString(AssemblyName);
            writer.Writer.WriteUnmanagedSpan(Arguments.Span);
            writer.Complete();
            return buffer.ToArray();
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>Reads an envelope that <see cref="ToArray"/> wrote.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <exception cref="ProcessSerializationException">The bytes are not an envelope.</exception>
    public static CallEnvelope Parse(ReadOnlySpan<byte> bytes)
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        try
        {
            buffer.Write(bytes);
            var reader = new PayloadReader(buffer);
            try
            {
                reader.Reader.ReadUnmanaged(out uint magic, out ulong methodId, out ulong schemaHash);
                if (magic != Magic)
                {
                    PayloadErrors.ThrowMalformed("these bytes are not a call envelope");
                }

                string assemblyName = reader.ReadString() ?? "";
                return new CallEnvelope(assemblyName, methodId, schemaHash, reader.Reader.ReadUnmanagedArray<byte>() ?? []);
            }
            catch (MemoryPack.MemoryPackSerializationException e)
            {
                throw new ProcessSerializationException("These bytes are not a whole call envelope.", e);
            }
            finally
            {
                reader.Complete();
            }
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>The call, its result left aside.</summary>
    /// <exception cref="ProcessSerializationException">The method is not known here, or the schema of its arguments differs.</exception>
    public ProcessCall ToCall() => new EnvelopeCall(FindMethod(), this);

    /// <summary>The call, with its result.</summary>
    /// <typeparam name="TResult">The method's result.</typeparam>
    /// <exception cref="ProcessSerializationException">The method is not known here, returns something else, or the schema of its arguments differs.</exception>
    public ProcessCall<TResult> ToCall<TResult>()
    {
        ProcessMethod method = FindMethod();
        return method is ProcessMethod<TResult> typed
            ? new EnvelopeCall<TResult>(typed, this)
            : throw new ProcessSerializationException($"'{method.DisplayName}' does not return '{typeof(TResult)}'.");
    }

    internal void WriteArguments(ref PayloadWriter writer)
    {
        // The arguments were written by the same generated code: their bytes are the payload, and nothing is to be encoded anew.
        ReadOnlySpan<byte> bytes = Arguments.Span;
        bytes.CopyTo(System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref writer.Writer.GetSpanReference(bytes.Length), bytes.Length));
        writer.Writer.Advance(bytes.Length);
    }

    private ProcessMethod FindMethod()
    {
        ProcessMethodTable table = MethodTables.Find(AssemblyName, static name => TryLoad(name))
            ?? throw new ProcessSerializationException($"The envelope's call is of assembly '{AssemblyName}', which is not here or has no marked methods.");
        ProcessMethod method = table.Find(MethodId)
            ?? throw new ProcessSerializationException($"Assembly '{AssemblyName}' has no marked method with the id {MethodId:x16}: it was renamed, its signature changed, or its mark was removed.");
        return method.SchemaHash == SchemaHash
            ? method
            : throw new ProcessSerializationException($"The types in the signature of '{method.DisplayName}' have changed since the envelope was written.");
    }

    private static Assembly? TryLoad(string name)
    {
        try
        {
            return Assembly.Load(new AssemblyName(name));
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            return null;
        }
    }
}

internal sealed class EnvelopeCall(ProcessMethod method, CallEnvelope envelope) : ProcessCall
{
    public override ProcessMethod Method => method;

    protected internal override void WriteArguments(ref PayloadWriter writer) => envelope.WriteArguments(ref writer);
}

internal sealed class EnvelopeCall<TResult>(ProcessMethod<TResult> method, CallEnvelope envelope) : ProcessCall<TResult>
{
    protected internal override ProcessMethod<TResult> TypedMethod => method;

    protected internal override void WriteArguments(ref PayloadWriter writer) => envelope.WriteArguments(ref writer);
}

/// <summary>Refuses, by name, what cannot be put into an envelope. A token that can never be cancelled is no loss.</summary>
internal sealed class RefusingLiveArguments(ProcessMethod method) : LiveArguments
{
    public override void AddToken(int ordinal, CancellationToken token)
    {
        if (token.CanBeCanceled)
        {
            Refuse(ordinal, "a cancellable token");
        }
    }

    public override void AddProgress<T>(int ordinal, IProgress<T> progress, PayloadRead<T> read) => Refuse(ordinal, "a progress");

    public override void AddSequence<T>(int ordinal, IEnumerable<T> items, PayloadWrite<T> write) => Refuse(ordinal, "a sequence");

    public override void AddSequence<T>(int ordinal, IAsyncEnumerable<T> items, PayloadWrite<T> write) => Refuse(ordinal, "a sequence");

    public override void AddSequence<T>(int ordinal, System.Threading.Channels.ChannelReader<T> items, PayloadWrite<T> write) => Refuse(ordinal, "a channel");

    public override void AddStream(int ordinal, Stream stream) => Refuse(ordinal, "a stream");

    public override void AddTextReader(int ordinal, TextReader reader) => Refuse(ordinal, "a reader of text");

    private void Refuse(int ordinal, string what) =>
        throw new ProcessSerializationException(
            $"The argument '{method.LiveParameters[ordinal]}' of '{method.DisplayName}' is {what}, which lives in the caller's process and cannot be put into an envelope. " +
            "Leave it out, or pass the items as an array.");
}
