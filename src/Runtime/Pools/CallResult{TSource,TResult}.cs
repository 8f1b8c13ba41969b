using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace ProcGen;

/// <summary>How the call for one item of a map ended: with a value or with an error.</summary>
/// <typeparam name="TSource">The type of an item.</typeparam>
/// <typeparam name="TResult">The result's type.</typeparam>
public sealed class CallResult<TSource, TResult>
{
    private readonly TResult? _value;

    internal CallResult(long index, TSource item, TResult? value, Exception? error)
    {
        Index = index;
        Item = item;
        _value = value;
        Error = error;
    }

    /// <summary>The item's place in the source, from 0.</summary>
    public long Index { get; }

    /// <summary>The item.</summary>
    public TSource Item { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>The error; null where there is a value.</summary>
    public Exception? Error { get; }

    /// <summary>The value.</summary>
    /// <exception cref="Exception">The call's error, where there is no value.</exception>
    public TResult Value
    {
        get
        {
            if (Error is not null)
            {
                ExceptionDispatchInfo.Throw(Error);
            }

            return _value!;
        }
    }

    /// <summary>The value or the error, for a log.</summary>
    public override string ToString() => IsSuccess ? $"[{Index}] {_value}" : $"[{Index}] {Error.GetType().Name}: {Error.Message}";
}
