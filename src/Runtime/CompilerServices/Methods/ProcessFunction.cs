using System.ComponentModel;

namespace ProcGen.CompilerServices;

/// <summary>A synchronous marked method with a result and no parameters.</summary>
/// <param name="id">The stable hash of the assembly's name and the full signature.</param>
/// <param name="schemaHash">The hash of every type in the signature as it crosses.</param>
/// <param name="displayName">The method as a person reads it.</param>
/// <param name="owner">A type of the assembly that declares it.</param>
/// <param name="body">The method.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProcessFunction<TResult, TCodec>(ulong id, ulong schemaHash, string displayName, Type owner, Func<TResult> body)
    : FunctionMethod<NoArguments, TResult, TCodec>(id, schemaHash, displayName, owner)
    where TCodec : IProcessCodec<TResult>
{
    /// <summary>Describes a call.</summary>
    public ProcessCall<TResult> Call() => NewCall(default);

    private protected override TResult Run(in NoArguments arguments) => body();
}

/// <summary>A synchronous marked method with a result and one parameter.</summary>
/// <param name="id">The stable hash of the assembly's name and the full signature.</param>
/// <param name="schemaHash">The hash of every type in the signature as it crosses.</param>
/// <param name="displayName">The method as a person reads it.</param>
/// <param name="owner">A type of the assembly that declares it.</param>
/// <param name="body">The method.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProcessFunction<T1, TCodec1, TResult, TCodec>(ulong id, ulong schemaHash, string displayName, Type owner, Func<T1, TResult> body)
    : FunctionMethod<Arguments<T1, TCodec1>, TResult, TCodec>(id, schemaHash, displayName, owner)
    where TCodec1 : IProcessCodec<T1>
    where TCodec : IProcessCodec<TResult>
{
    /// <summary>Describes a call.</summary>
    public ProcessCall<TResult> Call(T1 first) => NewCall(new(first));

    private protected override TResult Run(in Arguments<T1, TCodec1> arguments) => body(arguments.First);
}

/// <summary>A synchronous marked method with a result and two parameters.</summary>
/// <param name="id">The stable hash of the assembly's name and the full signature.</param>
/// <param name="schemaHash">The hash of every type in the signature as it crosses.</param>
/// <param name="displayName">The method as a person reads it.</param>
/// <param name="owner">A type of the assembly that declares it.</param>
/// <param name="body">The method.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProcessFunction<T1, TCodec1, T2, TCodec2, TResult, TCodec>(ulong id, ulong schemaHash, string displayName, Type owner, Func<T1, T2, TResult> body)
    : FunctionMethod<Arguments<T1, TCodec1, T2, TCodec2>, TResult, TCodec>(id, schemaHash, displayName, owner)
    where TCodec1 : IProcessCodec<T1>
    where TCodec2 : IProcessCodec<T2>
    where TCodec : IProcessCodec<TResult>
{
    /// <summary>Describes a call.</summary>
    public ProcessCall<TResult> Call(T1 first, T2 second) => NewCall(new(first, second));

    private protected override TResult Run(in Arguments<T1, TCodec1, T2, TCodec2> arguments) => body(arguments.First, arguments.Second);
}

/// <summary>A synchronous marked method with a result and three parameters.</summary>
/// <param name="id">The stable hash of the assembly's name and the full signature.</param>
/// <param name="schemaHash">The hash of every type in the signature as it crosses.</param>
/// <param name="displayName">The method as a person reads it.</param>
/// <param name="owner">A type of the assembly that declares it.</param>
/// <param name="body">The method.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProcessFunction<T1, TCodec1, T2, TCodec2, T3, TCodec3, TResult, TCodec>(ulong id, ulong schemaHash, string displayName, Type owner, Func<T1, T2, T3, TResult> body)
    : FunctionMethod<Arguments<T1, TCodec1, T2, TCodec2, T3, TCodec3>, TResult, TCodec>(id, schemaHash, displayName, owner)
    where TCodec1 : IProcessCodec<T1>
    where TCodec2 : IProcessCodec<T2>
    where TCodec3 : IProcessCodec<T3>
    where TCodec : IProcessCodec<TResult>
{
    /// <summary>Describes a call.</summary>
    public ProcessCall<TResult> Call(T1 first, T2 second, T3 third) => NewCall(new(first, second, third));

    private protected override TResult Run(in Arguments<T1, TCodec1, T2, TCodec2, T3, TCodec3> arguments) => body(arguments.First, arguments.Second, arguments.Third);
}

/// <summary>A synchronous marked method with a result and four parameters.</summary>
/// <param name="id">The stable hash of the assembly's name and the full signature.</param>
/// <param name="schemaHash">The hash of every type in the signature as it crosses.</param>
/// <param name="displayName">The method as a person reads it.</param>
/// <param name="owner">A type of the assembly that declares it.</param>
/// <param name="body">The method.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProcessFunction<T1, TCodec1, T2, TCodec2, T3, TCodec3, T4, TCodec4, TResult, TCodec>(ulong id, ulong schemaHash, string displayName, Type owner, Func<T1, T2, T3, T4, TResult> body)
    : FunctionMethod<Arguments<T1, TCodec1, T2, TCodec2, T3, TCodec3, T4, TCodec4>, TResult, TCodec>(id, schemaHash, displayName, owner)
    where TCodec1 : IProcessCodec<T1>
    where TCodec2 : IProcessCodec<T2>
    where TCodec3 : IProcessCodec<T3>
    where TCodec4 : IProcessCodec<T4>
    where TCodec : IProcessCodec<TResult>
{
    /// <summary>Describes a call.</summary>
    public ProcessCall<TResult> Call(T1 first, T2 second, T3 third, T4 fourth) => NewCall(new(first, second, third, fourth));

    private protected override TResult Run(in Arguments<T1, TCodec1, T2, TCodec2, T3, TCodec3, T4, TCodec4> arguments) => body(arguments.First, arguments.Second, arguments.Third, arguments.Fourth);
}

/// <summary>A synchronous marked method with a result and five parameters.</summary>
/// <param name="id">The stable hash of the assembly's name and the full signature.</param>
/// <param name="schemaHash">The hash of every type in the signature as it crosses.</param>
/// <param name="displayName">The method as a person reads it.</param>
/// <param name="owner">A type of the assembly that declares it.</param>
/// <param name="body">The method.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ProcessFunction<T1, TCodec1, T2, TCodec2, T3, TCodec3, T4, TCodec4, T5, TCodec5, TResult, TCodec>(ulong id, ulong schemaHash, string displayName, Type owner, Func<T1, T2, T3, T4, T5, TResult> body)
    : FunctionMethod<Arguments<T1, TCodec1, T2, TCodec2, T3, TCodec3, T4, TCodec4, T5, TCodec5>, TResult, TCodec>(id, schemaHash, displayName, owner)
    where TCodec1 : IProcessCodec<T1>
    where TCodec2 : IProcessCodec<T2>
    where TCodec3 : IProcessCodec<T3>
    where TCodec4 : IProcessCodec<T4>
    where TCodec5 : IProcessCodec<T5>
    where TCodec : IProcessCodec<TResult>
{
    /// <summary>Describes a call.</summary>
    public ProcessCall<TResult> Call(T1 first, T2 second, T3 third, T4 fourth, T5 fifth) => NewCall(new(first, second, third, fourth, fifth));

    private protected override TResult Run(in Arguments<T1, TCodec1, T2, TCodec2, T3, TCodec3, T4, TCodec4, T5, TCodec5> arguments) => body(arguments.First, arguments.Second, arguments.Third, arguments.Fourth, arguments.Fifth);
}
