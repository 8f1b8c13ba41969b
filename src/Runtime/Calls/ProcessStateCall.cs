namespace ProcGen;

/// <summary>
/// One call of a <see cref="WorkerStateAttribute"/> method: run once in each worker, its result stays there. Given to the options of a pool.
/// </summary>
public abstract class ProcessStateCall : ProcessInvocation
{
    /// <summary>For generated code.</summary>
    protected ProcessStateCall() { }
}
