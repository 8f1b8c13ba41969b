using System.ComponentModel;
using ProcGen.CompilerServices;

namespace ProcGen;

/// <summary>What all descriptions of one call have in common: the method and its typed arguments. Made by generated stubs only.</summary>
/// <remarks>An invocation is immutable and may be launched any number of times, from any thread; its arguments are read anew at each launch, on the launching thread.</remarks>
public abstract class ProcessInvocation
{
    private protected ProcessInvocation() { }

    /// <summary>The marked method.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public abstract ProcessMethod Method { get; }

    /// <summary>Writes the arguments, those that live on the caller's side excepted.</summary>
    /// <param name="writer">The payload's writer.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal abstract void WriteArguments(ref PayloadWriter writer);

    /// <summary>Adds the arguments that live on the caller's side.</summary>
    /// <param name="live">Where to.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal virtual void AddLiveArguments(LiveArguments live) { }

    /// <summary>The method's name, as <c>Type.Method(parameters)</c>.</summary>
    public override string ToString() => Method.DisplayName;
}
