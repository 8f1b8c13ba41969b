using System.ComponentModel;

namespace ProcGen.CompilerServices;

/// <summary>The arguments of one call, typed and unboxed.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IArguments<TSelf>
    where TSelf : struct, IArguments<TSelf>
{
    /// <summary>Writes those that cross.</summary>
    /// <param name="writer">The payload's writer.</param>
    void Write(ref PayloadWriter writer);

    /// <summary>Adds those that live on the caller's side.</summary>
    /// <param name="live">Where to.</param>
    void AddLive(LiveArguments live);

    /// <summary>Reads what <see cref="Write"/> wrote, and asks the call for those that live on the caller's side.</summary>
    /// <param name="reader">The payload's reader.</param>
    static abstract TSelf Read(ref PayloadReader reader);
}

/// <summary>No arguments.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NoArguments : IArguments<NoArguments>
{
    /// <inheritdoc/>
    public void Write(ref PayloadWriter writer)
    {
    }

    /// <inheritdoc/>
    public void AddLive(LiveArguments live)
    {
    }

    /// <inheritdoc/>
    public static NoArguments Read(ref PayloadReader reader) => default;
}

/// <summary>One argument, each with the codec by which it crosses.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Arguments<T1, TCodec1>(T1 first) : IArguments<Arguments<T1, TCodec1>>
    where TCodec1 : IProcessCodec<T1>
{
    internal T1 First => first;

    /// <inheritdoc/>
    public void Write(ref PayloadWriter writer)
    {
        TCodec1.Write(ref writer, first);
    }

    /// <inheritdoc/>
    public void AddLive(LiveArguments live)
    {
        int ordinal = 0;
        LiveArgument.Add<T1, TCodec1>(live, ref ordinal, first);
    }

    /// <inheritdoc/>
    public static Arguments<T1, TCodec1> Read(ref PayloadReader reader) => new(TCodec1.Read(ref reader)!);
}

/// <summary>Two arguments, each with the codec by which it crosses.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Arguments<T1, TCodec1, T2, TCodec2>(T1 first, T2 second) : IArguments<Arguments<T1, TCodec1, T2, TCodec2>>
    where TCodec1 : IProcessCodec<T1>
    where TCodec2 : IProcessCodec<T2>
{
    internal T1 First => first;

    internal T2 Second => second;

    /// <inheritdoc/>
    public void Write(ref PayloadWriter writer)
    {
        TCodec1.Write(ref writer, first);
        TCodec2.Write(ref writer, second);
    }

    /// <inheritdoc/>
    public void AddLive(LiveArguments live)
    {
        int ordinal = 0;
        LiveArgument.Add<T1, TCodec1>(live, ref ordinal, first);
        LiveArgument.Add<T2, TCodec2>(live, ref ordinal, second);
    }

    /// <inheritdoc/>
    public static Arguments<T1, TCodec1, T2, TCodec2> Read(ref PayloadReader reader) => new(TCodec1.Read(ref reader)!, TCodec2.Read(ref reader)!);
}

/// <summary>Three arguments, each with the codec by which it crosses.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Arguments<T1, TCodec1, T2, TCodec2, T3, TCodec3>(T1 first, T2 second, T3 third) : IArguments<Arguments<T1, TCodec1, T2, TCodec2, T3, TCodec3>>
    where TCodec1 : IProcessCodec<T1>
    where TCodec2 : IProcessCodec<T2>
    where TCodec3 : IProcessCodec<T3>
{
    internal T1 First => first;

    internal T2 Second => second;

    internal T3 Third => third;

    /// <inheritdoc/>
    public void Write(ref PayloadWriter writer)
    {
        TCodec1.Write(ref writer, first);
        TCodec2.Write(ref writer, second);
        TCodec3.Write(ref writer, third);
    }

    /// <inheritdoc/>
    public void AddLive(LiveArguments live)
    {
        int ordinal = 0;
        LiveArgument.Add<T1, TCodec1>(live, ref ordinal, first);
        LiveArgument.Add<T2, TCodec2>(live, ref ordinal, second);
        LiveArgument.Add<T3, TCodec3>(live, ref ordinal, third);
    }

    /// <inheritdoc/>
    public static Arguments<T1, TCodec1, T2, TCodec2, T3, TCodec3> Read(ref PayloadReader reader) => new(TCodec1.Read(ref reader)!, TCodec2.Read(ref reader)!, TCodec3.Read(ref reader)!);
}

