namespace ProcGen.CompilerServices.Codecs;

/// <summary>What stands behind an interface of a collection.</summary>
internal static class SomeCollection
{
    private const byte Null = 0;
    private const byte Array = 1;
    private const byte List = 2;
    private const byte HashSet = 3;
    private const byte SortedSet = 4;

    public static void Write<T, TItem>(ref PayloadWriter writer, IEnumerable<T>? value)
        where TItem : IProcessCodec<T>
    {
        switch (value)
        {
            case null:
                writer.Writer.WriteUnmanaged(Null);
                break;
            case T[] array:
                writer.Writer.WriteUnmanaged(Array);
                ArrayCodec<T, TItem>.Write(ref writer, array);
                break;
            case HashSet<T> set:
                writer.Writer.WriteUnmanaged(HashSet);
                HashSetCodec<T, TItem>.Write(ref writer, set);
                break;
            case SortedSet<T> set:
                writer.Writer.WriteUnmanaged(SortedSet);
                SortedSetCodec<T, TItem>.Write(ref writer, set);
                break;
            case List<T> list when list.GetType() == typeof(List<T>):
                writer.Writer.WriteUnmanaged(List);
                ListCodec<T, TItem>.Write(ref writer, list);
                break;
            default:
                writer.Writer.WriteUnmanaged(List);
                ArrayCodec<T, TItem>.Write(ref writer, [.. value]);
                break;
        }
    }

    public static object? Read<T, TItem>(ref PayloadReader reader, Type declared)
        where TItem : IProcessCodec<T>
    {
        byte kind = reader.Reader.ReadUnmanaged<byte>();
        object? value = kind switch
        {
            Array => ArrayCodec<T, TItem>.Read(ref reader),
            List => ListCodec<T, TItem>.Read(ref reader),
            HashSet => HashSetCodec<T, TItem>.Read(ref reader),
            SortedSet => SortedSetCodec<T, TItem>.Read(ref reader),
            _ => null,
        };
        if (value is null ? kind != Null : !declared.IsInstanceOfType(value))
        {
            PayloadErrors.ThrowMalformed($"a collection of the kind {kind} where '{declared}' is declared");
        }

        return value;
    }
}
