using System.ComponentModel;
using ProcGen.Sharing;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A value that is sent once to each process: as the handle of a segment with its bytes; where nothing can be shared, as the value itself.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <typeparam name="TValueCodec">The codec of the value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SharedCodec<T, TValueCodec> : IProcessCodec<Shared<T>>
    where TValueCodec : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, Shared<T>? value)
    {
        if (value is null)
        {
            writer.Writer.WriteNullObjectHeader();
            return;
        }

        writer.Writer.WriteObjectHeader(0);
        if (!SharingPlatform.IsSupported)
        {
            TValueCodec.Write(ref writer, value.Value);
            return;
        }

        // Before its bytes are made, which are kept for other readers.
        Managers.ManagerHandles.RefuseOtherMachine(in writer, value);
        SharedBlock block = value.HoldBlock(WriteValue);
        try
        {
            HandleCodec.Write(ref writer, block);
        }
        finally
        {
            block.Release();
        }
    }

    /// <inheritdoc/>
    public static Shared<T>? Read(ref PayloadReader reader)
    {
        if (!reader.TryReadHeader("Shared<>"))
        {
            return null;
        }

        if (!SharingPlatform.IsSupported)
        {
            return new Shared<T>(TValueCodec.Read(ref reader)!);
        }

        if (HandleCodec.Read(ref reader, SharedKind.Payload) is not { } block)
        {
            PayloadErrors.ThrowMalformed("a shared value without its segment");
            return null;
        }

        return new Shared<T>(PayloadCache.Keep(block), ReadValue);
    }

    private static void WriteValue(ref PayloadWriter writer, T value) => TValueCodec.Write(ref writer, value);

    private static T ReadValue(ref PayloadReader reader) => TValueCodec.Read(ref reader)!;
}