/// <summary>Four arguments, each with the codec by which it crosses.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Arguments<T1, TCodec1, T2, TCodec2, T3, TCodec3, T4, TCodec4>(T1 first, T2 second, T3 third, T4 fourth) : IArguments<Arguments<T1, TCodec1, T2, TCodec2, T3, TCodec3, T4, TCodec4>>
    where TCodec1 : IProcessCodec<T1>
    where TCodec2 : IProcessCodec<T2>
    where TCodec3 : IProcessCodec<T3>
    where TCodec4 : IProcessCodec<T4>
{
    internal T1 First => first;

    internal T2 Second => second;

    internal T3 Third => third;

    internal T4 Fourth => fourth;

    /// <inheritdoc/>
    public void Write(ref PayloadWriter writer)
    {
        TCodec1.Write(ref writer, first);
        TCodec2.Write(ref writer, second);
        TCodec3.Write(ref writer, third);
        TCodec4.Write(ref writer, fourth);
    }

    /// <inheritdoc/>
    public void AddLive(LiveArguments live)
    {
        int ordinal = 0;
        LiveArgument.Add<T1, TCodec1>(live, ref ordinal, first);
        LiveArgument.Add<T2, TCodec2>(live, ref ordinal, second);
        LiveArgument.Add<T3, TCodec3>(live, ref ordinal, third);
        LiveArgument.Add<T4, TCodec4>(live, ref ordinal, fourth);
    }

    /// <inheritdoc/>
    public static Arguments<T1, TCodec1, T2, TCodec2, T3, TCodec3, T4, TCodec4> Read(ref PayloadReader reader) => new(TCodec1.Read(ref reader)!, TCodec2.Read(ref reader)!, TCodec3.Read(ref reader)!, TCodec4.Read(ref reader)!);
}

/// <summary>Five arguments, each with the codec by which it crosses.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Arguments<T1, TCodec1, T2, TCodec2, T3, TCodec3, T4, TCodec4, T5, TCodec5>(T1 first, T2 second, T3 third, T4 fourth, T5 fifth) : IArguments<Arguments<T1, TCodec1, T2, TCodec2, T3, TCodec3, T4, TCodec4, T5, TCodec5>>
    where TCodec1 : IProcessCodec<T1>
    where TCodec2 : IProcessCodec<T2>
    where TCodec3 : IProcessCodec<T3>
    where TCodec4 : IProcessCodec<T4>
    where TCodec5 : IProcessCodec<T5>
{
    internal T1 First => first;

    internal T2 Second => second;

    internal T3 Third => third;

    internal T4 Fourth => fourth;

    internal T5 Fifth => fifth;

    /// <inheritdoc/>
    public void Write(ref PayloadWriter writer)
    {
        TCodec1.Write(ref writer, first);
        TCodec2.Write(ref writer, second);
        TCodec3.Write(ref writer, third);
        TCodec4.Write(ref writer, fourth);
        TCodec5.Write(ref writer, fifth);
    }

    /// <inheritdoc/>
    public void AddLive(LiveArguments live)
    {
        int ordinal = 0;
        LiveArgument.Add<T1, TCodec1>(live, ref ordinal, first);
        LiveArgument.Add<T2, TCodec2>(live, ref ordinal, second);
        LiveArgument.Add<T3, TCodec3>(live, ref ordinal, third);
        LiveArgument.Add<T4, TCodec4>(live, ref ordinal, fourth);
        LiveArgument.Add<T5, TCodec5>(live, ref ordinal, fifth);
    }

    /// <inheritdoc/>
    public static Arguments<T1, TCodec1, T2, TCodec2, T3, TCodec3, T4, TCodec4, T5, TCodec5> Read(ref PayloadReader reader) => new(TCodec1.Read(ref reader)!, TCodec2.Read(ref reader)!, TCodec3.Read(ref reader)!, TCodec4.Read(ref reader)!, TCodec5.Read(ref reader)!);
}
