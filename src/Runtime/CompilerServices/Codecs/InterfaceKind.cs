using MemoryPack;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>The byte that says what stands behind an interface. Each codec has numbers of its own.</summary>
internal static class InterfaceKind
{
    private const byte Null = MemoryPackCode.NullObject;

    public static void WriteNull(ref PayloadWriter writer) => writer.Writer.WriteUnmanaged(Null);

    /// <summary>Writes the number and, by its own codec, the object.</summary>
    public static void Write<T, TCodec>(ref PayloadWriter writer, byte kind, T value)
        where TCodec : IProcessCodec<T>
    {
        writer.Writer.WriteUnmanaged(kind);
        TCodec.Write(ref writer, value);
    }

    public static byte Read(ref PayloadReader reader) => reader.Reader.ReadUnmanaged<byte>();

    /// <summary>Refuses a kind that does not exist, or that does not implement the interface.</summary>
    public static TInterface? Require<TInterface>(byte kind, object? value)
        where TInterface : class
    {
        if (value is TInterface or null && (value is null) == (kind == Null))
        {
            return (TInterface?)value;
        }

        PayloadErrors.ThrowMalformed($"a collection of the kind {kind} where '{typeof(TInterface)}' is declared");
        return null;
    }
}
