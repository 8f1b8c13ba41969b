using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ProcGen.CompilerServices;

namespace ProcGen.Managers;

/// <summary>
/// An item as a manager keeps it: the bytes it crosses as, never decoded there, and the shared objects it refers to, which live as long as the item. On the wire: the length, the number of
/// objects, the bytes, the objects' ids.
/// </summary>
/// <param name="Bytes">The item.</param>
/// <param name="Objects">The ids of the objects; null for none.</param>
internal readonly record struct StoredItem(byte[] Bytes, ulong[]? Objects)
{
    private const int HeaderSize = 2 * sizeof(int);

    [ThreadStatic]
    private static byte[]? t_key;

    /// <summary>Writes an item so that it can be stored.</summary>
    /// <exception cref="ProcessSerializationException">The item cannot cross, or refers to an object of another manager.</exception>
    public static void Write<T>(ref PayloadWriter writer, ItemCodec<T> codec, T value, ManagerLink manager)
    {
        if (codec.IsPlain)
        {
            // The length is known when the item is written; the bytes in front of it stay where they are.
            ref byte header = ref writer.Writer.GetSpanReference(HeaderSize);
            writer.Writer.Advance(HeaderSize);
            int before = writer.Writer.WrittenCount;
            codec.Write(ref writer, value);
            Unsafe.WriteUnaligned(ref header, writer.Writer.WrittenCount - before);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref header, sizeof(int)), 0);
            return;
        }

        // In a payload of its own: what it says of objects that it holds twice must not depend on its neighbours.
        PayloadBuffer buffer = PayloadBuffer.Rent();
        try
        {
            // It will go on from the manager to any other process that uses it.
            var own = new PayloadWriter(ref buffer, pinsHandles: true) { Audience = manager.Items };
            codec.Write(ref own, value);
            List<ManagerObjectId>? objects = own.ManagerObjects;
            own.Complete();
            if (buffer.Pins is not null)
            {
                throw new ProcessSerializationException(
                    "An item of a manager's collection holds memory, a lock or a queue of this machine, which would not know that it is still needed there. Pass it to the processes that use it as an argument, or let the manager " +
                    "own what the items need.");
            }

            writer.Writer.WriteUnmanaged((int)buffer.Length, objects?.Count ?? 0);
            foreach (ReadOnlyMemory<byte> segment in buffer.AsSequence())
            {
                WriteRaw(ref writer, segment.Span);
            }

            foreach (ManagerObjectId id in objects ?? [])
            {
                if (id.Manager != manager.Address.Instance)
                {
                    throw new ProcessSerializationException(
                        "An item of a shared collection refers to an object of another manager, which would not know that it is still needed. Keep objects that refer to each other in one manager.");
                }

                writer.Writer.WriteUnmanaged(id.Object);
            }
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>Reads an item that is to be stored.</summary>
    public static StoredItem Read(ref PayloadReader reader)
    {
        byte[] bytes = ReadHeader(ref reader, out int objects) is var length && length == 0 ? [] : new byte[length];
        ReadRaw(ref reader, bytes);
        ulong[]? ids = objects == 0 ? null : new ulong[objects];
        for (int i = 0; i < objects; i++)
        {
            ids![i] = reader.Reader.ReadUnmanaged<ulong>();
        }

        return new StoredItem(bytes, ids);
    }

    /// <summary>Reads an item that is only looked for. Valid until the next one on this thread.</summary>
    /// <exception cref="ProcessSerializationException">It refers to a shared object, as no key may.</exception>
    public static ReadOnlySpan<byte> ReadKey(ref PayloadReader reader)
    {
        int length = ReadHeader(ref reader, out int objects);
        if (objects != 0)
        {
            throw new ProcessSerializationException("A shared object is no key: two proxies of one object are written differently.");
        }

        if (t_key is null || t_key.Length < length)
        {
            t_key = new byte[Math.Max(length, 256)];
        }

        Span<byte> key = t_key.AsSpan(0, length);
        ReadRaw(ref reader, key);
        return key;
    }

    /// <summary>Writes a stored item, or a key, as one of several.</summary>
    public static void WriteSized(ref PayloadWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Writer.WriteUnmanaged(bytes.Length);
        WriteRaw(ref writer, bytes);
    }

    /// <summary>Reads one of several items.</summary>
    public static T ReadSized<T>(ref PayloadReader reader, ItemCodec<T> codec)
    {
        int length = reader.ReadLength();
        if (codec.IsPlain)
        {
            return codec.Read(ref reader);
        }

        PayloadBuffer buffer = PayloadBuffer.Rent();
        try
        {
            ReadRaw(ref reader, buffer.GetSpan(Math.Max(length, 1))[..length]);
            buffer.Advance(length);
            var own = new PayloadReader(buffer);
            T value = codec.Read(ref own);
            own.Complete();
            return value;
        }
        finally
        {
            buffer.Return();
        }
    }

    /// <summary>Writes bytes without their number.</summary>
    public static void WriteRaw(ref PayloadWriter writer, ReadOnlySpan<byte> bytes)
    {
        const int Piece = 64 * 1024;
        writer.Reserve(bytes.Length);
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, Piece);
            bytes[..count].CopyTo(MemoryMarshal.CreateSpan(ref writer.Writer.GetSpanReference(count), count));
            writer.Writer.Advance(count);
            bytes = bytes[count..];
        }
    }

    private static int ReadHeader(ref PayloadReader reader, out int objects)
    {
        reader.Reader.ReadUnmanaged(out int length, out objects);
        if (length < 0 || objects < 0 || length + ((long)objects * sizeof(ulong)) > reader.Reader.Remaining)
        {
            PayloadErrors.ThrowMalformed($"an item claims {length} bytes and {objects} objects where {reader.Reader.Remaining} bytes are left");
        }

        return length;
    }

    private static void ReadRaw(ref PayloadReader reader, Span<byte> bytes)
    {
        const int Piece = 64 * 1024;
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, Piece);
            MemoryMarshal.CreateReadOnlySpan(ref reader.Reader.GetSpanReference(count), count).CopyTo(bytes);
            reader.Reader.Advance(count);
            bytes = bytes[count..];
        }
    }
}

/// <summary>A shared object among all managers.</summary>
internal readonly record struct ManagerObjectId(Guid Manager, ulong Object);
