namespace ProcGen.Calls;

/// <summary>An executor's record of a launch.</summary>
internal interface ICallOwner
{
    /// <summary>The operation is finished: its caller has the result, or can take it.</summary>
    void OnFinished();
}
