namespace ProcGen.Managers;

/// <summary>One process that uses a manager, on the manager's side: what it holds is released with it, however it ends. Thread-safe.</summary>
internal sealed class ManagerClient(ManagedObjects objects)
{
    private readonly Dictionary<ulong, int> _held = [];
    private bool _isGone;

    public ManagedObjects Objects => objects;

    /// <summary>Adds an object that the client holds.</summary>
    public ulong Add(object target)
    {
        ulong id = objects.Add(target);
        Keep(id);
        return id;
    }

    /// <summary>Notes a proxy of the client.</summary>
    /// <returns>False if the object is not there any more.</returns>
    public bool TryAcquire(ulong id)
    {
        if (!objects.TryHold(id))
        {
            return false;
        }

        Keep(id);
        return true;
    }

    /// <summary>Forgets a proxy of the client.</summary>
    public void Release(ulong id)
    {
        lock (_held)
        {
            if (!_held.TryGetValue(id, out int count))
            {
                return;
            }

            if (count == 1)
            {
                _held.Remove(id);
            }
            else
            {
                _held[id] = count - 1;
            }
        }

        objects.Release(id);
    }

    /// <summary>The client is gone.</summary>
    public void ReleaseAll()
    {
        KeyValuePair<ulong, int>[] held;
        lock (_held)
        {
            _isGone = true;
            held = [.. _held];
            _held.Clear();
        }

        foreach ((ulong id, int count) in held)
        {
            objects.Release(id, count);
        }
    }

    private void Keep(ulong id)
    {
        lock (_held)
        {
            if (!_isGone)
            {
                _held[id] = _held.GetValueOrDefault(id) + 1;
                return;
            }
        }

        objects.Release(id);
    }
}
