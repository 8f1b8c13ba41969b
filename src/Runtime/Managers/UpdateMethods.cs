using ProcGen.Calls;
using ProcGen.CompilerServices;

namespace ProcGen.Managers;

/// <summary>Looks whether a stub is one of a method that a manager can run on an item: the arguments are the item as it is kept, so they have to be exactly that.</summary>
internal static class UpdateMethods
{
    /// <exception cref="ArgumentException">The stub has other parameters, or its method is asynchronous.</exception>
    public static ProcessMethod Check<TKey, TValue>(Func<TKey, TValue, ProcessCall<TValue>> update, TKey key, TValue value, ItemCodec<TKey> keys, ItemCodec<TValue> values)
    {
        ArgumentNullException.ThrowIfNull(update);
        ProcessCall<TValue> call = update(key, value);
        return Check(call, WriteBoth);

        void WriteBoth(ref PayloadWriter writer)
        {
            keys.Write(ref writer, key);
            values.Write(ref writer, value);
        }
    }

    /// <inheritdoc cref="Check{TKey, TValue}(Func{TKey, TValue, ProcessCall{TValue}}, TKey, TValue, ItemCodec{TKey}, ItemCodec{TValue})"/>
    public static ProcessMethod Check<T>(Func<T, ProcessCall<T>> update, T item, ItemCodec<T> items)
    {
        ArgumentNullException.ThrowIfNull(update);
        ProcessCall<T> call = update(item);
        return Check(call, Write);

        void Write(ref PayloadWriter writer) => items.Write(ref writer, item);
    }

    private static ProcessMethod Check(ProcessCall call, WriteArguments write)
    {
        ProcessMethod method = call.Method;
        PayloadBuffer expected = PayloadBuffer.Rent();
        var writer = new PayloadWriter(ref expected);
        write(ref writer);
        writer.Complete();
        PayloadBuffer actual = CallArguments.Write(call);
        bool isSame = method.Kind == ProcessMethodKind.Synchronous && method.LiveParameters.Count == 0 && expected.ToArray().AsSpan().SequenceEqual(actual.ToArray().AsSpan(sizeof(ulong)));
        expected.Return();
        actual.Return();
        return isSame ? method : throw new ArgumentException(
            $"'{method.DisplayName}' cannot be run on an item of a shared collection: it has to be a synchronous method with exactly the item (in a dictionary the key and the value) for parameters, " +
            "and the stub has to be given the arguments as they come: 'Words.InProcess.Increment'.", nameof(call));
    }

    private delegate void WriteArguments(ref PayloadWriter writer);
}
