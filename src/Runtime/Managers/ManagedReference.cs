namespace ProcGen.Managers;

/// <summary>
/// This process's hold on a shared object, for one proxy: the manager counts it, and counts it no more when the proxy was collected or the process has ended.
/// </summary>
internal sealed class ManagedReference
{
    private ManagedReference(ManagerLink manager, ulong id)
    {
        Manager = manager;
        Id = id;
    }

    ~ManagedReference()
    {
        // Not on the finalizer's thread, which must not wait for anybody.
        ThreadPool.UnsafeQueueUserWorkItem(static hold => hold.Manager.Release(hold.Id), (Manager, Id), preferLocal: false);
    }

    public ManagerLink Manager { get; }

    public ulong Id { get; }

    /// <summary>The hold on an object that the manager has just made, and has counted already.</summary>
    public static ManagedReference Adopt(ManagerLink manager, ulong id) => new(manager, id);

    /// <summary>The hold on an object whose handle has arrived.</summary>
    public static ManagedReference Acquire(ManagerLink manager, ulong id)
    {
        manager.Acquire(id);
        return new ManagedReference(manager, id);
    }

    public override bool Equals(object? obj) => obj is ManagedReference other && other.Id == Id && other.Manager.Address.Instance == Manager.Address.Instance;

    public override int GetHashCode() => HashCode.Combine(Manager.Address.Instance, Id);
}
