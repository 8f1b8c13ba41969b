using System.ComponentModel;
using ProcGen.Launching;
using ProcGen.Processes;

namespace ProcGen;

public abstract partial class WorkerProcess
{
    private static WorkerProcess? s_current;

    /// <summary>
    /// This process itself, where it is a worker (also one of a pool): its name, id, parent's id and daemon flag. In the body of a subclass it is that object.
    /// Null in a process that is no worker.
    /// </summary>
    public static WorkerProcess? Current
    {
        get
        {
            if (!WorkerIdentity.IsWorker)
            {
                return null;
            }

            return Volatile.Read(ref s_current) ??
                Interlocked.CompareExchange(ref s_current, new CallProcess { _isCurrent = true }, null) ?? s_current;
        }
    }

    /// <summary>The processes that this one has started and that still run, in the order of their start. Those of pools are not among them.</summary>
    public static IReadOnlyList<WorkerProcess> GetActiveChildren() => LiveProcesses.GetOwners();

    /// <summary>
    /// Makes this object the one that describes the running worker. Called by generated code on the object that it has re-created
    /// (without any constructor), after the arguments are read and before the body runs; has no effect outside a worker.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void AttachToWorker()
    {
        if (WorkerIdentity.IsWorker)
        {
            _isCurrent = true;
            Volatile.Write(ref s_current, this);
        }
    }
}
