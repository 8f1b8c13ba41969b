namespace ProcGen.CompilerServices;

/// <summary>A call of a method with a result: the method and its arguments.</summary>
internal sealed class ArgumentsCall<TArguments, TResult>(ProcessMethod<TResult> method, in TArguments arguments) : ProcessCall<TResult>
    where TArguments : struct, IArguments<TArguments>
{
    private readonly TArguments _arguments = arguments;

    protected internal override ProcessMethod<TResult> TypedMethod => method;

    protected internal override void WriteArguments(ref PayloadWriter writer) => _arguments.Write(ref writer);

    protected internal override void AddLiveArguments(LiveArguments live)
    {
        if (method.LiveParameters.Count > 0)
        {
            _arguments.AddLive(live);
        }
    }
}

/// <summary>A call of a method without a result.</summary>
internal sealed class ArgumentsCall<TArguments>(ProcessMethod method, in TArguments arguments) : ProcessCall
    where TArguments : struct, IArguments<TArguments>
{
    private readonly TArguments _arguments = arguments;

    public override ProcessMethod Method => method;

    protected internal override void WriteArguments(ref PayloadWriter writer) => _arguments.Write(ref writer);

    protected internal override void AddLiveArguments(LiveArguments live)
    {
        if (method.LiveParameters.Count > 0)
        {
            _arguments.AddLive(live);
        }
    }
}
