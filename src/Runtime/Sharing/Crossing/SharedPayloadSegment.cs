using System.Buffers;
using ProcGen.Calls;
using ProcGen.CompilerServices;

namespace ProcGen.Sharing;

/// <summary>A segment with the bytes of one value, and the value once it was read in this process. Thread-safe.</summary>
internal sealed unsafe class SharedPayloadSegment
{
    private const int Header = sizeof(long);

    private readonly Lock _gate = new();
    private bool _isRead;
    private object? _value;

    private SharedPayloadSegment(SharedBlock block) => Block = block;

    public SharedBlock Block { get; }

    /// <summary>The one for a segment in this process.</summary>
    public static SharedPayloadSegment Of(SharedBlock block) => block.Companion(static b => new SharedPayloadSegment(b));

    /// <summary>Writes a value into a new segment. The caller is its first user.</summary>
    /// <exception cref="IOException">There is too little memory.</exception>
    public static SharedBlock Write<T>(T value, PayloadWrite<T> write)
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        try
        {
            var writer = new PayloadWriter(ref buffer, pinsHandles: true);
            write(ref writer, value);
            writer.Complete();
            SharedBlock block = SharedBlock.Create(SharedKind.Payload, Header + buffer.Length);
            *(long*)block.Address = buffer.Length;
            buffer.AsSequence().CopyTo(new Span<byte>(block.Address + Header, checked((int)buffer.Length)));

            // What the value refers to lives as long as its bytes.
            buffer.Pins?.DepositIn(block.Id);
            return block;
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>The value, read by the first one who asks.</summary>
    /// <exception cref="ProcessSerializationException">It could not be read.</exception>
    public T Get<T>(PayloadRead<T> read)
    {
        lock (_gate)
        {
            if (!_isRead)
            {
                long length = *(long*)Block.Address;
                if (length < 0 || length > Block.Size - Header)
                {
                    PayloadErrors.ThrowMalformed($"a shared value claims {length} bytes in a segment of {Block.Size}");
                }

                PayloadBuffer buffer = PayloadBuffer.Rent();
                buffer.Write(new ReadOnlySpan<byte>(Block.Address + Header, (int)length));
                _value = PayloadIO.Read(buffer, read, "a shared value");
                _isRead = true;
            }

            return (T)_value!;
        }
    }
}
