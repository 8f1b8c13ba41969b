using System.ComponentModel;
using System.Runtime.CompilerServices;
using ProcGen.CompilerServices.Codecs;

namespace ProcGen.CompilerServices;

// What marked methods of any number of parameters have in common. Generated code names a method, the codecs of its parameters and result, and a delegate of its body; all else is
// here, so that the compiler is given a line for each method and not a class.

/// <summary>A synchronous marked method with a result.</summary>
/// <typeparam name="TArguments">Its arguments.</typeparam>
/// <typeparam name="TResult">The result's type.</typeparam>
/// <typeparam name="TCodec">The result's codec.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class FunctionMethod<TArguments, TResult, TCodec> : ProcessMethod<TResult>
    where TArguments : struct, IArguments<TArguments>
    where TCodec : IProcessCodec<TResult>
{
    private protected FunctionMethod(ulong id, ulong schemaHash, string displayName, Type owner) : base(id, schemaHash, displayName)
    {
        Owner = owner;

        // Arguments without references hold no objects that could be remembered.
        IsFlat = !RuntimeHelpers.IsReferenceOrContainsReferences<TArguments>() && (typeof(TCodec) == typeof(UnmanagedCodec<TResult>) || typeof(TCodec) == typeof(StringCodec));
    }

    private protected sealed override Type Owner { get; }

    /// <inheritdoc/>
    public sealed override void Invoke(WorkerCall call)
    {
        TResult result = Run(MethodArguments.Read<TArguments>(call));
        MethodResult.Write<TResult, TCodec>(call, result);
    }

    /// <inheritdoc/>
    public sealed override TResult ReadResult(ref PayloadReader reader) => TCodec.Read(ref reader)!;

    internal sealed override void Prepare()
    {
        base.Prepare();
        MethodArguments.Prepare<TArguments>();
        MethodResult.Prepare<TResult, TCodec>();
    }

    private protected abstract TResult Run(in TArguments arguments);

    private protected ProcessCall<TResult> NewCall(in TArguments arguments) => new ArgumentsCall<TArguments, TResult>(this, arguments);
}

/// <summary>An asynchronous marked method with a result.</summary>
/// <inheritdoc cref="FunctionMethod{TArguments, TResult, TCodec}"/>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AsyncFunctionMethod<TArguments, TResult, TCodec> : ProcessMethod<TResult>
    where TArguments : struct, IArguments<TArguments>
    where TCodec : IProcessCodec<TResult>
{
    private protected AsyncFunctionMethod(ulong id, ulong schemaHash, string displayName, Type owner) : base(id, schemaHash, displayName) => Owner = owner;

    private protected sealed override Type Owner { get; }

    /// <inheritdoc/>
    public sealed override ProcessMethodKind Kind => ProcessMethodKind.Asynchronous;

    /// <inheritdoc/>
    public sealed override async ValueTask InvokeAsync(WorkerCall call)
    {
        TResult result = await Run(MethodArguments.Read<TArguments>(call)).ConfigureAwait(false);
        MethodResult.Write<TResult, TCodec>(call, result);
    }

    /// <inheritdoc/>
    public sealed override TResult ReadResult(ref PayloadReader reader) => TCodec.Read(ref reader)!;

    internal sealed override void Prepare()
    {
        base.Prepare();
        MethodArguments.Prepare<TArguments>();
        MethodResult.Prepare<TResult, TCodec>();
    }

    private protected abstract Task<TResult> Run(in TArguments arguments);

    private protected ProcessCall<TResult> NewCall(in TArguments arguments) => new ArgumentsCall<TArguments, TResult>(this, arguments);
}

/// <summary>A synchronous marked method without a result.</summary>
/// <inheritdoc cref="FunctionMethod{TArguments, TResult, TCodec}"/>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ActionMethod<TArguments> : ProcessMethod
    where TArguments : struct, IArguments<TArguments>
{
    private protected ActionMethod(ulong id, ulong schemaHash, string displayName, Type owner) : base(id, schemaHash, displayName)
    {
        Owner = owner;
        IsFlat = !RuntimeHelpers.IsReferenceOrContainsReferences<TArguments>();
    }

    private protected sealed override Type Owner { get; }

    /// <inheritdoc/>
    public sealed override void Invoke(WorkerCall call) => Run(MethodArguments.Read<TArguments>(call));

    internal sealed override void Prepare()
    {
        base.Prepare();
        MethodArguments.Prepare<TArguments>();
    }

    private protected abstract void Run(in TArguments arguments);

    private protected ProcessCall NewCall(in TArguments arguments) => new ArgumentsCall<TArguments>(this, arguments);
}

/// <summary>An asynchronous marked method without a result.</summary>
/// <inheritdoc cref="FunctionMethod{TArguments, TResult, TCodec}"/>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AsyncActionMethod<TArguments> : ProcessMethod
    where TArguments : struct, IArguments<TArguments>
{
    private protected AsyncActionMethod(ulong id, ulong schemaHash, string displayName, Type owner) : base(id, schemaHash, displayName) => Owner = owner;

    private protected sealed override Type Owner { get; }

    /// <inheritdoc/>
    public sealed override ProcessMethodKind Kind => ProcessMethodKind.Asynchronous;

    /// <inheritdoc/>
    public sealed override async ValueTask InvokeAsync(WorkerCall call) => await Run(MethodArguments.Read<TArguments>(call)).ConfigureAwait(false);

    internal sealed override void Prepare()
    {
        base.Prepare();
        MethodArguments.Prepare<TArguments>();
    }

    private protected abstract Task Run(in TArguments arguments);

    private protected ProcessCall NewCall(in TArguments arguments) => new ArgumentsCall<TArguments>(this, arguments);
}

internal static class MethodArguments
{
    /// <summary>Compiles the reading of arguments before the first call.</summary>
    public static void Prepare<TArguments>()
        where TArguments : struct, IArguments<TArguments>
    {
        if (RuntimeFeature.IsDynamicCodeCompiled)
        {
            RuntimeHelpers.PrepareDelegate((Func<WorkerCall, TArguments>)Read<TArguments>);
            RuntimeHelpers.PrepareDelegate((PayloadRead<TArguments>)TArguments.Read);
        }
    }

    /// <summary>Reads all arguments; from then on the body runs.</summary>
    public static TArguments Read<TArguments>(WorkerCall call)
        where TArguments : struct, IArguments<TArguments>
    {
        PayloadReader reader = call.OpenArguments();
        reader.BeginArguments(call);
        var arguments = TArguments.Read(ref reader);
        call.CloseArguments(ref reader);
        return arguments;
    }
}

internal static class MethodResult
{
    /// <summary>Compiles the writing of a result before the first call.</summary>
    public static void Prepare<TResult, TCodec>()
        where TCodec : IProcessCodec<TResult>
    {
        if (RuntimeFeature.IsDynamicCodeCompiled)
        {
            RuntimeHelpers.PrepareDelegate((Action<WorkerCall, TResult>)Write<TResult, TCodec>);
            RuntimeHelpers.PrepareDelegate((PayloadWrite<TResult>)TCodec.Write);
        }
    }

    public static void Write<TResult, TCodec>(WorkerCall call, TResult result)
        where TCodec : IProcessCodec<TResult>
    {
        PayloadWriter writer = call.OpenResult();
        TCodec.Write(ref writer, result);
        call.CloseResult(ref writer);
    }
}
